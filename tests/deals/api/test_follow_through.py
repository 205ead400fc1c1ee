"""What became of it, as the API tells it: a small world with three cohorts."""

import datetime

import pytest

from deals.models import Project
from tests import factories as make

ADDRESS = "/api/v1/follow-through/"


@pytest.fixture
def world(db):
    """2020 is tracked, 2021 is not, 2022 has only what is signed again."""
    conference = make.create_conference(slug="fair")
    e20, e21, e22 = (
        make.create_edition(conference=conference, slug=f"fair-{y}", label=str(y), year=y)
        for y in (2020, 2021, 2022)
    )
    built = make.create_project(
        edition=e20, amount=7, qualifier="more_than", sector=make.create_sector(slug="steel")
    )
    make.create_event(project=built, status="operating", on=datetime.date(2021, 6, 1))
    make.create_project(edition=e20, amount=5)
    make.create_project(edition=e20)
    make.create_project(edition=e21, amount=3)
    make.create_project(edition=e22, continues=built, resigns_only=True)


def test_a_cohort_tells_each_state_with_its_denominator(world, client):
    answer = client.get(f"{ADDRESS}?edition=fair-2020").json()
    [cohort] = answer["results"]
    assert (cohort["edition"]["id"], cohort["day"], cohort["tracked"]) == (
        "fair-2020",
        "2020-12-31",
        True,
    )
    assert (cohort["projects"], cohort["investment"]["value"]) == (3, 12)
    assert (cohort["investment"]["stated"], cohort["investment"]["undisclosed"]) == (2, 1)
    first = cohort["horizons"][0]
    assert (first["months"], first["on"], first["reached"]) == (12, "2021-12-31", True)
    told = {
        name: (s["projects"], s["share"], s["inferred"])
        for name, s in first["states"].items()
        if s["projects"]
    }
    assert told == {"operating": (1, "0.3333", False), "no_news": (2, "0.6667", True)}
    assert first["states"]["operating"]["investment"]["bound"] == "more_than"
    assert (first["states"]["cancelled"]["projects"], first["states"]["cancelled"]["share"]) == (
        0,
        "0.0000",
    )


def test_what_is_not_tracked_has_no_numbers(world, client):
    cohorts = {c["edition"]["id"]: c for c in client.get(ADDRESS).json()["results"]}
    untracked = cohorts["fair-2021"]
    assert untracked["tracked"] is False
    assert {horizon["states"] for horizon in untracked["horizons"]} == {None}
    assert (cohorts["fair-2022"]["projects"], cohorts["fair-2022"]["resigned"]) == (0, 1)


def test_the_summary_is_of_all_pages(world, client):
    page = client.get(f"{ADDRESS}?limit=1&offset=1").json()
    assert (page["count"], [c["edition"]["id"] for c in page["results"]]) == (3, ["fair-2021"])
    assert page["next"].endswith("limit=1&offset=2")
    first = page["summary"][0]
    assert (first["months"], first["cohorts"], first["of"], first["projects"]) == (12, 1, 3, 3)
    assert first["states"]["no_news"]["investment"]["value"] == 5


def test_filters_are_those_of_totals(world, client):
    answer = client.get(f"{ADDRESS}?sector=steel").json()
    assert [(c["edition"]["id"], c["projects"]) for c in answer["results"]] == [("fair-2020", 1)]
    assert client.get(f"{ADDRESS}?q=nothing-like-it").json()["results"] == []


def test_a_moment_is_reached_by_the_date_of_the_answer(world, client, set_today):
    set_today(datetime.date(2022, 12, 30))
    [cohort] = client.get(f"{ADDRESS}?edition=fair-2020").json()["results"]
    assert [horizon["reached"] for horizon in cohort["horizons"]] == [True, False, False]
    assert [horizon["states"] is None for horizon in cohort["horizons"]] == [False, True, True]


def test_the_suffix_json_gives_the_same(world, client):
    assert (
        client.get("/api/v1/follow-through.json").json()["results"]
        == client.get(ADDRESS).json()["results"]
    )


def test_the_status_on_a_day_names_what_decided(world, client):
    ref = Project.objects.get(status="operating").ref
    assert client.get(f"/api/v1/projects/{ref}/").json()["status_on"] is None
    later = client.get(f"/api/v1/projects/{ref}/?on=2021-06-01").json()["status_on"]
    assert (later["on"], later["status"], later["basis"]) == ("2021-06-01", "operating", "event")
    assert later["event"]["on"] == "2021-06-01"
    assert later["event"]["source"]["publisher"] == "A paper"
    before = client.get(f"/api/v1/projects/{ref}/?on=2019-12-31").json()["status_on"]
    assert before == {"on": "2019-12-31", "status": None, "event": None, "basis": "not_yet_known"}
