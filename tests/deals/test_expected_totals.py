"""The starter data against totals that another program computed from the CSV files alone."""

import json
from pathlib import Path

import pytest
from django.http import QueryDict

from deals import models, stats
from deals.filters import ProjectFilter

pytestmark = pytest.mark.usefixtures("starter")

EXPECTED = json.loads((Path(__file__).parents[1] / "data/starter_totals.json").read_text())
FILTERS = {
    "editions": "edition",
    "conferences": "conference",
    "locations": "location",
    "sectors": "sector",
    "organizations": "investor",
    "status": "status",
    "commitment": "commitment",
}
MODELS = {
    "locations": models.Location,
    "sectors": models.Sector,
    "organizations": models.Organization,
    "conferences": models.Conference,
    "editions": models.Edition,
    "sources": models.Source,
    "figures": models.ReportedFigure,
    "projects": models.Project,
    "status_events": models.StatusEvent,
}


def summary(projects):
    """What the expected file says of a set of projects, as the site computes it."""
    totals = stats.totals(projects)
    return {
        "projects": totals.projects,
        "amount_known": totals.investment.stated,
        "amount_unknown": totals.investment.undisclosed,
        "jobs_known": totals.jobs.stated,
        "jobs_unknown": totals.jobs.undisclosed,
        "jobs": totals.jobs.low,
        "amounts": {
            group.key: {
                "n": group.totals.investment.stated,
                "sum": group.totals.investment.low,
                "by_qualifier": group.totals.investment.as_dict()["qualifiers"],
            }
            for group in stats.by(projects, "reported_currency")
            if group.key
        },
    }


def test_every_record_is_there():
    assert {name: model.objects.count() for name, model in MODELS.items()} == EXPECTED["counts"]


def test_everything_together():
    assert summary(stats.everything()) == EXPECTED["everything"]


@pytest.mark.parametrize("kind", FILTERS)
def test_each_of(kind):
    found = {
        key: summary(ProjectFilter(QueryDict(f"{FILTERS[kind]}={key}")).projects)
        for key in EXPECTED[kind]
    }
    assert {key: found[key] for key in found if found[key] != EXPECTED[kind][key]} == {}


@pytest.mark.parametrize("kind", [kind for kind in FILTERS if kind != "locations"])
def test_each_group_of(kind):
    groups = {g.key: g.totals for g in stats.by(stats.everything(), FILTERS[kind]) if g.key}
    wanted = {key: row for key, row in EXPECTED[kind].items() if row["projects"]}
    assert {k: t.projects for k, t in groups.items()} == {
        k: row["projects"] for k, row in wanted.items()
    }
    assert {k: (t.jobs.low, t.investment.stated) for k, t in groups.items()} == {
        k: (row["jobs"], row["amount_known"]) for k, row in wanted.items()
    }


def test_each_subtree_of_places():
    sums = stats.by_subtree(stats.everything())
    places = {k: v for k, v in EXPECTED["locations"].items() if k != "none" and v["projects"]}
    assert {slug: (t.projects, t.jobs.low) for slug, t in sums.items()} == {
        slug: (row["projects"], row["jobs"]) for slug, row in places.items()
    }
