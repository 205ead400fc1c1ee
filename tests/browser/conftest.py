"""The live server with the starter data in it."""

import sqlite3

import pytest
from django.db import connections


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
    return live_server


@pytest.fixture
def tab(site, page):
    """A tab on the site with the starter data, which fails the test as `page` does."""
    page.set_default_timeout(10_000)
    return page
