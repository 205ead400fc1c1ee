"""What an edition's page says is missing."""

import datetime

import pytest

from deals import resources
from deals.queries import ProjectQuery
from deals.resources import gaps
from deals.resources.totals import groups
from tests import factories as make

pytestmark = pytest.mark.django_db


def missing(edition):
    card = resources.reconciled(edition, "CNY", 1)
    projects = ProjectQuery({"edition": [edition.slug]}).matching
    return gaps.of_edition(
        card, groups(projects, "location", "CNY"), groups(projects, "sector", "CNY")
    )


@pytest.fixture
def edition():
    return make.create_edition(starts_on=datetime.date(2024, 9, 1))


def test_what_is_reported_and_not_itemised_is_counted(edition):
    make.create_figure(editions=[edition], value=137, preferred=True)
    make.create_project(
        edition=edition,
        location=make.create_country(),
        sector=make.create_sector(),
        amount=5,
        jobs=3,
    )
    assert missing(edition) == [
        "No source that we hold gives the investment of the whole edition.",
        "Of 137 reported projects 1 are itemised; 136 are not known by name.",
    ]


def test_a_bound_is_not_subtracted_from(edition):
    make.create_figure(editions=[edition], value=100, qualifier="more_than", preferred=True)
    assert "None of the >\u00a0100 reported projects is itemised." in missing(edition)
    make.create_project(edition=edition)
    assert "Of >\u00a0100 reported projects 1 are itemised." in missing(edition)


def test_what_projects_do_not_say_is_counted(edition):
    for _each in range(2):
        make.create_project(edition=edition, location=None, sector=None, amount=None)
    assert missing(edition)[2:] == [
        "2 itemised projects do not disclose their amount.",
        "2 itemised projects do not state jobs.",
        "2 itemised projects do not say where they are.",
        "2 itemised projects state no sector.",
    ]


def test_days_that_are_not_known_are_said():
    assert "The days of the edition are not known." in missing(make.create_edition())
