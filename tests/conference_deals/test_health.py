"""Probes: does the process answer, may requests be sent to it, and what do they learn?"""

import pytest
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from conference_deals import health
from conference_deals.caches import Breaker

PROBES = ["/health/", "/health/live/", "/health/ready/"]


def fail(error):
    def raise_it(*args, **kwargs):
        raise error

    return raise_it


LOST = [
    OperationalError("server closed: host=10.0.0.5 user=deals"),
    InterfaceError("connection already closed"),
]


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(health, "breaker", Breaker(health.breaker.loss))


@pytest.fixture
def down():
    """Takes the database or the cache away; gives it back before the database is cleaned."""
    with pytest.MonkeyPatch.context() as patch:

        def down(part, error=LOST[0]):
            lost = (connection, "cursor") if part == "database" else (caches["default"], "set")
            patch.setattr(*lost, fail(error))

        yield down


def test_all_is_well(client, db):
    assert client.get("/health/").json() == {"status": "ok"}
    assert client.get("/health/live/").json() == {"status": "ok"}
    parts = dict.fromkeys(["status", "database", "migrations", "cache"], "ok")
    assert client.get("/health/ready/").json() == parts


@pytest.mark.parametrize("error", LOST, ids=["operational", "interface"])
def test_without_a_database_no_request_is_to_be_sent_here(error, down, client):
    down("database", error)
    for address in ("/health/", "/health/ready/"):
        response = client.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert response.json()["status"] == "unavailable"
        assert "10.0.0.5" not in response.text
    assert client.get("/health/ready/").json()["database"] == "unavailable"


def test_a_process_that_answers_is_not_started_anew(db, down, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/health/live/")
    down("database")
    down("cache")
    assert client.get("/health/live/").status_code == 200


def test_a_database_that_is_not_migrated_is_not_ready(client, db):
    MigrationRecorder(connection).record_unapplied("deals", latest("deals"))
    response = client.get("/health/ready/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["migrations"] == "pending"


def latest(app):
    return dict(health.latest_migrations())[app]


def test_a_database_ahead_of_this_code_is_ready(client, db):
    MigrationRecorder(connection).record_applied("deals", "9999_of_the_next_release")
    assert client.get("/health/ready/").status_code == 200


def test_a_cache_that_is_down_is_named_and_takes_nobody_out(db, down, client, caplog):
    down("cache", ConnectionError("redis://:secret@cache"))
    response = client.get("/health/ready/")
    assert response.status_code == 200
    assert response.json()["cache"] == "unavailable: requests are answered without it"
    client.get("/health/ready/")
    assert caplog.text.count("The cache failed") == 1, "it rests for a while"


@pytest.mark.parametrize("address", PROBES)
def test_any_host_may_ask_over_plain_http(address, client, settings, db):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(address, headers={"Host": "10.1.2.3:8000"})
    assert response.status_code == 200
    assert client.get("/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.parametrize("address", PROBES)
def test_an_answer_is_never_kept_and_makes_no_session(address, client, db):
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response["X-Request-ID"]) == 32
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/health/nothing/", "/health/live/x", "/healthy/"])
def test_no_other_address_is_a_probe(address, client, db):
    assert client.get(address).status_code == 404
