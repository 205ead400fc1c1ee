"""`expand` and `fields`: one request instead of many; more rows take no more queries."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from deals.api.listings import LISTINGS
from deals.api.schema import components, page_schema, schema_of, whole_or_part
from deals.models import write
from tests.factories import (
    create_country,
    create_edition,
    create_event,
    create_figure,
    create_organization,
    create_place,
    create_project,
    create_sector,
    create_source,
)

EXPANDABLE = [listing for listing in LISTINGS if listing.expansions]
EACH = [(listing, name) for listing in EXPANDABLE for name in listing.expansions]
named = pytest.mark.parametrize("listing", EXPANDABLE, ids=lambda listing: listing.name)


def everything(listing):
    return ",".join(listing.expansions)


def rows_of(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def refused(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 400
    return {error["name"]: error["detail"] for error in response.json()["errors"]}


# Queries


@write()
def grow(count):
    """Records of every kind, each with neighbours of its own."""
    for _each in range(count):
        country = create_country()
        place = create_place(parent=country)
        source = create_source(copy_of=create_source())
        organization = create_organization(country=country)
        edition = create_edition(location=place)
        project = create_project(
            edition=edition,
            location=place,
            source=source,
            sector=create_sector(),
            further_sources=[create_source()],
            amount=5,
            investors=[organization],
        )
        create_project(edition=edition, source=source, continues=project)
        create_event(project=project, status="operating", on=datetime.date(2025, 1, 1))
        money = {"editions": [edition], "source": source, "metric": "investment"}
        yuan = create_figure(currency="CNY", preferred=True, **money)
        create_figure(currency="CNY", of_which=yuan, location=place, **money)
        create_figure(currency="USD", equivalent_of=yuan, suspect=True, preferred=True, **money)


def addresses():
    """Each expansion alone, all of a list together in each form of an answer, and some fields."""
    yield from (f"{listing.name}/?limit=500&expand={name}" for listing, name in EACH)
    for listing in EXPANDABLE:
        whole = f"expand={everything(listing)}"
        yield f"{listing.name}/?limit=500&{whole}"
        yield f"{listing.name}.ndjson?{whole}"
        if listing.can_walk:
            yield f"{listing.name}/?limit=500&cursor=start&{whole}"
    for listing in LISTINGS:
        yield f"{listing.name}/?limit=500&fields={next(iter(listing.shape.__annotations__))}"


@pytest.mark.once("both make each expansion in the tests below")
def test_rows_add_no_queries(client, db):
    def count(address):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/api/v1/{address}")
            assert response.status_code == 200, response.content
            body = response.content if not response.streaming else response.getvalue()
        return len(captured), len(body)

    grow(5)
    few = {address: count(address) for address in addresses()}
    grow(45)
    many = {address: count(address) for address in addresses()}
    assert {a: n for a, (n, _size) in many.items()} == {a: n for a, (n, _size) in few.items()}
    grown = {a.partition("/")[0].partition(".")[0] for a in many if many[a][1] > 5 * few[a][1]}
    # Nothing adds rates and pegs.
    assert grown == {listing.name for listing in LISTINGS} - {"rates", "pegs"}


@pytest.mark.parametrize("listing", [each for each in EXPANDABLE if each.key], ids=lambda x: x.name)
def test_a_record_alone_takes_few_queries_more(listing, client, db):
    grow(3)
    key = rows_of(client, f"{listing.name}/?limit=1&fields=id")[0]["id"]
    address = f"/api/v1/{listing.name}/{key}/"
    with CaptureQueriesContext(connection) as plain:
        client.get(address)
    with CaptureQueriesContext(connection) as expanded:
        assert client.get(f"{address}?expand={everything(listing)}").status_code == 200
    # One of figures is for what their sources copy: joined, PostgreSQL would plan for longer.
    assert len(expanded) - len(plain) <= 15


# What is given


@pytest.mark.parametrize(
    ("listing", "name"), EACH, ids=[f"{listing.name}-{name}" for listing, name in EACH]
)
def test_each_expansion_has_its_shape_and_leads_to_the_same_record(listing, name, client, starter):
    grow(1)  # the starter data have no project that continues another
    found = [row[name] for row in rows_of(client, f"{listing.name}/?limit=500&expand={name}")]
    schema = schema_of(listing.expansions[name].shape) | {"components": {"schemas": components()}}
    known = [value for value in found if value]
    assert known
    for value in found[:20] + known[:20]:
        Draft202012Validator(schema).validate(value)
    for value in known[:5]:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "api_url" in each:
                alone = client.get(each["api_url"]).json()
                assert {field: alone[field] for field in each} == each


@named
def test_all_expansions_together_are_what_the_description_says(listing, client, starter):
    page = client.get(f"/api/v1/{listing.name}/?limit=40&expand={everything(listing)}").json()
    schema = page_schema(listing) | {"components": {"schemas": components()}}
    Draft202012Validator(schema).validate(page)
    plain = rows_of(client, f"{listing.name}/?limit=40")
    for row, expanded in zip(plain, page["results"], strict=True):
        assert expanded.keys() == row.keys() | listing.expansions.keys()
        assert {n: expanded[n] for n in row if n not in listing.expansions} == {
            n: value for n, value in row.items() if n not in listing.expansions
        }


@named
def test_a_file_has_the_same_as_the_pages(listing, client, starter):
    query = f"expand={everything(listing)}"
    lines = client.get(f"/api/v1/{listing.name}.ndjson?{query}").getvalue().splitlines()
    first = rows_of(client, f"{listing.name}/?limit=20&{query}")
    assert [json.loads(line) for line in lines[:20]] == first


@pytest.mark.parametrize("listing", [each for each in EXPANDABLE if each.key], ids=lambda x: x.name)
def test_a_record_alone_can_be_expanded_too(listing, client, starter):
    query = f"expand={everything(listing)}"
    schema = whole_or_part(listing.one[0], listing.expansions)
    schema |= {"components": {"schemas": components()}}
    for row in rows_of(client, f"{listing.name}/?limit=3&{query}"):
        alone = client.get(f"/api/v1/{listing.name}/{row['id']}/?{query}").json()
        assert {name: alone[name] for name in row} == row
        Draft202012Validator(schema).validate(alone)


def test_a_list_of_projects_holds_what_their_own_pages_hold(client, starter):
    listing = next(each for each in EXPANDABLE if each.name == "projects")
    whole = {"status_on", "rates", "data_version"}
    for row in rows_of(client, f"projects/?limit=30&expand={everything(listing)}"):
        alone = client.get(row["api_url"]).json()
        assert alone.keys() - row.keys() == whole
        further = alone.keys() - whole - {"edition", "location", "investors"}
        assert {name: row[name] for name in further} == {name: alone[name] for name in further}


def test_a_day_leaves_out_what_was_published_later(client, db):
    early, late = (create_source(published_on=datetime.date(y, 1, 1)) for y in (2024, 2026))
    project = create_project(source=early, further_sources=[late, create_source()])
    create_project(source=late, continues=project)
    for source, status in ((early, "signed"), (late, "operating")):
        create_event(project=project, status=status, on=datetime.date(2023, 1, 1), source=source)
    names = "status_events,sources,continued_by"
    [row] = rows_of(client, f"projects/?as_of=2025-01-01&expand={names}")
    assert [event["status"] for event in row["status_events"]] == ["signed"]
    assert [source["id"] for source in row["sources"]] == [early.slug]
    assert row["continued_by"] == []
    now = client.get(f"/api/v1/projects/{project.ref}/?expand={names}").json()
    assert [len(now[name]) for name in names.split(",")] == [2, 3, 1]


def test_reported_stands_beside_itemised_for_each_edition(client, starter):
    query = "conference=world-power-battery-conference&ordering=year&expand=comparison&currency=USD"
    conference = "/api/v1/conferences/world-power-battery-conference/reconciliation/?currency=USD"
    rows = rows_of(client, f"editions/?{query}")
    expected = client.get(conference).json()["editions"]
    for row, whole in zip(rows, expected, strict=True):
        assert whole == {**row["comparison"], "edition": {n: row[n] for n in whole["edition"]}}
        assert row["comparison"]["itemised"]["investment"]["currency"] == "USD"


def test_a_currency_without_anything_in_it_is_refused(client, db):
    assert "expand=comparison" in refused(client, "editions/?currency=USD")["currency"]
    edition = create_edition()
    address = f"editions/{edition.slug}/?currency=USD"
    assert "expand=comparison" in refused(client, f"{address}&expand=figures")["currency"]
    assert client.get(f"/api/v1/{address}&expand=comparison").status_code == 200
    assert "json, ndjson" in refused(client, "editions.csv?currency=USD")["currency"]


# Fields


def test_fields_and_expand_give_exactly_what_they_name(client, starter):
    for row in rows_of(client, "projects/?limit=5&fields=id&expand=edition"):
        assert list(row) == ["id", "edition"]
        assert "starts_on" in row["edition"]
    for row in rows_of(client, "projects/?limit=5&fields=edition"):
        assert "starts_on" not in row["edition"]


def test_a_field_that_only_expand_has_is_expanded_by_its_name(client, starter):
    [row] = rows_of(client, "projects/?limit=1&fields=id,investments")
    assert list(row) == ["id", "investments"]
    alone = client.get(f"/api/v1/projects/{row['id']}/?fields=investments").json()
    assert alone == {"investments": row["investments"]}


def test_fields_of_a_table_expand_nothing(client, starter):
    response = client.get("/api/v1/projects.csv?fields=ref,location_path")
    assert response.getvalue().splitlines()[0] == b"ref,location_path"


@pytest.mark.parametrize("parameter", ["fields", "expand"])
def test_an_unknown_name_is_told_the_nearest(parameter, client, db):
    create_project(ref="p1")
    for address in ("projects/", "projects.ndjson", "projects/p1/"):
        faults = refused(client, f"{address}?{parameter}=location,investrs")
        assert "Did you mean “investors”" in faults[parameter]


def test_what_has_nothing_to_expand_says_so(client, db):
    assert "no such parameter" in refused(client, "sectors/?expand=projects")["expand"]


# Places


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("editions", lambda row: row["location"]),
        ("locations", lambda row: row),
        ("figures", lambda row: row["scope"]["location"]),
    ],
)
def test_what_has_a_place_is_on_the_map(name, place, client, starter):
    rows = {row["id"]: place(row) for row in rows_of(client, f"{name}/?limit=500")}
    body = client.get(f"/api/v1/{name}.geojson").getvalue()
    features = {each["id"]: each for each in json.loads(body)["features"]}
    assert rows.keys() <= features.keys()
    placed = [key for key in rows if features[key]["geometry"]]
    alone = client.get(f"/api/v1/{name}/{placed[0]}.geojson").getvalue()
    assert json.loads(alone)["features"] == [features[placed[0]]]
    assert placed
    assert all(rows[key] for key in placed)
    for key in placed[:20]:
        where = features[key]["properties"]["point_of"]
        point = client.get(f"/api/v1/locations/{where}/").json()
        assert where in client.get(rows[key]["api_url"]).json()["path"]
        assert features[key]["geometry"]["coordinates"] == [point["longitude"], point["latitude"]]
