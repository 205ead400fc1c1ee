"""Findings of the claim checks: one list, and the same ones beside an edition's scorecard."""

import datetime

import pytest

from tests import factories as make

SLUG = "world-power-battery-conference-2024"


def subjects(client, query):
    results = client.get(f"/api/v1/checks/?{query}&limit=500").json()["results"]
    return [" ".join(sorted(each["figures"])) for each in results]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 37),
        ("severity=warning", 8),
        ("code=hedge-lost", 0),
        ("code=pair-off-rate&code=cumulative-differs", 2),
        (f"edition={SLUG}", 5),
        (f"edition={SLUG}&severity=note&code=preferred-suspect", 2),
        ("conference=world-power-battery-conference", 6),
        ("source=korean-law-newspaper-003", 5),
        ("acknowledged=false", 37),
        ("acknowledged=true", 0),
    ],
)
def test_filters(query, count, client, starter):
    assert len(subjects(client, query)) == count


def test_acknowledged_ones_are_told_apart(client, db):
    make.create_figure(ref="f1", preferred=True, suspect=True)
    make.create_figure(ref="f2", preferred=True, suspect=True)
    values = client.get("/api/v1/checks/?lang=en").json()["results"][0]["values"]
    make.create_acknowledgement(subject="f1", values=values)
    assert subjects(client, "acknowledged=true") == ["f1"]
    assert subjects(client, "acknowledged=false") == ["f2"]


def test_the_scorecard_has_the_same(client, starter):
    card = client.get(f"/api/v1/editions/{SLUG}/reconciliation/").json()
    listed = client.get(f"/api/v1/checks/?edition={SLUG}").json()
    assert card["checks"] == listed["results"]
    assert card["checks"][0]["explanation_url"].startswith("http://testserver/method/#check-")


@pytest.mark.parametrize(
    "query", ["code=nonsense", "edition=nowhere", "severity=fault", "ordering=code", "limit=0"]
)
def test_nonsense_is_refused(query, client, starter):
    assert client.get(f"/api/v1/checks/?{query}").status_code == 400


def test_what_is_itemised_above_leads_to_its_projects(client, starter):
    found = client.get("/api/v1/checks/?code=itemised-above-reported").json()["results"]
    assert found
    for each in found:
        assert client.get(each["projects_url"]).status_code == 200
    assert client.get("/api/v1/checks/?code=hedge-lost").json()["count"] == 0
    others = client.get("/api/v1/checks/?code=preferred-suspect").json()["results"]
    assert {each["projects_url"] for each in others} == {None}


def test_on_a_day_it_leads_to_the_projects_known_then(client, db):
    edition = make.create_edition(starts_on=datetime.date(2024, 9, 1))
    source = make.create_source(published_on=datetime.date(2024, 9, 2))
    about = {"source": source, "preferred": True}
    make.create_figure(editions=[edition], metric="projects", value=1, **about)
    for _each in range(2):
        make.create_project(edition=edition, source=source)
    card = client.get(f"/api/v1/editions/{edition.slug}/reconciliation/?as_of=2024-10-01").json()
    [address] = [each["projects_url"] for each in card["checks"]]
    assert address.endswith(f"?edition={edition.slug}&as_of=2024-10-01")
    assert client.get(address).status_code == 200
