"""Walks: each record exactly once, by cursor also while another process writes."""

import json
import subprocess
from contextlib import contextmanager

import pytest

from deals import cursors
from deals.api.listings import LISTINGS
from deals.models import Project
from tests import factories as make
from tests import many, processes

# A walk through changes is a log: every change of a record, where pages show the latest.
WALKED = [each for each in LISTINGS if each.can_walk and each.name != "changes"]
LONG = {"rates": "currency=CNY&date_after=2026-01-01"}


def pages(client, address):
    """The pages from this one on, each time the one that `next` names."""
    while address:
        response = client.get(address)
        yield response
        address = response.json()["next"]


def rows(client, address):
    return [row for page in pages(client, address) for row in page.json()["results"]]


def sorted_rows(client, address):
    return sorted(json.dumps(row, sort_keys=True) for row in rows(client, address))


# While others write


@contextmanager
def meddling():
    """Another process that writes; gives the versions that its changes made."""
    writer = processes.start(
        "-m", "tests.deals.api.meddler", stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        yield map(int, writer.stdout)
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def walk_among(versions, client, address):
    """The ids of a walk; between any two of its pages something is changed."""
    seen, last = [], next(versions)
    for number, page in enumerate(pages(client, address)):
        answer = page.json()
        assert answer["data_version"] >= last
        assert number < 100, "The walk does not end"
        seen += [row["id"] for row in answer["results"]]
        last = next(version for version in versions if version > answer["data_version"])
    return seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["projects", "investments", "organizations"])
def test_a_walk_shows_what_was_there_exactly_once_while_others_write(name, client):
    many.fill(projects=60, organizations=60, figures=1, in_one_edition=5)
    [listing] = [each for each in LISTINGS if each.name == name]
    before = {getattr(record, listing.key) for record in listing.records()}
    with meddling() as versions:
        seen = walk_among(versions, client, f"/api/v1/{name}/?cursor=start&limit=7")
    assert sorted(i for i in seen if i in before) == sorted(before)
    assert len(seen) == len(set(seen))


@pytest.mark.django_db(transaction=True)
def test_pages_by_offset_do_miss_some_then(client):
    """What a walk is for: the same by offset, with one record added in front of a page."""
    many.fill(projects=20, organizations=5, figures=1, in_one_edition=5)
    before = {project.ref for project in Project.objects.all()}
    first = client.get("/api/v1/projects/?limit=10").json()
    Project.objects.get(ref=first["results"][0]["id"]).delete()
    rest = rows(client, first["next"])
    assert {row["id"] for row in first["results"] + rest} < before


# On unchanged data


@pytest.mark.parametrize("listing", WALKED, ids=lambda listing: listing.name)
def test_a_walk_holds_what_pages_hold(listing, client, starter):
    query = LONG.get(listing.name, "limit=97")
    walked = sorted_rows(client, f"/api/v1/{listing.name}/?{query}&cursor=start")
    paged = sorted_rows(client, f"/api/v1/{listing.name}/?{query}")
    assert walked == paged
    assert len(walked) == len(set(walked)) > 0


@pytest.mark.parametrize(
    "query",
    [
        "projects/?status=signed&location=china&currency=USD&amount_min=1000000",
        "projects/?q=battery",
        "projects/?as_of=2024-12-31&status=signed",
        "projects/?investor=none",
        "investments/?currency=USD",
        "organizations/?country=china",
        "figures/?conference=world-power-battery-conference",
        "locations/?within=sichuan",
    ],
)
def test_a_walk_keeps_its_filters(query, client, starter):
    walked = [row["id"] for row in rows(client, f"/api/v1/{query}&cursor=start&limit=3")]
    listed = [row["id"] for row in rows(client, f"/api/v1/{query}&limit=500")]
    assert sorted(walked) == sorted(listed)
    assert len(set(walked)) == len(walked) > 0


def tied():
    """Records of every kind that agree in what lists are ordered by, where it may be equal."""
    country, conference = make.create_country(), make.create_conference()
    sector = make.create_sector()
    source = {"publisher": "A paper", "title": "The same"}
    for number in range(9):
        make.create_conference(name="The same")
        place = make.create_place(parent=country, name="The same")
        make.create_sector()
        edition = make.create_edition(conference=conference, year=2024)
        make.create_figure(editions=[edition], value=7, source=make.create_source(**source))
        make.create_project(
            edition=edition,
            location=place if number % 2 else country,
            sector=sector if number % 3 else None,
            amount=5,
            jobs=3,
            output_value=7,
            investors=[make.create_organization()],
        )
        make.create_project(edition=edition)
    for currency in ("USD", "CNY", "INR", "GBP", "SEK"):
        make.create_peg(currency=currency, anchor="EUR", units="2")


ORDERS = [
    (listing.name, f"{sign}{part}")
    for listing in LISTINGS
    for part in listing.orderings
    for sign in ("", "-")
]


@pytest.fixture
def ties(db):
    make.create_rates(on=many.DAY, USD="1.10", CNY="7.80", INR="90", GBP="0.8", SEK="11")
    make.create_country(slug="elsewhere", name="The same")
    tied()


def test_pages_by_offset_hold_each_record_once_in_every_order(client, ties):
    for name, ordering in ORDERS:
        address = f"/api/v1/{name}/?limit=7&ordering={ordering}"
        found = sorted_rows(client, address)
        assert len(found) == len(set(found)) == client.get(address).json()["count"] > 4, address


# Cursors


def first_page(client, name="projects", more=""):
    return client.get(f"/api/v1/{name}/?cursor=start&limit=2{more}").json()


def cursor_in(page):
    return page["next"].partition("cursor=")[2].partition("&")[0]


def test_a_walk_goes_on_behind_a_record_that_is_gone(client, db):
    kept = [make.create_project().ref for _each in range(5)]
    page = first_page(client)
    Project.objects.get(ref=page["results"][-1]["id"]).delete()
    assert [row["id"] for row in rows(client, page["next"])] == kept[2:]


def test_a_walk_that_ends_with_a_full_page_has_no_next(client, db):
    for _each in range(4):
        make.create_project()
    last = client.get(first_page(client)["next"]).json()
    assert (len(last["results"]), last["next"], last["previous"]) == (2, None, None)
    assert last["count"] == 4


@pytest.mark.parametrize("start", ["?limit=5", "?cursor=start&limit=5"])
def test_the_link_header_says_what_the_body_says(start, client, starter):
    for page in pages(client, f"/api/v1/conferences/{start}"):
        links = dict(reversed(part.split("; ")) for part in page["Link"].split(", "))
        found = {name: links.get(f'rel="{name}"') for name in ("next", "prev")}
        answer = page.json()
        told = {"next": answer["next"], "prev": answer["previous"]}
        assert found == {name: url and f"<{url}>" for name, url in told.items()}


def test_the_suffix_json_walks_as_well(client, starter):
    address = "/api/v1/sectors.json?cursor=start&limit=5"
    assert rows(client, address) == rows(client, "/api/v1/sectors/?cursor=start")


FAULTY = {
    "of another list": cursors.encode("figures", 5),
    "broken": "abc",
    "too long": "a" * 201,
    "of another shape": cursors.encode("projects", "five"),
    "of two positions": cursors.encode("projects", 5, 6),
    "no cursor at all": "START",
}


@pytest.mark.parametrize("what", FAULTY)
def test_a_cursor_that_this_list_did_not_give_is_refused(what, client, db):
    response = client.get("/api/v1/projects/", {"cursor": FAULTY[what]})
    assert response.status_code == 400
    assert [error["name"] for error in response.json()["errors"]] == ["cursor"]


def test_a_cursor_behind_the_end_finds_nothing(client, starter):
    address = f"/api/v1/projects/?cursor={cursors.encode('projects', 2**63 - 1)}"
    assert client.get(address).json()["results"] == []


@pytest.mark.parametrize("beside", ["offset=5", "ordering=name", "ordering=name&offset=0"])
def test_a_walk_takes_no_offset_and_no_order(beside, client, db):
    response = client.get(f"/api/v1/projects/?cursor=start&{beside}")
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert {error["name"] for error in errors} == {p.partition("=")[0] for p in beside.split("&")}
    assert all("cursor" in error["detail"] for error in errors)


@pytest.mark.parametrize("name", ["checks", "follow-through"])
def test_lists_that_are_no_tables_take_no_cursor(name, client, db):
    assert client.get(f"/api/v1/{name}/?cursor=start").status_code == 400
