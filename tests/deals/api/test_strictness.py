"""What the API does not understand it refuses: by name, with the value, and with a remedy."""

import pytest

from deals.api.listings import LISTINGS
from deals.models import Location

LISTS = ["projects", "changes", *(listing.name for listing in LISTINGS)]


def refused(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == 400
    found = response.json()
    assert {error["name"] for error in found["errors"]} != set()
    return found


@pytest.mark.parametrize(
    ("query", "name", "remedy"),
    [
        ("ordering=nope", "ordering", "Use one of: date"),
        ("ordering=date,-date", "ordering", "twice"),
        ("limit=abc", "limit", "from 1 to 500"),
        ("limit=0", "limit", "from 1 to 500"),
        ("limit=100000", "limit", "from 1 to 500"),
        ("limit=5&limit=6", "limit", "once only"),
        ("limit=٣", "limit", "digits only"),
        ("offset=-1", "offset", "from 0 to 10000000"),
        ("signed_after=2024-13-45", "signed_after", "such as 2024-09-01"),
        ("signed_before=1.9.2024", "signed_before", "such as 2024-09-01"),
        ("amount_min=NaN", "amount_min", "whole number"),
        ("amount_max=1e9", "amount_max", "whole number"),
        (f"amount_min={'9' * 400}", "amount_min", "whole number"),
        ("amount_min=5&amount_min=6", "amount_min", "once only"),
        ("year=99999", "year", "from 1900 to 2100"),
        ("status=sined", "status", "Did you mean “signed”"),
        ("commitment=x", "commitment", "Use one of"),
        ("disclosed=maybe", "disclosed", "true, false"),
        ("jobs_min=-5", "jobs_min", "whole number"),
        ("updated_since=yesterday", "updated_since", "2024-09-01T12:00:00Z"),
        ("currency=EUR", "currency", "CNY, USD"),
        ("lang=fr", "lang", "en, zh-hans"),
        ("location=A%20B", "location", "lower-case letters"),
        ("location=unheard-of", "location", "is not known"),
        (f"q={'+'.join('abcdefghijklm')}", "q", "at most 12 words"),
    ],
)
def test_a_bad_value_is_named_with_a_remedy(query, name, remedy, client, db):
    found = refused(client, f"projects/?{query}")
    assert found["type"] == "/api/v1/problems/invalid-parameter/"
    assert [error["name"] for error in found["errors"]] == [name]
    assert found["errors"][0]["value"]
    assert remedy in found["errors"][0]["detail"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["statuss=x", "limit=0", "offset=10000001", "ordering=nope", "lang=xx", "format=json"]
)
def test_every_list_is_strict(name, query, client, db):
    assert refused(client, f"{name}/?{query}")["errors"][0]["name"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("editions/?year=x", "year"),
        ("editions/?conference=nope", "conference"),
        ("figures/?metric=Projects", "metric"),
        ("figures/?preferred=1", "preferred"),
        ("figures/?currency=yuan", "currency"),
        ("locations/?kind=continent", "kind"),
        ("organizations/?country=nowhere", "country"),
        ("sources/?language=english!", "language"),
        ("sources/?publisher=Nobody", "publisher"),
        ("rates/?date_after=2024", "date_after"),
        ("changes/?since=2024-02-30", "since"),
        ("changes/?kind=rates", "kind"),
        ("totals/?group_by=colour", "group_by"),
        ("totals/?group_by=location&level=planet", "level"),
        ("totals/?level=region", "level"),
        ("totals/?group_by=year&level=region", "level"),
        ("totals/?limit=5", "limit"),
        ("totals/?explain=0&offset=5", "offset"),
        ("totals/?measure=jobs", "measure"),
        ("totals/?group_by=year&group=2024", "group"),
        ("totals/?explain=yes", "explain"),
        ("totals/?explain=1&measure=tax", "measure"),
        ("totals/?explain=1&group=2024", "group"),
        ("totals/?explain=1&group_by=year&group=soon", "group"),
        ("totals/?explain=1&limit=501", "limit"),
        ("totals/?explain=1&ordering=name", "ordering"),
        ("totals/?as_of=2024-13-01", "as_of"),
        ("projects.csv?limit=5", "limit"),
        ("projects.csv?limit=5&limit=", "limit"),
        ("follow-through/?limit=0", "limit"),
        ("follow-through/?ordering=date", "ordering"),
        ("follow-through/?edition=nope", "edition"),
        ("follow-through.json?offset=x", "offset"),
        ("follow-through/?on=2024-01-01", "on"),
        ("projects.csv?bom=yes", "bom"),
        ("projects.json?limit=x", "limit"),
        ("openapi.json?x=1", "x"),
    ],
)
def test_the_other_resources_are_strict_too(address, name, client, db):
    assert name in [error["name"] for error in refused(client, address)["errors"]]


def test_an_unknown_name_has_its_own_problem_and_the_nearest_name(client, db):
    found = refused(client, "projects/?statuss=signed")
    assert found["type"] == "/api/v1/problems/unknown-parameter/"
    assert found["errors"] == [
        {
            "name": "statuss",
            "value": "signed",
            "detail": "There is no such parameter. Did you mean “status”?",
        }
    ]


def test_unknown_names_and_bad_values_are_told_together(client, db):
    found = refused(client, "projects/?statuss=x&limit=abc&year=x&ordering=nope")
    assert found["type"] == "/api/v1/problems/invalid-parameter/"
    names = {error["name"] for error in found["errors"]}
    assert names == {"statuss", "limit", "year", "ordering"}


def test_an_unknown_slug_is_told_the_nearest(client, db):
    Location(slug="sichuan", name="Sichuan", kind="country").save()
    assert "“sichuan”" in refused(client, "projects/?location=sichaun")["detail"]


def test_a_nul_is_refused_by_name(client, db):
    assert refused(client, "projects/?q=%00")["errors"][0]["name"] == "q"


@pytest.mark.parametrize("name", LISTS)
def test_a_blank_value_is_an_absent_one(name, client, db):
    assert client.get(f"/api/v1/{name}/?limit=&lang=").status_code == 200


@pytest.mark.parametrize("day", ["2024-02-30", "1899-12-31", "2024", "today"])
def test_the_day_of_a_status_is_a_date(day, client, starter):
    assert refused(client, f"projects/p001/?on={day}")["errors"][0]["name"] == "on"


def test_details_take_no_filters(client, starter):
    edition = "editions/world-power-battery-conference-2024"
    assert refused(client, f"{edition}/?year=2024")["errors"][0]["name"] == "year"
    assert refused(client, f"{edition}/reconciliation/?year=2024")["errors"][0]["name"] == "year"
    assert client.get(f"/api/v1/{edition}/?lang=zh-hans").status_code == 200


def test_faults_are_told_in_the_language_asked_for(client, db):
    response = client.get("/api/v1/projects/?limit=x", headers={"Accept-Language": "zh-CN"})
    assert response["Content-Language"] == "zh-hans"
    assert "Accept-Language" in response["Vary"]
