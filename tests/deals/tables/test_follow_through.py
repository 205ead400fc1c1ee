"""What became of it, as a table: six states at each moment, blank where nothing is known."""

import datetime

import pytest

from deals import resources
from deals.models import Project
from deals.tables import TABLES
from tests import factories as make

TABLE = TABLES["follow-through"]


@pytest.fixture
def rows(db):
    """2020 is tracked and has reached 12 months; of 2021 nothing is known."""
    conference = make.create_conference(slug="fair")
    for year in (2020, 2021):
        make.create_edition(conference=conference, slug=f"fair-{year}", label=str(year), year=year)
    e20, e21 = conference.editions.order_by("year")
    built = make.create_project(edition=e20, amount=7)
    make.create_event(project=built, status="operating", on=datetime.date(2021, 6, 1))
    make.create_project(edition=e20)
    make.create_project(edition=e21, amount=3)
    today = datetime.date(2022, 1, 1)
    cohorts = resources.follow_through(Project.objects.all(), "CNY", today)["cohorts"]
    found = [{c.name: c.read(row) for c in TABLE.columns} for row in TABLE.rows(cohorts)]
    return {tuple(row[name] for name in TABLE.key): row for row in found}


def test_each_state_has_its_projects_their_share_and_what_they_invest(rows):
    row = rows["fair-2020", 12, "operating"]
    assert (row["projects"], row["share"], row["investment_value"]) == (1, pytest.approx(0.5), 7)
    assert (row["conference"], row["on"]) == ("fair", datetime.date(2021, 12, 31))
    assert (row["cohort_projects"], row["cohort_investment_value"]) == (2, 7)
    assert rows["fair-2020", 12, "no_news"]["projects"] == 1


def test_the_states_of_a_moment_are_all_of_its_projects(rows):
    counts = [row["projects"] for key, row in rows.items() if key[:2] == ("fair-2020", 12)]
    assert len(counts) == 6
    assert sum(counts) == 2


@pytest.mark.parametrize("moment", [("fair-2020", 24), ("fair-2021", 12)])
def test_what_is_not_reached_or_not_tracked_stays_blank(moment, rows):
    blank = [row for key, row in rows.items() if key[:2] == moment]
    assert len(blank) == 6
    assert {(r["projects"], r["share"], r["investment_value"]) for r in blank} == {
        (None, None, None)
    }
