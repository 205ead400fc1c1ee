"""The live server with the starter data in it, and tabs on it, with script and without."""

import sqlite3

import pytest
from django.db import connections

from tests.browser.pages import WIDE
from tests.conftest import complaint


@pytest.fixture
def site(live_server, starter_database):
    """The starter data where the live server reads; the flush after the test takes it away."""
    default = connections["default"]
    default.ensure_connection()
    source = sqlite3.connect(starter_database)
    try:
        source.backup(default.connection)
    finally:
        source.close()
    retire("location", "gone")
    return live_server


def retire(kind, key):
    """An address of a record that was deleted."""
    from deals.models.base import RetiredAddress

    RetiredAddress.objects.create(kind=kind, key=key)


@pytest.fixture
def tab(site, page):
    """A tab on the site with the starter data, which fails the test as `page` does."""
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def answers_of_errors(expected_faults):
    """The browser itself reports each answer that is an error."""
    expected_faults.append("the server responded with a status of 4")


@pytest.fixture
def new_visitor(site, browser, page_faults, expected_faults):
    """Opens a private window: `new_visitor()`, or without script `new_visitor(script=False)`."""
    contexts = []

    def new_visitor(*, script=True):
        context = browser.new_context(
            base_url=site.url, java_script_enabled=script, viewport=WIDE, locale="en-GB"
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        tab.on("console", lambda line: page_faults.extend(complaint(line)))
        tab.on("pageerror", lambda error: page_faults.append(str(error)))
        return tab

    yield new_visitor
    for context in contexts:
        context.close()
    assert [f for f in page_faults if not any(words in f for words in expected_faults)] == []


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(request, new_visitor):
    """A wide private window, once with script and once without."""
    return new_visitor(script=request.param)
