"""The changes with a cursor: every one, in the order of the commits."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals import cursors
from deals.merging import Plan, merge
from deals.models import DataVersion, LoggedChange
from deals.undo import undo
from tests import factories as make
from tests.deals.models.test_history import latest

pytestmark = pytest.mark.django_db
START = "/api/v1/changes/?cursor=start"


def told(page):
    return [f"{row['kind']} {row['id']} {row['action']}" for row in page["results"]]


def everything(client, address):
    """All pages from that address on, and where to go on."""
    found = []
    while address:
        page = client.get(address).json()
        found += told(page)
        address, resume = page["next"], page["resume"]
    return found, resume


def test_the_oldest_comes_first_and_nothing_is_left_out(client):
    sector = make.create_sector(slug="cells")
    make.create_sector(slug="cars")
    sector.name = "Cells anew"
    sector.save()
    sector.delete()
    page = client.get(START).json()
    assert told(page) == [
        "sectors cells created",
        "sectors cars created",
        "sectors cells updated",
        "sectors cells deleted",
    ]
    assert (page["next"], page["count"], page["previous"]) == (None, None, None)


def test_a_row_says_which_data_version_it_made_and_where_the_record_is(client):
    make.create_sector(slug="cells")
    [row] = client.get(START).json()["results"]
    assert row["data_version"] == DataVersion.objects.get().number
    assert (row["version"], row["created_at"] <= row["at"]) == (1, True)
    assert row["api_url"] == "http://testserver/api/v1/sectors/cells/"
    assert row["html_url"] == "http://testserver/sectors/cells/"


def test_a_merged_record_names_its_successor_and_its_undoing_is_a_row_of_its_own(client):
    kept, lost = make.create_organization(slug="kept"), make.create_organization(slug="lost")
    resume = client.get(START).json()["resume"]
    merge(Plan(kept, lost))
    undo(latest())
    merged, back = client.get(resume).json()["results"]
    assert (merged["id"], merged["action"], merged["successor"]) == ("lost", "merged", "kept")
    assert merged["api_url"] == "http://testserver/api/v1/organizations/kept/"
    assert (back["id"], back["action"]) == ("lost", "created")


def test_pages_follow_each_other_and_their_end_is_where_to_go_on(client):
    for number in range(7):
        make.create_sector(slug=f"s{number}")
    found, resume = everything(client, f"{START}&limit=3")
    assert found == [f"sectors s{number} created" for number in range(7)]
    nothing = client.get(resume).json()
    assert (nothing["results"], nothing["next"], nothing["resume"]) == ([], None, resume)
    make.create_sector(slug="s7")
    assert everything(client, resume)[0] == ["sectors s7 created"]


def test_a_page_of_an_import_ends_within_it(client):
    here = {"edition": make.create_edition(), "source": make.create_source()}
    resume = client.get(START).json()["resume"]
    with make.write():
        for number in range(5):
            make.create_project(ref=f"p{number}", amount=5, **here)
    found, _resume = everything(client, f"{resume}&limit=2")
    assert found == [f"projects p{number} created" for number in range(5)]


def test_the_list_of_the_latest_says_where_the_log_ends(client):
    make.create_sector(slug="before")
    latest_page = client.get("/api/v1/changes/?limit=1&kind=sectors").json()
    make.create_sector(slug="after"), make.create_country()
    assert told(client.get(latest_page["resume"]).json()) == ["sectors after created"]
    assert latest_page["results"][0]["data_version"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=sectors", ["sectors one created", "sectors two created", "sectors two deleted"]),
        ("id=two", ["sectors two created", "sectors two deleted"]),
        ("kind=locations&id=two", []),
        ("since=2000-01-01&id=one", ["sectors one created"]),
        ("since=2099-01-01", []),
    ],
)
def test_filters_select(query, found, client):
    make.create_sector(slug="one"), make.create_country(slug="land")
    make.create_sector(slug="two").delete()
    assert everything(client, f"{START}&limit=1&{query}")[0] == found


def test_since_is_the_time_of_the_commit(client):
    make.create_sector(slug="one"), make.create_sector(slug="two")
    at = client.get(START).json()["results"][1]["at"]
    assert told(client.get(START, {"cursor": "start", "since": at}).json())[-1:] == [
        "sectors two created"
    ]


def test_what_leads_to_a_record_is_part_of_its_history(client):
    kept, lost = make.create_organization(slug="kept"), make.create_organization(slug="lost")
    make.create_sector(slug="other")
    merge(Plan(kept, lost))
    assert everything(client, f"{START}&id=kept")[0] == [
        "organizations kept created",
        "organizations lost merged",
    ]


@pytest.mark.parametrize(
    ("query", "name", "remedy"),
    [
        ("cursor=nonsense", "cursor", "no cursor"),
        (f"cursor={cursors.encode('projects', 1)}", "cursor", "another list"),
        (f"cursor={cursors.encode('changes', 'x')}", "cursor", "no cursor"),
        (f"cursor={cursors.encode('changes', 10**12)}", "cursor", "copy anew"),
        (f"cursor={'a' * 201}", "cursor", "at most 200"),
        ("cursor=start&offset=5", "offset", "leave one of them out"),
        ("cursor=start&kind=rates", "kind", "Use one of"),
    ],
)
def test_what_cannot_be_followed_is_refused(query, name, remedy, client):
    response = client.get(f"/api/v1/changes/?{query}")
    assert response.status_code == 400
    [fault] = response.json()["errors"]
    assert fault["name"] == name
    assert remedy in fault["detail"]


def test_a_page_costs_the_same_however_long_the_log_is(client):
    costs = []
    for _each in range(2):
        for _more in range(10):
            make.create_sector()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{START}&limit=5&since=2000-01-01").json()["next"]
        costs.append(len(captured))
    # the data version, the end of the log, where `since` begins, the rows
    assert costs == [4, 4]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", r"PRIMARY KEY \(rowid>|deals_loggedchange_pkey"),
        ("kind=sectors", "logged_change_kind"),
        ("id=s5", "logged_change_key"),
        ("since=2024-01-01", "logged_change_at"),
    ],
)
def test_no_page_reads_the_whole_log(query, index, client):
    fill(20_000)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{START}&{query}").status_code == 200
    asked = [each["sql"] for each in captured if "deals_loggedchange" in each["sql"]]
    plans = "\n".join(map(plan_of, asked))
    assert re.search(index, plans), plans
    assert "Seq Scan" not in plans


def fill(count):
    """A long log, of which sectors are a small part, at the same moment as one record's."""
    make.create_sector()
    row = LoggedChange.objects.get()
    LoggedChange.objects.bulk_create(
        LoggedChange(
            data_version=row.data_version + number,
            at=row.at,
            kind="project" if number % 1000 else "sector",
            key=f"s{number}",
            action="updated",
        )
        for number in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE deals_loggedchange")


def plan_of(sql):
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
