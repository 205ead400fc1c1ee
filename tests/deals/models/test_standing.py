"""Standing totals follow every write, and are the sums of the rows."""

from contextlib import suppress

import pytest

from deals import stats
from deals.checks import CHECKS
from deals.models import (
    Edition,
    Project,
    ProjectStanding,
    StandingTotal,
    restanding,
    standing,
    write,
)
from deals.money import DISPLAY_CURRENCIES
from deals.rates import load_rates
from tests import factories as make

pytestmark = pytest.mark.django_db


def wrong():
    return list(CHECKS["standing_totals"]())


def test_they_are_the_sums_of_the_rows(starter):
    rows = Project.objects.filter(pk__isnull=False)
    for currency in DISPLAY_CURRENCIES:
        assert stats.totals(stats.everything(), currency) == stats.totals(rows, currency)
        assert stats.by_band(stats.everything(), currency) == stats.by_band(rows, currency)
        for dimension in standing.HELD:
            assert stats.by(stats.everything(), dimension, currency) == stats.by(
                rows, dimension, currency
            )


def test_a_change_takes_out_what_was_and_puts_in_what_is():
    project = make.create_project(amount=5, status="announced", jobs=3)
    make.create_project(amount=2, status="announced")
    project.status, project.jobs, project.jobs_qualifier = "signed", None, ""
    project.save()
    sums = {group.key: group.totals for group in stats.by(stats.everything(), "status")}
    assert {key: each.investment.low for key, each in sums.items()} == {"signed": 5, "announced": 2}
    assert stats.totals(stats.everything()).jobs.low is None
    assert wrong() == []


def test_what_is_deleted_leaves_nothing_behind():
    project = make.create_project(amount=5, investors=[make.create_organization()])
    project.delete()
    assert not ProjectStanding.objects.exists()
    assert not StandingTotal.objects.exists()


def test_an_edition_that_moves_takes_its_projects_along():
    edition, other = make.create_edition(year=2023), make.create_conference(slug="other")
    make.create_project(edition=edition, amount=5)
    edition.conference, edition.year = other, 2024
    edition.save()
    assert [g.key for g in stats.by(stats.everything(), "conference")] == ["other"]
    assert [g.key for g in stats.by(stats.everything(), "year")] == [2024]
    assert wrong() == []


def test_a_write_that_is_taken_back_changes_no_total():
    make.create_project(amount=5)
    with suppress(ZeroDivisionError), write():
        make.create_project(amount=7)
        raise ZeroDivisionError
    assert stats.totals(stats.everything()).investment.low == 5
    assert wrong() == []


def test_another_rate_changes_the_sums():
    make.create_project(amount=1000, currency="USD")
    load_rates(currencies=("CNY", "USD"), since=Edition.objects.get().day.replace(day=1, month=1))
    assert stats.totals(stats.everything()).investment.low > 1000
    assert wrong() == []


def test_they_can_be_made_anew(starter):
    before = dict(StandingTotal.objects.values_list("key", "sums"))
    StandingTotal.objects.filter(dimension="sector").delete()
    ProjectStanding.objects.update(jobs=1)
    restanding.rebuild()
    assert wrong() == []
    assert StandingTotal.objects.count() == len(before)
