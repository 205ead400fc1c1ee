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
    assert (yuan["shown"]["basis"], yuan["shown"]["pair"]) == ("pair", dollars["reported"]["id"])


def test_coverage_is_measured_by_rate_where_a_source_converts_otherwise(client, starter):
    address = "/api/v1/editions/world-power-battery-conference-2022/reconciliation/?currency="
    cards = [client.get(address + currency).json() for currency in ("CNY", "USD")]
    yuan, dollars = (metric(card, "investment", "CNY")["coverage"]["share"] for card in cards)
    assert yuan == dollars == "0.1040"


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


# As known on a day, and what stands beside it


def test_an_edition_as_known_on_its_first_day(client, starter):
    card = client.get(f"{EDITION}reconciliation/?as_of=2024-09-01").json()
    assert card["as_of"]["date"] == "2024-09-01"
    assert card["as_of"]["published_later"] == 15
    every = [line for m in card["metrics"] for line in (m, *m["parts"]) if line["reported"]]
    assert {line["reported"]["source"]["published_on"] for line in every} == {"2024-09-01"}


def test_without_a_day_everything_is_known(client, starter):
    assert client.get(f"{EDITION}reconciliation/").json()["as_of"] is None


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "２０２４-09-01"])
def test_a_day_that_is_none_is_refused_with_the_remedy(client, starter, day):
    answer = client.get(f"{EDITION}reconciliation/", {"as_of": day})
    assert answer.status_code == 400
    [fault] = answer.json()["errors"]
    assert fault["name"] == "as_of"
    assert "year-month-day" in fault["detail"]


def test_a_conference_names_what_its_running_total_used(client, starter):
    address = "/api/v1/conferences/world-power-battery-conference/reconciliation/"
    total = metric_of(client.get(address).json(), "investment")
    assert total["value"]["value"] == 383_880_000_000
    assert [f["id"] for f in total["used"]] == ["f012-1", "f009-1", "f001-1", "f203-1"]
    assert all(each["reason"] for each in total["left_out"])
    assert (total["editions_covered"], total["editions"]) == (4, 4)


def test_a_running_total_in_dollars_is_converted_term_by_term(client, starter):
    address = "/api/v1/conferences/world-power-battery-conference/reconciliation/?currency=USD"
    total = metric_of(client.get(address).json(), "investment")
    assert (total["value"]["currency"], total["converted"]["currency"]) == ("CNY", "USD")
    assert 53 * 10**9 < total["converted"]["value"] < 55 * 10**9


def test_a_running_total_with_a_figure_over_two_editions_is_not_converted(client, seed):
    address = "/api/v1/conferences/wpbc/reconciliation/?currency=USD"
    total = metric_of(client.get(address).json(), "investment")
    assert total["value"]["value"] == 295_250_000_000
    assert total["converted"] is total["coverage"] is None


def test_a_figure_brings_every_copy_of_its_claim(client, starter):
    drift = client.get("/api/v1/figures/f001-7/").json()["drift"]
    assert drift["origins"] == 2
    assert [(s["figure"]["id"], s["standing"]) for s in drift["statements"]] == [
        ("f001-7", "preferred"),
        ("f002-5", "preferred"),
        ("f003-3", "suspect"),
    ]


def test_a_place_has_its_cards_in_the_api_too(client, starter):
    found = client.get("/api/v1/locations/yibin/reconciliation/").json()
    [card] = found["cards"]
    assert card["edition"]["id"] == "world-power-battery-conference-2024"
    assert metric(card, "projects")["reported"]["value"]["value"] == 133
    assert found["totals"]["projects"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "conferences/choose-france-summit",
        "editions/choose-france-summit-2025",
        "locations/france",
    ],
)
def test_a_day_counts_the_projects_that_it_leaves_out(client, starter, address):
    found = client.get(f"/api/v1/{address}/reconciliation/?as_of=2024-10-01").json()
    out = found["as_of"]["projects"]
    everything = client.get(f"/api/v1/{address}/reconciliation/").json()["totals"]["projects"]
    assert out["undated"] > 0
    assert out["undated_publishers"]
    assert out["published_later"] + out["undated"] + found["totals"]["projects"] == everything


def metric_of(card, name):
    return next(total for total in card["running_totals"] if total["metric"] == name)


def test_the_seed_edition_explains_each_of_its_totals(client, seed):
    """Built from its nine figures alone: each number names its source, parts and whole."""
    card = client.get("/api/v1/editions/wpbc-2024/reconciliation/").json()
    for line in card["metrics"]:
        for each in [line, *line["parts"]]:
            if each["reported"]:
                assert (each["reported"]["source"]["id"], each["why"]) == ("wire", "only-one")
    rests = [line["remainder"] for line in card["metrics"] if line["remainder"]]
    assert [(rest["value"]["value"], rest["whole"], rest["parts"]) for rest in rests] == [
        (4, "all", ["yibin"]),
        (10_700_000_000, "invested", ["in-yibin"]),
    ]


def test_the_seed_series_explains_what_it_used_and_left_out(client, seed):
    card = client.get("/api/v1/conferences/wpbc/reconciliation/").json()
    total = metric_of(card, "investment")
    assert (total["value"]["value"], total["value"]["qualifier"]) == (295_250_000_000, "more_than")
    assert "added up over 3 of 3 editions" in total["definition"]
    assert [f["id"] for f in total["used"]] == ["invested-before", "invested"]
    assert {each["figure"]["id"]: each["reason"] for each in total["left_out"]} == {
        "dollars": "conversion",
        "in-yibin": "part",
    }
    assert [step["value"]["value"] for step in total["steps"]] == [
        200_000_000_000,
        295_250_000_000,
    ]
