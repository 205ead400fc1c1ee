"""Single records, what became of them, and an edition's reconciliation."""

import pytest

from deals.api.listings import LISTINGS
from deals.models import RetiredAddress
from tests.factories import create_country, create_edition, create_project

EDITION = "/api/v1/editions/world-power-battery-conference-2024/"


@pytest.mark.parametrize("name", ["projects", *(each.name for each in LISTINGS if each.key)])
def test_each_listed_record_has_its_own_address(name, client, starter):
    for row in client.get(f"/api/v1/{name}/?limit=3").json()["results"]:
        alone = client.get(f"/api/v1/{name}/{row['id']}/").json()
        assert {field: alone[field] for field in row} == row
        assert row.get("api_url", "http://testserver").startswith("http://testserver")


def test_a_project_shows_its_evidence(client, starter):
    found = client.get("/api/v1/projects/p182/").json()
    assert found["investments"][0]["amount"]["value"] == 10_000_000_000
    assert found["sources"][0]["id"] == "chuanguan-news-151"
    assert [place["id"] for place in found["location_path"]][:2] == ["china", "sichuan"]


def test_an_unknown_address_is_told_the_nearest(client, db):
    create_country(slug="sichuan", name="Sichuan")
    response = client.get("/api/v1/locations/sichaun/")
    assert (response.status_code, response.json()["type"]) == (404, "/api/v1/problems/not-found/")
    assert "“sichuan” (Sichuan)" in response.json()["detail"]


@pytest.mark.parametrize("key", ["999", "x", "9" * 40, "-1", "٣"])
def test_an_unknown_investment_is_a_404(key, client, db):
    assert client.get(f"/api/v1/investments/{key}/").status_code == 404


def test_a_deleted_record_is_gone(client, db):
    create_project(ref="p1").delete()
    response = client.get("/api/v1/projects/p1/")
    assert (response.status_code, response.json()["type"]) == (410, "/api/v1/problems/gone/")


@pytest.mark.parametrize("below", ["", "reconciliation/?currency=USD"])
def test_a_merged_record_leads_to_its_successor(below, client, db):
    old, new = create_edition(slug="old"), create_edition(slug="new")
    RetiredAddress.retire(old, successor=new.slug)
    type(old).objects.filter(pk=old.pk).update(slug="unused")
    response = client.get(f"/api/v1/editions/old/{below}")
    assert response.status_code == 301
    assert response["Location"] == f"http://testserver/api/v1/editions/new/{below}"


def metric(card, name, currency=None):
    return next(m for m in card["metrics"] if (m["metric"], m["currency"]) == (name, currency))


def test_the_seed_edition_reconciles(client, starter):
    card = client.get(f"{EDITION}reconciliation/").json()
    projects, yuan = metric(card, "projects"), metric(card, "investment", "CNY")
    assert projects["reported"]["value"]["value"] == 137
    assert projects["parts"][0]["reported"]["value"]["value"] == 133
    assert projects["remainder"]["value"]["value"] == 4
    assert yuan["reported"]["value"]["value"] == 95_250_000_000
    assert yuan["parts"][0]["reported"]["value"]["value"] == 84_550_000_000
    assert yuan["remainder"]["value"]["value"] == 10_700_000_000
    assert projects["remainder"]["outside"][0]["id"] == "yibin"


def test_the_reported_dollars_are_shown_and_not_converted_again(client, starter):
    card = client.get(f"{EDITION}reconciliation/?currency=USD").json()
    yuan, dollars = metric(card, "investment", "CNY"), metric(card, "investment", "USD")
    about = {"value": 13_400_000_000, "value_max": None, "currency": "USD", "qualifier": "about"}
    assert dollars["reported"]["value"] == yuan["shown"]["value"] == about
    assert (yuan["shown"]["basis"], yuan["shown"]["rate"]) == ("pair", None)
    assert yuan["shown"]["pair"] == dollars["reported"]["id"]


def test_totals_explain_themselves(client, starter):
    answer = client.get("/api/v1/totals/?group_by=investor&currency=USD").json()
    assert answer["groups_sum_to_total"] is False
    assert answer["notes"]
    assert answer["currency"] == answer["investment"]["currency"] == "USD"
    known = answer["investment"]
    assert known["stated"] + known["undisclosed"] + answer["resigned"] == answer["projects"]


def test_labels_follow_the_language(client, starter):
    address = "/api/v1/totals/?group_by=location&level=country&location=china"
    labels = [client.get(f"{address}&lang={c}").json()["groups"][0] for c in ("en", "zh-hans")]
    assert [group["label"] for group in labels] == ["China", "中国"]
    assert labels[1]["html_url"] == "http://testserver/zh-hans/places/china/"
