"""The load test tells wrong totals, late ones and errors from right answers."""

from random import Random

import pytest

from deals.models import Project
from tests import factories as make
from tests.benchmarks import load

NOW, LONG_AGO = 1_000.0, 900.0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger():
    """Of one change after another, as the load test makes them."""
    from tests.benchmarks.ledger import Ledger

    make.create_project(amount=1_000, jobs=5)
    found = Ledger(seed=1)
    found.write()
    found.write()
    return found


def totals(client):
    return client.get("/api/v1/totals/").json()


def test_what_the_site_says_is_what_was_noted(ledger, client):
    assert ledger.fault(totals(client), NOW) == ""
    assert ledger.drift() == ""


def test_a_total_of_another_version_is_wrong(ledger, client):
    answer = totals(client)
    answer["investment"]["low"] += 1
    assert "for" in ledger.fault(answer, NOW)
    answer["data_version"] += 7
    assert "nobody committed" in ledger.fault(answer, NOW)


def test_a_version_that_was_replaced_long_ago_is_too_old(ledger, client):
    answer = totals(client)
    ledger.replaced[answer["data_version"]] = LONG_AGO
    assert "after it was replaced" in ledger.fault(answer, NOW)
    assert ledger.fault(answer, LONG_AGO + 5) == ""


def test_everything_is_put_back(ledger):
    ledger.put_back()
    project = Project.objects.get()
    assert (project.jobs, project.invested_cny_low) == (5, 1_000)
    assert ledger.drift() == ""


def test_an_answer_that_did_not_come_is_an_error(ledger):
    lost = load.Answer("list", "/projects/", NOW, 0.1, 0, body=b"ConnectionReset")
    unasked = load.Answer("list", "/projects/", NOW, 0.1, 304)
    asked = load.Answer("asked again", "/projects/", NOW, 0.1, 304)
    assert [fault[:4] for fault in load.wrong([lost, unasked, asked], ledger)] == ["list"] * 2
    assert [line.split()[:1] for line in load.lines([lost, asked])][1:] == [
        ["list"],
        ["asked"],
        ["all"],
    ]


def test_there_is_an_address_for_each_kind(client):
    make.create_project(name="A plant")
    places = load.Places(Random(1))
    codes = {kind: client.get(places.some(kind, Random(2))).status_code for kind in places.ways}
    assert set(codes.values()) <= {200, 302}, codes
