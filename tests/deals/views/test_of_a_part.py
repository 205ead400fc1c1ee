"""More projects than a page adds up at once: lower bounds first, and the whole after that."""

import pytest

from deals import queries, stats
from deals.models import Project
from tests import factories as make
from tests.deals.views.parsing import open_page
from tests.deals.views.test_projects import listed, totals

pytestmark = pytest.mark.django_db
SIGNED = "/projects/?status=signed"


@pytest.fixture
def seven(db, monkeypatch):
    """Seven projects, five of them signed, where a page adds up three at once."""
    monkeypatch.setattr(queries, "AT_ONCE", 3)
    edition = make.create_edition(slug="fair-2024", year=2024)
    energy = make.create_sector(slug="energy", name="Energy")
    for n in range(7):
        sector = energy if n < 2 else None
        project = make.create_project(
            name=f"P{n}", edition=edition, sector=sector, amount=1_000_000_000, jobs=10
        )
        if n < 5:
            make.create_event(project=project, status="signed")


def facet(page, name):
    """By label: the number behind a value, None where there is none."""
    labels = page.one(id=f"facet-{name}").all("label")
    return {label.one(css="label").text: (label.all(css="count") or [None])[0] for label in labels}


def test_lower_bounds_come_at_once(client, seven):
    page = open_page(client, SIGNED)
    shown = totals(page)
    assert shown["Projects"] == "≥ at least 3"
    assert shown["Investment"] == "≥ at least CN¥3bn"
    assert shown["Jobs"] == "≥ at least 30"
    assert len(listed(page)) == 5
    assert "1–5 of at least 3 projects" in page.one(css="list-head").text
    assert page.one(id="totals").attrs["hx-trigger"].startswith("load, ")
    assert "Download all rows" in page.one(css="downloads-menu").text


def test_the_whole_follows(client, seven):
    follows = client.get("/api/v1/totals.html?status=signed").content.decode()
    assert 'value="5000000000"' in follows
    assert "so far" not in follows


def test_the_whole_for_those_who_ask(client, seven):
    link = open_page(client, SIGNED).one(id="totals").all("a")[0].attrs["href"]
    page = open_page(client, link)
    assert totals(page)["Projects"] == "5"
    assert totals(page)["Investment"] == "CN¥5bn"
    assert not page.one(id="totals").attrs["hx-trigger"].startswith("load")
    assert page.one(rel="canonical").attrs["href"].endswith(SIGNED)


def test_choices_without_a_number_where_too_many_would_be_counted(client, seven):
    page = open_page(client, f"{SIGNED}&sector=energy")
    assert totals(page)["Projects"] == "2"
    assert facet(page, "status")["Signed"].text == "2"
    # Under the status alone, there are five.
    assert facet(page, "sector")["Energy"] is None
    assert "too many match" in page.one(id="uncounted").text
    assert page.one(id="uncounted").all("a")[0].attrs["href"].endswith("&count=all")


def test_all_that_are_counted(client, seven):
    page = open_page(client, "/projects/?sector=energy")
    assert "hidden" in page.one(id="uncounted").attrs
    fragment = client.get(f"/api/v1/facets.html{SIGNED.removeprefix('/projects/')}")
    assert b"too many match" in fragment.content


def test_past_the_last_page(client, seven):
    response = client.get(f"{SIGNED}&page=9")
    assert response.headers["Location"] == SIGNED


def test_rows_that_change_without_the_page(client, seven):
    fragment = client.get("/api/v1/projects.html?status=signed").content.decode()
    assert "at least 3 projects</p>" in fragment


@pytest.mark.parametrize("at_most", [1, 3, 4, 5, 6])
def test_a_part_is_never_more_than_the_whole(seven, at_most):
    signed = Project.objects.filter(status="signed")
    whole = stats.totals(signed)
    part = stats.totals(signed, at_most=at_most)
    assert part.of_a_part == (at_most <= 5)
    for name in ("investment", "jobs"):
        assert getattr(part, name).low <= getattr(whole, name).low
        assert getattr(part, name).bound == ("at_least" if part.of_a_part else "exact")


def test_nothing_at_all(client, seven):
    page = open_page(client, "/projects/?q=!!!")
    assert "No project matches" in page.one(id="results").text
    assert totals(page)["Projects"] == "0"


def test_what_the_part_does_not_state_is_not_said_to_be_unknown(client, seven):
    assert "Not added up yet" in open_page(client, SIGNED).one(id="totals").text


def test_the_api_adds_up_all(client, seven):
    found = client.get("/api/v1/totals/?status=signed").json()
    assert (found["projects"], found["investment"]["bound"]) == (5, "exact")
    facets = client.get("/api/v1/facets/?status=signed").json()["facets"]
    assert all(value["projects"] is not None for facet in facets for value in facet["values"])
