"""The production server: its configuration, and what it serves by it."""

import gc
import importlib
import json
import re
from contextlib import contextmanager
from http.client import HTTPConnection
from math import inf

import pytest

from conference_deals import gunicorn
from tests import databases, processes
from tests import factories as make

YEARS = "max-age=315360000, public, immutable"


@pytest.fixture
def configured(monkeypatch):
    """The configuration as it is read with these variables, on a machine of six cores."""

    def configured(**variables):
        for name in ["WEB_CONCURRENCY", "WEB_THREADS", "CACHE_URL"]:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("os.sched_getaffinity", lambda _pid: range(6), raising=False)
        return importlib.reload(gunicorn)

    yield configured
    monkeypatch.undo()
    importlib.reload(gunicorn)


@pytest.mark.parametrize(
    ("variables", "workers"),
    [
        ({}, 1),
        ({"CACHE_URL": "redis://localhost"}, 2 * min(6, gunicorn.allotted(gunicorn.CPU_LIMIT))),
        ({"WEB_CONCURRENCY": "3"}, 3),
    ],
    ids=["no-shared-cache", "shared-cache", "chosen"],
)
def test_processes_share_a_cache_or_are_one(configured, variables, workers):
    found = configured(**variables)
    assert (found.workers, found.threads) == (workers, 4)
    # One alone is never replaced: until the next is there, nobody would serve.
    assert bool(found.max_requests) is (workers > 1)


def test_the_collector_leaves_alone_what_stays_for_good():
    try:
        gunicorn.when_ready(None)
        assert gc.get_freeze_count() > 50_000
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("share", "cores"),
    [("max 100000", inf), ("150000 100000", 2), ("50000 100000", 1), ("nonsense", inf)],
)
def test_a_container_uses_its_share_of_the_cores(tmp_path, share, cores):
    limit = tmp_path / "cpu.max"
    limit.write_text(share)
    assert gunicorn.allotted(limit) == cores
    assert gunicorn.allotted(tmp_path / "none") == inf


# Over HTTP


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Variables of a production site whose static files lie in a folder of their own."""
    variables = {
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
        "DJANGO_SETTINGS_MODULE": "tests.collected",
        "DEMO": "false",
        "HTTPS": "false",
        "SECRET_KEY": "only for tests",
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRUSTED_PROXIES": "",
    }
    command = ["manage.py", "collectstatic", "--noinput", "-v", "0"]
    assert processes.start(*command, variables=variables).wait() == 0
    return variables


@contextmanager
def site(variables, log):
    """Yields what gets an address: the response, with its `body`."""
    with processes.serving("conference_deals.wsgi", "--access-logfile", str(log), **variables) as (
        port,
        _pid,
    ):
        yield lambda address, **headers: got(port, address, headers)


def got(port, address, headers):
    visitor = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        visitor.request("GET", address, headers=headers)
        response = visitor.getresponse()
        response.body = response.read()
        return response
    finally:
        visitor.close()


@pytest.mark.skipif("sqlite" not in databases.url(), reason="no matter of the database")
@pytest.mark.django_db(transaction=True)
def test_pages_and_files_as_production_serves_them(collected, tmp_path):
    make.create_sector()
    log = tmp_path / "log"
    with site(collected, log) as get:
        page = get("/sectors/?currency=USD&secret=1")
        assert page.status == 200
        assert get("/sectors/", **{"If-None-Match": get("/sectors/").headers["ETag"]}).status == 304
        check_files(get, page.body.decode())
        forged = get("/", **{"X-Forwarded-Proto": "https"}).body.decode()
        assert "http://127.0.0.1:" in forged
        assert "https://127.0.0.1:" not in forged
        get("/no%0Asuch%22page")
    check_log(log.read_text(), page.headers["X-Request-ID"])


def check_files(get, page):
    """Style sheets and scripts have their hash in their name, for good, and come compressed."""
    files = set(re.findall(r'/static/[^"]+\.(?:css|js)', page))
    assert files
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", file)
        plain, packed = get(file), get(file, **{"Accept-Encoding": "gzip"})
        assert plain.headers["Cache-Control"] == packed.headers["Cache-Control"] == YEARS
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert len(packed.body) < len(plain.body)


def check_log(lines, request_id):
    asked, *_others = found = [json.loads(line) for line in lines.splitlines()]
    assert asked["time"].endswith("Z")
    del asked["time"], asked["milliseconds"], asked["bytes"]
    assert asked == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET /sectors/",
        "request_id": request_id,
        "address": "127.0.0.1",
        "method": "GET",
        "path": "/sectors/",
        "status": 200,
    }
    assert "secret" not in lines
    assert (found[-1]["path"], found[-1]["status"]) == ("/no%0Asuch%22page", 404)


@pytest.mark.skipif("sqlite" not in databases.url(), reason="no matter of the database")
@pytest.mark.django_db(transaction=True)
def test_an_access_log_for_people(collected, tmp_path):
    log = tmp_path / "log"
    with site(collected | {"LOG_FORMAT": "line"}, log) as get:
        page = get("/no%0Asuch%22page?secret=1")
    [line] = log.read_text().splitlines()
    assert '127.0.0.1 "GET /no%0Asuch%22page" 404' in line
    assert line.endswith(f"[{page.headers['X-Request-ID']}]")
    assert "secret" not in line
