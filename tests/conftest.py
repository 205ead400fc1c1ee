"""Fixtures for all tests; tests.databases chooses the database."""

import datetime
import os
import shutil
import socket
from ipaddress import ip_address
from math import inf
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.core.cache import caches
from django.utils import translation

from conference_deals.caches import Breaker
from tests import databases
from tests.plugins.accounts import alice  # noqa: F401 - a fixture
from tests.plugins.starter import starter, starter_database  # noqa: F401 - fixtures

hypothesis.settings.register_profile(
    "here", deadline=None, database=None, derandomize=os.environ.get("CI", "") != ""
)
hypothesis.settings.load_profile("here")

CHROMIUMS = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # Chromium has none for root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def pytest_collection_modifyitems(config, items):
    """Tests with a page are browser tests; what no database of its own needs runs on one."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
    here = [item for item in items if databases.runs_here(item)]
    there = [item for item in items if not databases.runs_here(item)]
    config.hook.pytest_deselected(items=there)
    items[:] = here


def pytest_terminal_summary(terminalreporter):
    """Shows what tests recorded as the property “said”, from every worker."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "said" and report.when == "call":
                    terminalreporter.write_line(value)


@pytest.fixture
def set_today(monkeypatch):
    """Sets the UTC date that public answers take for today's."""

    def set_today(day):
        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz=None):
                return cls(day.year, day.month, day.day, tzinfo=tz)

        monkeypatch.setattr("deals.public.datetime", Clock)

    return set_today


# Nothing leaves this machine


def is_local(address):
    """For a socket's address: a path, or a tuple that begins with the host."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).partition("%")[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


def guarded(connect):
    def guard(self, address):
        if not is_local(address):
            raise RuntimeError(f"Tests must not use the network: {address!r}")
        return connect(self, address)

    return guard


@pytest.fixture(autouse=True, scope="session")
def no_network():
    with pytest.MonkeyPatch.context() as patch:
        for name in ["connect", "connect_ex"]:
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def english():
    """A request leaves its language behind; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Answers of other tests belong to data that were rolled back, under the same versions.

    However slow the machine, none is made again in another thread: its connection would not see
    what this test has not committed.
    """
    from deals import kept  # models load after Django is set up

    for cache in caches.all(initialized_only=True):
        cache.clear()
    monkeypatch.setattr(kept, "breaker", Breaker("in a test"))
    monkeypatch.setattr(kept, "DEAR_SECONDS", inf)


# The seed article alone


@pytest.fixture
def seed(db):
    """Its nine figures, as UX.md lists them; nothing of them is itemised."""
    from tests import factories as make  # models load after Django is set up

    china = make.create_country(slug="china", name="China")
    yibin = make.create_place(parent=china, slug="yibin", name="Yibin")
    conference = make.create_conference(slug="wpbc", name="World Power Battery Conference")
    e22, e23, e24 = (
        make.create_edition(conference=conference, slug=f"wpbc-{y}", label=str(y), year=y)
        for y in (2022, 2023, 2024)
    )
    wire = {"source": make.create_source(slug="wire"), "preferred": True}
    whole = wire | {"editions": [e24]}
    of_yibin = whole | {"location": yibin}
    before = wire | {"editions": [e22, e23], "qualifier": "more_than"}
    later = of_yibin | {"qualifier": "more_than"}
    money = {"metric": "investment", "currency": "CNY"}
    projects = make.create_figure(ref="all", value=137, **whole)
    invested = make.create_figure(ref="invested", value=95_250_000_000, **money, **whole)
    make.create_figure(
        ref="dollars",
        metric="investment",
        value=13_400_000_000,
        currency="USD",
        qualifier="about",
        equivalent_of=invested,
        **whole,
    )
    make.create_figure(ref="yibin", value=133, of_which=projects, **of_yibin)
    make.create_figure(ref="in-yibin", value=84_550_000_000, of_which=invested, **money, **of_yibin)
    make.create_figure(
        ref="output",
        metric="output_value",
        value=100_000_000_000,
        currency="CNY",
        horizon="per_year_at_full_operation",
        **later,
    )
    make.create_figure(
        ref="jobs", metric="jobs", value=20_000, horizon="at_full_operation", **later
    )
    make.create_figure(ref="before", value=100, **before)
    make.create_figure(ref="invested-before", value=200_000_000_000, **money, **before)


# Browser tests


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the run."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(CHROMIUMS)} is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as driver:
        # Playwright's event loop runs in this thread, which is why Django would refuse queries.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = driver.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_faults():
    """What `page` complains about at its end."""
    return []


@pytest.fixture
def expected_faults():
    """What `page` forgives: a test appends the words of the complaint that it provokes."""
    return []


@pytest.fixture
def page(browser, live_server, page_faults, expected_faults):
    """A fresh tab on the live server: `page.goto("/projects/")`.

    A console error (so each breach of the Content-Security-Policy), an uncaught exception or a
    request to another host fails the test.
    """
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC")
    tab = context.new_page()
    tab.on("console", lambda line: page_faults.extend(complaint(line)))
    tab.on("pageerror", lambda error: page_faults.append(str(error)))
    context.on("request", lambda request: page_faults.extend(foreign(request.url, live_server.url)))
    yield tab
    context.close()
    assert [f for f in page_faults if not any(words in f for words in expected_faults)] == []


def complaint(line):
    """The text of a console error in a list; browsers ask for /favicon.ico unbidden."""
    if line.type != "error" or line.location["url"].endswith("/favicon.ico"):
        return []
    return [line.text]


def foreign(url, home):
    """The address in a list, where it lies on another host than `home`."""
    at_home = urlsplit(url).scheme in {"data", "blob", "about"}
    return [] if at_home or urlsplit(url).netloc == urlsplit(home).netloc else [url]
