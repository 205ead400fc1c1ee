"""Lists: their pages, orders and filters, in a constant number of queries."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals.api.listings import LISTINGS
from deals.models import write
from tests.factories import (
    create_country,
    create_edition,
    create_figure,
    create_organization,
    create_place,
    create_project,
    create_source,
)

LISTS = ["projects", "changes", *(listing.name for listing in LISTINGS)]


@write()
def grow(count):
    """Records of every kind, each with all the neighbours that its resource shows."""
    for _each in range(count):
        country = create_country()
        source = create_source(copy_of=create_source())
        project = create_project(
            edition=create_edition(),
            location=create_place(parent=country),
            source=source,
            amount=5,
            investors=[create_organization(country=country), create_organization()],
        )
        whole = create_figure(editions=[project.edition, create_edition()], source=source)
        create_figure(of_which=whole, location=country, source=source)
        create_figure(preferred=True, suspect=True)


@pytest.fixture
def queries(client):
    def count(address):
        caches["answers"].clear()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        assert response.status_code == 200
        return len(captured), response.json()["count"]

    return count


@pytest.mark.once("both make each list in the test below")
def test_each_list_takes_the_same_queries_for_five_rows_and_for_fifty(queries, db):
    grow(5)
    few = {name: queries(f"/api/v1/{name}/?limit=500") for name in LISTS}
    grow(45)
    many = {name: queries(f"/api/v1/{name}/?limit=500") for name in LISTS}
    assert {name: n for name, (n, _rows) in few.items()} == {
        name: n for name, (n, _rows) in many.items()
    }
    grown = {name for name in LISTS if many[name][1] >= 10 * few[name][1] > 0}
    assert grown == set(LISTS) - {"sectors", "rates", "pegs"}
    # The data version, the count, the rows; projects fetch investors and amounts.
    assert {many[n][0] for n in ("editions", "locations", "organizations", "sources")} == {3}
    assert many["projects"][0] == 5


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_every_record_once(name, client, starter):
    if name == "rates":
        name = "rates/?currency=CNY&date_after=2026-01-01&"
    address = f"http://testserver/api/v1/{name}{'' if '?' in name else '/?'}limit=97"
    seen = []
    while address:
        page = client.get(address).json()
        seen += [str(each.get("id", each)) for each in page["results"]]
        address = page["next"]
    assert len(seen) == page["count"] > 0
    if name != "changes":
        assert len(set(seen)) == len(seen)


def test_the_link_header_names_the_neighbours(client, starter):
    response = client.get("/api/v1/editions/?limit=20&offset=20&year=")
    links = dict(reversed(part.split("; ")) for part in response["Link"].split(", "))
    start = "<http://testserver/api/v1/editions/?limit=20&year="
    assert links == {
        'rel="first"': f"{start}>",
        'rel="prev"': f"{start}>",
        'rel="next"': f"{start}&offset=40>",
        'rel="last"': f"{start}&offset=60>",
    }
    assert response.json()["previous"] == links['rel="prev"'][1:-1]


def test_past_the_end_there_is_nothing_but_a_way_back(client, starter):
    page = client.get("/api/v1/sectors/?limit=10&offset=5000").json()
    assert (page["results"], page["next"]) == ([], None)
    assert page["previous"].endswith("limit=10&offset=20")


def test_what_is_unknown_comes_last_both_ways(client, starter):
    for ordering in ("starts_on", "-starts_on"):
        rows = client.get(f"/api/v1/editions/?limit=500&ordering={ordering}").json()["results"]
        days = [row["starts_on"] for row in rows]
        known = [day for day in days if day]
        assert days == sorted(known, reverse=ordering[0] == "-") + [None] * days.count(None)
        assert None in days


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("editions/?conference=world-power-battery-conference", 4),
        ("editions/?year=2024&year=2025&conference=world-power-battery-conference", 2),
        ("locations/?within=sichuan&kind=city", 2),
        ("locations/?parent=none&kind=country&within=china", 1),
        ("organizations/?q=AMAZON", 1),
        ("rates/?currency=CNY&date_after=2024-09-02&date_before=2024-09-03", 2),
        ("figures/?edition=world-power-battery-conference-2024&currency=USD&preferred=true", 1),
        ("changes/?since=2099-01-01", 0),
    ],
)
def test_filters_select(address, count, client, starter):
    assert client.get(f"/api/v1/{address}").json()["count"] == count


def test_a_place_stands_for_everything_inside_it(client, starter):
    inside = client.get("/api/v1/figures/?location=sichuan&limit=500").json()["results"]
    assert {f["scope"]["location"]["id"] for f in inside} >= {"sichuan", "yibin"}


def test_a_figure_over_several_editions_stands_in_a_list_once(client, starter):
    page = client.get("/api/v1/figures/?conference=world-power-battery-conference&limit=500")
    ids = [figure["id"] for figure in page.json()["results"]]
    spanning = [f for f in page.json()["results"] if len(f["editions"]) > 1]
    assert len(ids) == len(set(ids))
    assert spanning


def test_the_suffix_json_gives_the_same(client, starter):
    listed, suffixed = (client.get(f"/api/v1/{a}?limit=3") for a in ("sources/", "sources.json"))
    assert listed.json()["results"] == suffixed.json()["results"]
    assert "/sources.json?" in suffixed.json()["next"]


def test_changes_tell_what_became_of_records(client, db):
    kept, gone = create_country(slug="kept"), create_country(slug="gone")
    kept.name = "Kept"
    kept.save()
    gone.delete()
    rows = client.get("/api/v1/changes/?kind=locations").json()["results"]
    assert [(r["id"], r["action"]) for r in rows] == [("gone", "deleted"), ("kept", "updated")]
    assert rows[0]["api_url"] is None
    assert rows[1]["html_url"] == "http://testserver/places/kept/"
    later = client.get("/api/v1/changes/", {"since": rows[0]["at"]}).json()
    assert [row["id"] for row in later["results"]] == ["gone"]
