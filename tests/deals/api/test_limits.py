"""How much of the API one visitor may ask for, whichever process answers."""

import logging
import os
import pickle
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from conference_deals import env
from conference_deals.caches import REST_SECONDS
from deals.api import limits

ROOT = Path(__file__).parents[3]
LISTED = "/api/v1/sectors/"
NOWHERE = "/api/v1/nowhere/"
NOON = 12 * 3600
# One worker process: asks often when told to, and prints how often it was let through.
WORKER = """
import sys, django
django.setup()
from django.test import Client
from deals.api import limits
limits.time = lambda: 0
client = Client(REMOTE_ADDR="192.0.2.1")
print("ready", flush=True)
sys.stdin.readline()
print(sum(client.get("/api/v1/nowhere/").status_code == 404 for _ in range(40)))
"""


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    """Two requests a minute, at the twentieth second of a minute, and an empty cache."""
    settings.API_RATE = "2/min"
    monkeypatch.setattr(limits, "time", lambda: NOON + 20)
    caches["default"].clear()
    yield
    caches["default"].clear()


def left(response):
    """What the headers say: requests left, seconds to the next window."""
    found = re.fullmatch('"default";r=([0-9]+);t=([0-9]+)', response["RateLimit"])
    return tuple(map(int, found.groups()))


# One process


def test_each_answer_tells_what_is_left_and_the_last_to_wait(client, db):
    answers = [client.get(LISTED) for _each in range(3)]
    assert [response.status_code for response in answers] == [200, 200, 429]
    assert [left(response) for response in answers] == [(1, 40), (0, 40), (0, 40)]
    assert {response["RateLimit-Policy"] for response in answers} == {'"default";q=2;w=60'}
    assert [response.get("Retry-After") for response in answers] == [None, None, "40"]
    assert answers[2]["Cache-Control"] == "no-store"


def test_the_next_window_begins_anew(client, monkeypatch):
    for _each in range(3):
        client.get(NOWHERE)
    monkeypatch.setattr(limits, "time", lambda: NOON + 59.9)
    assert left(client.get(NOWHERE)) == (0, 1)
    monkeypatch.setattr(limits, "time", lambda: NOON + 60)
    assert left(client.get(NOWHERE)) == (1, 60)


def test_an_answer_that_is_known_already_counts_too(client, db, django_assert_max_num_queries):
    known = client.get(LISTED)["ETag"]
    with django_assert_max_num_queries(2):
        response = client.get(LISTED, headers={"If-None-Match": known})
    assert (response.status_code, left(response)) == (304, (0, 40))
    assert client.get(LISTED, headers={"If-None-Match": known}).status_code == 429


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("HEAD", LISTED, 200),
        ("GET", NOWHERE, 404),
        ("GET", f"{LISTED}?limit=x", 400),
        ("GET", f"{LISTED}?%00", 400),
        ("POST", LISTED, 405),
        ("GET", "/api/v1/sectors", 301),
        ("GET", "/api/v1/projects.html", 200),
    ],
)
def test_every_kind_of_answer_counts(method, address, status, client, db):
    response = client.generic(method, address)
    assert (response.status_code, left(response)) == (status, (1, 40))


def test_a_browser_asks_first_for_nothing(client):
    answers = [client.options(LISTED) for _each in range(4)]
    assert {response.status_code for response in answers} == {204}
    assert "RateLimit" not in answers[0]
    assert left(client.get(NOWHERE)) == (1, 40)


def test_pages_have_no_limit(client, db):
    response = client.get("/projects/")
    assert (response.status_code, "RateLimit" in response) == (200, False)


def test_scripts_of_other_sites_may_read_what_is_left(client):
    exposed = client.get(NOWHERE)["Access-Control-Expose-Headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After", "Cache-Status"} <= set(exposed)


def test_off_is_off(client, settings):
    settings.API_RATE = ""
    assert "RateLimit-Policy" not in client.get(NOWHERE)


@pytest.mark.parametrize(
    ("rate", "means"),
    [("600/min", (600, 60)), ("5/s", (5, 1)), ("9/hour", (9, 3600)), ("1/d", (1, 86400))],
)
def test_a_rate_in_words_of_the_headers(rate, means):
    assert limits.quota_and_window(env.rate("NO_SUCH_VARIABLE", rate)) == means


# Who is counted


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("", "", True),
        ("", "192.0.2.1", False),
    ],
)
def test_addresses_of_one_visitor_are_counted_together(first, second, together, client):
    client.get(NOWHERE, REMOTE_ADDR=first)
    assert left(client.get(NOWHERE, REMOTE_ADDR=second))[0] == (0 if together else 1)


def test_a_forged_address_changes_nothing(client):
    forged = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in range(3))
    answers = [client.get(NOWHERE, headers=headers) for headers in forged]
    assert [response.status_code for response in answers] == [404, 404, 429]


def test_behind_a_proxy_visitors_are_told_apart(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    told = ({"X-Forwarded-For": f"1.1.1.1, 203.0.113.{n}"} for n in (1, 2, 1))
    rest = [left(client.get(NOWHERE, headers=headers))[0] for headers in told]
    assert rest == [1, 1, 0]


# A cache that is down


@pytest.fixture
def broken(monkeypatch):
    """The keys that a cache was asked for while it was down."""
    asked = []

    def fail(key, timeout):
        asked.append(key)
        raise ConnectionError("refused")

    monkeypatch.setattr(limits, "counted", fail)
    monkeypatch.setattr("conference_deals.caches.monotonic", lambda: 1000)
    return asked


def test_a_cache_that_is_down_costs_no_answer_and_one_line_in_the_log(client, broken, caplog):
    with caplog.at_level(logging.ERROR, "conference_deals.caches"):
        answers = [client.get(NOWHERE) for _each in range(4)]
    assert {response.status_code for response in answers} == {404}
    assert answers[0]["RateLimit-Policy"] == '"default";q=2;w=60'
    assert "RateLimit" not in answers[0]
    assert len(broken) == len(caplog.records) == 1


@pytest.mark.parametrize("lie", [None, "9", b"\0", -1, [], 1.5], ids=repr)
def test_a_cache_that_lies_costs_no_answer(lie, client, monkeypatch):
    monkeypatch.setattr(caches["default"], "incr", lambda *args: lie)
    answers = [client.get(NOWHERE) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("RateLimit" in answer for answer in answers)


def test_a_cache_that_is_back_counts_again(client, broken, monkeypatch):
    client.get(NOWHERE)
    monkeypatch.undo()
    monkeypatch.setattr("conference_deals.caches.monotonic", lambda: 1000 + REST_SECONDS)
    assert "RateLimit" in client.get(NOWHERE)


def test_a_server_that_is_not_there_costs_no_answer(client, monkeypatch):
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{free_port()}/0")
    with override_settings(CACHES={"default": env.cache_url("CACHE_URL")}):
        response = client.get(NOWHERE)
    assert (response.status_code, "RateLimit" in response) == (404, False)


def test_a_folder_that_must_not_be_used_stops_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("CACHE_URL", f"file://{tmp_path}")
    tmp_path.chmod(0o777)
    with (
        override_settings(CACHES={"default": env.cache_url("CACHE_URL")}),
        pytest.raises(ImproperlyConfigured, match="CACHE_URL can be written by other accounts"),
    ):
        limits.RateLimit(None)


# Many processes


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@contextmanager
def redis_server(folder):
    """The address of a server of its own, that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    port = str(free_port())
    options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout:
                if "Ready to accept connections" in line:
                    break
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.stdout.read()


@pytest.fixture(params=["file", "redis"])
def shared_cache(request, tmp_path):
    """The CACHE_URL of each kind of cache that processes can share."""
    if request.param == "file":
        yield f"file://{tmp_path / 'cache'}"
        return
    with redis_server(tmp_path) as url:
        yield url


def test_what_redis_holds_is_read_and_never_run(tmp_path, monkeypatch):
    with redis_server(tmp_path) as url:
        monkeypatch.setenv("CACHE_URL", url)
        with override_settings(CACHES={"default": env.cache_url("CACHE_URL")}):
            cache = caches["default"]
            values = {"a": 7, "b": b"\0{\xff", "c": 1.5, "d": "词", "e": b"", "f": True}
            for name, value in values.items():
                cache.set(name, value)
            assert cache.get_many(values) == values
            assert [type(each) for each in cache.get_many(values).values()] == [
                type(each) for each in values.values()
            ]
            assert (cache.incr("a"), cache.add("a", 1), cache.get("none")) == (8, False, None)
            forged = pickle.dumps(print)
            cache._cache.get_client(write=True).set(cache.make_key("g"), forged)
            with pytest.raises(ValueError):
                cache.get("g")
            cache.close()


@pytest.fixture
def workers(shared_cache):
    """Four processes that share a limit of 50 requests a minute, ready to ask 40 times each."""
    variables = os.environ | {"CACHE_URL": shared_cache, "API_RATE": "50/min", "DEMO": "true"}
    variables["DJANGO_SETTINGS_MODULE"] = "conference_deals.settings"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-W", "ignore", "-c", WORKER]
    made = [
        subprocess.Popen(command, cwd=ROOT, env=variables, text=True, **pipes) for _each in range(4)
    ]
    yield made
    for process in made:
        process.kill()
        process.communicate()


def test_all_processes_together_let_through_exactly_the_limit(workers):
    assert [process.stdout.readline() for process in workers] == ["ready\n"] * 4
    for process in workers:
        process.stdin.write("go\n")
        process.stdin.flush()
    counted = [int(process.stdout.readline()) for process in workers]
    assert sum(counted) == 50
