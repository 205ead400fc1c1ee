"""`?explain=1` on totals: where one number comes from, as data."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make

DAY = datetime.date(2024, 9, 1)
ECB = "ECB euro foreign exchange reference rates"


def explained(client, query=""):
    response = client.get(f"/api/v1/totals/?explain=1&{query}")
    assert response.status_code == 200, response.content
    return response.json()["explanation"]


def counts(explanation):
    return {count["reason"]: count["projects"] for count in explanation["counts"]}


@pytest.fixture
def fair(db):
    """Three projects of an edition with rates: in euros, in riyals by their peg, and silent."""
    make.create_rates(on=DAY, USD="1.25", CNY="7.5")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")
    edition = make.create_edition(slug="fair-2024", starts_on=DAY)
    make.create_project(ref="euro", edition=edition, amount=10, currency="EUR")
    make.create_project(ref="riyal", edition=edition, amount=1000, currency="SAR")
    make.create_project(ref="silent", edition=edition)


def test_an_answer_without_it_has_none(client, db):
    assert client.get("/api/v1/totals/").json()["explanation"] is None
    assert client.get("/api/v1/totals/?explain=0").json()["explanation"] is None


def test_a_number_with_its_records_reasons_and_rates(fair, client):
    found = explained(client)
    assert found["definition"] == (
        "The stated investments of 2 of the 3 projects that match, added up in CNY."
    )
    assert "converted once" in found["conditions"][0]
    assert found["total"]["value"] == 1600 + 75
    assert found["known"] == {"stated": 2, "of": 3}
    assert (found["matched"], counts(found)) == (3, {None: 2, "undisclosed": 1})
    largest, smaller, silent = found["records"]["results"]
    assert (largest["project"]["id"], largest["value"]["value"]) == ("riyal", 1600)
    assert smaller["rates"][0]["factor"] == "7.50000"
    assert (silent["used"], silent["value"], silent["rates"]) == (False, None, [])
    assert (silent["reason"], silent["reason_label"]) == ("undisclosed", "amount not disclosed")


def test_each_rate_names_its_date_and_who_publishes_it(fair, client):
    euro, riyal = explained(client)["rates"]
    assert (euro["source"], euro["date"], euro["projects"]) == ("EUR", "2024-09-01", 1)
    assert euro["origins"] == [ECB]
    assert riyal["origins"] == [ECB, "peg of SAR: A central bank"]
    [pegged] = [r for r in explained(client, "currency=USD")["rates"] if r["source"] == "SAR"]
    assert pegged["origins"] == ["peg of SAR: A central bank"]


def test_the_mean_of_a_year_says_so(db, client):
    make.create_rates(on=DAY, CNY="7.5")
    make.create_project(amount=10, currency="EUR")
    [rate] = explained(client)["rates"]
    assert (rate["date"], rate["year"]) == (None, 2024)


def test_an_amount_in_the_shown_currency_needs_no_rate(db, client):
    make.create_project(amount=10)
    assert explained(client)["rates"] == []
    assert explained(client)["conditions"] == []


def test_the_definition_speaks_the_language_asked_for(fair, client):
    assert "折算" in explained(client, "lang=zh-hans")["conditions"][0]


def test_one_group_is_explained_alone(fair, client):
    answer = client.get(
        "/api/v1/totals/?explain=1&group_by=reported_currency&group=SAR&currency=USD"
    ).json()
    found = answer["explanation"]
    [group] = [group for group in answer["groups"] if group["key"] == "SAR"]
    assert found["total"] == group["investment"]
    assert (found["total"]["value"], found["currency"], found["rates"]) == (1000, "SAR", [])
    assert answer["projects"] == 3
    assert found["matched"] == 1


def test_what_is_not_stated_is_a_group_too(fair, client):
    found = explained(client, "group_by=reported_currency&group=none")
    assert (found["group"], found["group_label"]) == (None, "Not disclosed")
    assert counts(found) == {None: 0, "undisclosed": 1}
    found = explained(client, "group_by=location&level=country&group=none&measure=projects")
    assert (found["group_label"], found["total"]["value"]) == ("Not stated", 3)


def test_the_records_are_paged(fair, client):
    first = explained(client, "limit=2")
    assert (first["records"]["count"], len(first["records"]["results"])) == (3, 2)
    assert first["records"]["previous"] is None
    second = client.get(first["records"]["next"]).json()["explanation"]
    assert [r["project"]["id"] for r in second["records"]["results"]] == ["silent"]
    assert second["records"]["next"] is None
    assert second["total"] == first["total"]
    assert client.get(second["records"]["previous"]).json()["explanation"] == first


def test_its_address_asks_for_the_same_again(fair, client):
    found = explained(client, "measure=jobs&group_by=year&group=2024&currency=USD&limit=20")
    assert client.get(found["url"]).json()["explanation"] == found
    assert found["html_url"] == (
        "http://testserver/explain/?currency=USD&measure=jobs&group_by=year&group=2024"
    )


def test_an_as_of_says_what_it_leaves_out_and_whose_sources_have_no_date(db, client):
    for n in range(7):
        make.create_project(source=make.create_source(publisher=f"Paper {n}"), amount=1)
    late = make.create_source(published_on=datetime.date(2024, 9, 2))
    early = make.create_source(published_on=DAY)
    make.create_project(source=late, amount=2)
    make.create_project(source=early, amount=4)
    answer = client.get("/api/v1/totals/?as_of=2024-09-01&explain=1").json()
    assert (answer["projects"], answer["investment"]["value"]) == (1, 4)
    assert answer["notes"] == [
        "As known on 2024-09-01: only what a source had published by that day counts, with the "
        "status that was known then.",
        "1 project is left out because its source was published later.",
        "7 projects are left out because their sources have no date "
        "(Paper 0, Paper 1, Paper 2, Paper 3, Paper 4 and 2 more).",
    ]
    found = answer["explanation"]
    assert (found["matched"], found["as_of"]) == (9, "2024-09-01")
    assert counts(found) == {None: 1, "published-later": 1, "undated-source": 7}
    assert "by 2024-09-01" in found["conditions"][0]


def test_a_day_in_the_future_leaves_out_only_what_has_no_date(db, client):
    make.create_project(source=make.create_source(published_on=DAY))
    assert client.get("/api/v1/totals/?as_of=2099-01-01").json()["projects"] == 1


def test_the_remedy_is_named(client, db):
    fault = client.get("/api/v1/totals/?measure=jobs").json()["errors"][0]
    assert "add explain=1" in fault["detail"]


@pytest.mark.django_db
def test_rows_and_editions_cost_no_queries(client):
    """Each project has an edition, a rate and a source of its own."""
    make.create_peg(currency="SAR", anchor="USD", units="3.75")

    def grow(first, last):
        for n in range(first, last):
            day = datetime.date(2024, 1, 1) + datetime.timedelta(days=20 * n)
            make.create_rates(on=day, USD="1.25", CNY="7.5")
            edition = make.create_edition(starts_on=day)
            source = make.create_source(copy_of=make.create_source())
            make.create_project(edition=edition, amount=10, currency="SAR", source=source)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            explained(client, "as_of=2099-01-01&limit=500")
        return len(captured)

    grow(0, 3)
    few = cost()
    grow(3, 9)
    assert cost() == few


def test_odd_paging_has_honest_neighbours(starter, client):
    found = explained(client, "limit=10&offset=20")
    assert "page=" not in found["html_url"]
    past = explained(client, "limit=50&offset=9999")["records"]
    assert (past["count"], past["previous"].rpartition("=")[2]) == (181, "150")


def test_a_breakdown_without_a_group_explains_the_whole(starter, client):
    found = explained(client, "group_by=year")
    assert (found["group_by"], found["group"], found["matched"]) == (None, None, 181)
