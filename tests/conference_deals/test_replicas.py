"""Which replica may answer, by what is known of each database; without a server."""

from math import inf
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse

from conference_deals import replicas
from conference_deals.replicas import PRIMARY, PrimaryWatch, ReplicaWatch, Router, reading_from
from deals.models import Sector
from tests import factories as make


@pytest.fixture
def now(monkeypatch):
    """A clock that a test sets: `now.at` in seconds."""
    clock = SimpleNamespace(at=1000.0)
    monkeypatch.setattr(replicas, "monotonic", lambda: clock.at)
    return clock


@pytest.fixture
def primary(settings):
    settings.REPLICA_MAX_LAG = 5
    return PrimaryWatch()


@pytest.fixture
def replica(primary, now):
    return ReplicaWatch("replica1", primary)


def test_a_replica_is_behind_since_the_primary_has_more(primary):
    for at, number in [(10, 7), (11, 7), (12, 8), (13, 9)]:
        primary.saw(number, at)
    assert [primary.behind(number, 20) for number in (6, 7, 8, 9, 10)] == [inf, 8, 7, 0, 0]


def test_an_idle_primary_makes_no_replica_old(primary, replica, now):
    primary.saw(7, 0)
    replica.saw(7, now.at)
    assert replica.is_fit()


def test_a_replica_waits_until_the_primary_was_asked(primary, replica, now):
    replica.saw(7, now.at)
    assert not replica.is_fit()
    primary.asked = True  # and did not answer: nothing newer is known
    replica.saw(7, now.at)
    assert replica.is_fit()


def test_a_primary_that_went_back_to_a_backup_begins_anew(primary):
    primary.saw(9, 10)
    primary.saw(4, 20)
    assert primary.behind(4, 30) == 0


def test_a_lagging_replica_is_left_out_and_comes_back(primary, replica, now, caplog):
    primary.saw(7, now.at)
    replica.saw(7, now.at)
    primary.saw(8, now.at + 1)
    for after, fit in [(5, True), (7, False)]:
        replica.saw(7, now.at + after)
        assert replica.is_fit() is fit
    replica.saw(8, now.at + 8)
    assert replica.is_fit()
    assert [record.args[1] for record in caplog.records] == ["is used", "is left out", "is used"]


def test_what_was_seen_too_long_ago_counts_no_longer(primary, replica, now):
    primary.saw(7, now.at)
    replica.saw(7, now.at)
    now.at += 6
    assert not replica.is_fit()


def test_a_replica_that_broke_rests_for_a_while(primary, replica, now):
    primary.saw(7, now.at)
    replica.saw(7, now.at)
    replica.rest()
    assert not replica.is_fit()
    now.at += replicas.REST_SECONDS
    assert replica.is_fit()


def test_it_looks_at_the_data_version(db, primary):
    make.create_sector()
    primary.look()
    first = primary.versions[-1][0]
    make.create_sector()
    primary.look()
    assert primary.versions[-1][0] == first + 1


# Reading


@pytest.fixture
def fit(monkeypatch, settings):
    """Replicas that are fit: a test takes them away. All are this test's database."""
    watched = {}

    class Fit(SimpleNamespace):
        def is_fit(self):
            return not self.resting

        def rest(self):
            self.resting = True

    settings.REPLICAS = ["replica1", "replica2"]
    watched |= {alias: Fit(resting=False) for alias in settings.REPLICAS}
    monkeypatch.setattr(replicas, "watches", lambda: watched)
    return watched


def used(visitor="203.0.113.7"):
    return replicas.read(lambda alias: HttpResponse(alias), visitor).text


def test_one_visitor_reads_from_one_replica_and_all_from_several(fit):
    assert {used() for _ in range(5)} == {used()}
    assert {used(f"203.0.113.{n}") for n in range(20)} == {"replica1", "replica2"}


def test_the_primary_answers_where_no_replica_is_fit(fit):
    fit["replica1"].rest()
    assert used() == "replica2"
    fit["replica2"].rest()
    assert used() == PRIMARY


@pytest.mark.parametrize("status", [400, 404, 410])
def test_before_an_error_is_said_the_primary_is_asked(fit, status):
    def make(alias):
        return HttpResponse(alias, status=200 if alias == PRIMARY else status)

    assert replicas.read(make, "").text == PRIMARY


@pytest.fixture
def link(monkeypatch, fit):
    """The connection to each replica, as far as `read` looks at it."""
    link = SimpleNamespace(usable=True, is_usable=lambda: link.usable, close=lambda: None)
    monkeypatch.setattr(replicas, "connections", {"replica1": link, "replica2": link})
    return link


def failing(error):
    def make(alias):
        if alias != PRIMARY:
            raise error
        return HttpResponse(alias)

    return make


def test_the_primary_answers_for_a_replica_that_broke(fit, link):
    link.usable = False
    for _ in range(2):
        assert replicas.read(failing(DatabaseError("lost")), "").text == PRIMARY
    assert all(watch.resting for watch in fit.values())


def with_code(code):
    """An error as Django makes it of one that has PostgreSQL's code."""
    error = OperationalError(code)
    error.__cause__ = type("FromPostgres", (Exception,), {"pgcode": code})()
    return error


def test_a_read_that_replay_cancelled_is_done_again_without_a_rest(fit, link):
    assert replicas.read(failing(with_code("40001")), "").text == PRIMARY
    assert not any(watch.resting for watch in fit.values())


def test_a_read_that_takes_too_long_does_not_burden_the_primary_too(fit, link):
    with pytest.raises(OperationalError, match="57014"):
        replicas.read(failing(with_code("57014")), "")


# The router


def test_all_goes_where_reading_from_says_and_nowhere_else_outside():
    router = Router()
    with reading_from("replica1"):
        assert router.db_for_read(Sector) == router.db_for_write(Sector) == "replica1"
    assert router.db_for_read(Sector) is None


def test_migrations_are_for_the_primary():
    router = Router()
    assert router.allow_migrate("replica1", "deals") is False
    assert router.allow_migrate(PRIMARY, "deals") is None


def test_records_of_two_databases_may_be_linked():
    assert Router().allow_relation(Sector(), Sector())


def test_without_replicas_nothing_is_watched(settings, monkeypatch):
    monkeypatch.setattr(replicas, "watches", None)
    assert settings.REPLICAS == settings.DATABASE_ROUTERS == []
    assert replicas.chosen() is None
