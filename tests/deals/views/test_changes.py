"""The page of latest changes, and the history of one record."""

import pytest

from deals.models import RetiredAddress, write
from deals.resources.changes import latest
from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def test_the_latest_change_comes_first_and_has_a_name(client):
    make.create_sector(slug="one", name="One")
    sector = make.create_sector(slug="two", name="Two")
    sector.name = "Two anew"
    sector.save()
    found = rows(open_page(client, "/changes/").one("table"))
    assert [row[:2] for row in found] == [["Two anew Sector", "Updated"], ["One Sector", "Created"]]
    assert found[0][-1] == "2"


def test_the_history_of_a_record_holds_what_leads_to_it(client):
    make.create_sector(slug="new", name="New")
    make.create_sector(slug="other")
    with write():
        old = make.create_sector(slug="old")
        old.delete()
        RetiredAddress.retire(old, successor="new")
    page = open_page(client, "/changes/?kind=sectors&id=new")
    assert [row[1] for row in rows(page.one("table"))] == [
        "Merged into another record old → new",
        "Created",
    ]
    assert page.one("h1").text == "History of new"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_pages_and_feeds_agree_on_what_is_latest(client, count):
    for _each in range(count):
        make.create_edition()
        make.create_figure()
    found = client.get("/api/v1/changes/").json()["results"]
    assert [(each["kind"], each["id"]) for each in latest(50)] == [
        (each["kind"], each["id"]) for each in found
    ]


def test_a_record_leads_to_its_history(client):
    make.create_project(ref="p1")
    page = open_page(client, "/projects/p1/?currency=USD")
    assert "/changes/?kind=projects&id=p1&currency=USD" in page.links


def test_the_api_gives_the_history_of_one_record(client):
    make.create_sector(slug="one")
    make.create_sector(slug="two")
    [change] = client.get("/api/v1/changes/?id=one").json()["results"]
    assert (change["id"], change["version"], change["action"]) == ("one", 1, "created")
    assert change["created_at"] <= change["at"]


def test_a_page_past_the_end_leads_to_the_last(client):
    make.create_sector()
    assert client.get("/changes/?page=99&kind=sectors").url == "/changes/?kind=sectors&page=1"


@pytest.mark.parametrize("query", ["kind=rates", "id=No Slug", "page=0"])
def test_a_bad_value_shows_no_rows(client, query):
    page = open_page(client, f"/changes/?{query}", status=400)
    assert page.all("table") == []
