"""A site that reads from a real standby, over HTTP: behind, gone, and back again."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from threading import Event

import pytest
from django.db import connection

from deals.api import formats
from deals.api.listings import LISTINGS
from tests import databases, processes
from tests import factories as make
from tests.deals.views.addresses import API_PAGES, EXAMPLES
from tests.standby import Standby

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in databases.url(), reason="SQLite has no standby"),
]

MAX_LAG = 4  # seconds
NOWHERE = "postgres://nobody@127.0.0.1:1/nothing"
PAGES = [
    "/",
    "/projects/",
    "/sectors/",
    "/api/v1/totals/",
    "/api/v1/projects.csv",
    "/api/v1/sectors/",
]

DATA = [
    *(f"/api/v1/{listing.name}/" for listing in LISTINGS),
    *(f"/api/v1/projects.{form}" for form in [*formats.PLACED[1:], "html"]),
    *(f"/api/v1/{name}" for name in ["totals/?group_by=location", "facets/", "charts.svg"]),
    "/api/v1/changes/?cursor=start",
    "/projects/?q=%E5%AE%9C%E5%AE%BE",  # 宜宾
    "/changes/feed/",
    "/sitemap.xml",
]


@pytest.fixture(scope="module")
def standby(django_db_setup, django_db_blocker):
    server = Standby()
    try:
        with django_db_blocker.unblock():
            server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def site(standby, **variables):
    """Yields what gets an address from a site with this replica: status, body, data version."""
    variables = {"DATABASE_REPLICA_URLS": standby.url, "REPLICA_MAX_LAG": str(MAX_LAG)} | variables
    with processes.serving(**variables) as (port, _pid):
        yield lambda address="/api/v1/totals/", **headers: got(port, address, headers)


def got(port, address, headers):
    visitor = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        visitor.request("GET", address, headers=headers)
        response = visitor.getresponse()
        return response.status, response.read()
    finally:
        visitor.close()


def version(answer):
    status, body = answer
    assert status == 200, body
    return json.loads(body)["data_version"]


def latest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM deals_dataversion")
        return cursor.fetchone()[0]


def until(holds, seconds=60):
    """Waits for something to hold; how long it takes is no matter of the test."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not come about in time"
        time.sleep(0.05)


def is_used(standby, get):
    """Whether the standby answers: then a change does not show while it replays nothing."""
    standby.pause()
    try:
        make.create_sector()
        return version(get()) < latest()
    finally:
        standby.go_on()


def test_the_standby_answers_until_it_is_too_far_behind(standby):
    make.create_sector()
    with site(standby) as get:
        until(lambda: is_used(standby, get))
        until(lambda: version(get()) == latest())
        standby.pause()
        sector = make.create_sector(slug="brand-new")
        assert version(get(Cookie="sessionid=x")) == latest(), "who may have written reads it"
        assert get(f"/sectors/{sector.slug}/")[0] == 200, "no page is missing that is there"
        until(lambda: version(get()) == latest())
        standby.go_on()
        until(lambda: is_used(standby, get))


def test_no_request_fails_while_the_standby_stops_and_comes_back(standby):
    make.create_project()
    answers, over = [], Event()
    with site(standby) as get, ThreadPoolExecutor(6) as visitors:
        until(lambda: is_used(standby, get))
        readers = [visitors.submit(read_until, over, get, answers) for _ in range(6)]
        try:
            for event in [standby.halt, standby.come_back, lambda: None]:
                enough = len(answers) + 20
                until(lambda: len(answers) > enough)  # noqa: B023 - called here
                event()
            until(lambda: is_used(standby, get))
        finally:
            over.set()
        assert [reader.exception() for reader in readers] == [None] * 6
    assert set(answers) == {200}


def read_until(over, get, answers):
    for page in cycle(PAGES):
        if over.is_set():
            return
        answers.append(get(page)[0])


def test_nothing_that_readers_ask_needs_the_primary(standby, starter_database):
    replica = standby.url_of(starter_database)
    with site(standby, DATABASE_URL=NOWHERE, DATABASE_REPLICA_URLS=replica) as get:
        until(lambda: get(EXAMPLES["project"])[0] == 200)
        addresses = [*EXAMPLES.values(), *API_PAGES.values(), *DATA]
        assert {address: get(address)[0] for address in addresses} == dict.fromkeys(addresses, 200)
        assert get("/health/") == (200, b'{"status": "read-only"}')
