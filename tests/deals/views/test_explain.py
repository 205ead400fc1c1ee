"""The page of one number, and the links that lead to it from every total."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.addresses import EXAMPLES, LANGUAGES
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 9, 1)
WITH_TOTALS = [
    *["home", "projects", "conferences", "editions", "edition", "places", "place", "sectors"],
    *["sector", "investors", "investor", "method"],
]
WITH_PROJECTS = {
    **{name: EXAMPLES[name] for name in WITH_TOTALS},
    "edition": "/editions/choose-france-summit-2025/",
    "conference": "/conferences/choose-france-summit/",
}


@pytest.fixture
def fair(db):
    make.create_rates(on=DAY, CNY="7.5")
    edition = make.create_edition(slug="fair-2024", starts_on=DAY)
    source = make.create_source(publisher="The Paper", published_on=DAY)
    euros = {"amount": 2 * 10**9, "currency": "EUR", "qualifier": "more_than"}
    make.create_project(ref="a", name="A", edition=edition, source=source, **euros)
    make.create_project(ref="b", name="B", edition=edition)


def table_of(page, caption):
    [table] = [each for each in page.all("table") if caption in each.text]
    return table


def test_the_page_alone_says_where_the_number_comes_from(fair, client):
    page = open_page(client, "/explain/?edition=fair-2024")
    total = page.one("dl", css="totals").all("dd")
    assert [each.text for each in total[:2]] == [
        *["> more than CN¥15bn", "In full: 15,000,000,000 CNY"]
    ]
    text = page.one("main").text
    assert "The stated investments of 1 of the 2 projects that match, added up in CNY." in text
    assert "> means more than: some numbers are lower bounds" in text
    assert rows(table_of(page, "everything that matches")) == [
        *[["Used", "1"], ["Left out: amount not disclosed", "1"]]
    ]
    [rate] = rows(table_of(page, "Each rate is that of the edition"))
    assert rate == [
        *["EUR Euro", "1 EUR = 7.50000 CNY", "1 September 2024", "1"],
        "ECB euro foreign exchange reference rates",
    ]


def test_each_record_says_what_it_adds_or_why_not(fair, client):
    page = open_page(client, "/explain/")
    used, left_out = rows(table_of(page, "The used ones first"))
    assert used[0].startswith("A ")
    assert used[1:4] == [
        *["> more than €2bn", "1 EUR = 7.50000 CNY 1 September 2024", "> more than 15.000"]
    ]
    assert used[5] == "Source The Paper 1 September 2024"
    assert left_out[1:5] == [
        *["Not stated", "not used", "nothing", "left out: amount not disclosed"]
    ]


def test_it_leads_to_the_list_the_api_and_the_other_measures(fair, client):
    page = open_page(client, "/explain/?edition=fair-2024&currency=USD&measure=jobs")
    links = page.one("main").links
    assert "/projects/?edition=fair-2024&currency=USD" in links
    assert "/explain/?edition=fair-2024&currency=USD" in links
    [api] = [link for link in links if link.startswith("/api/")]
    answer = client.get(api).json()["explanation"]
    assert answer["measure"] == "jobs"
    assert answer["html_url"].endswith("/explain/?edition=fair-2024&currency=USD&measure=jobs")


def test_filters_and_group_are_named(fair, client):
    page = open_page(client, "/explain/?status=announced&group_by=year&group=2024")
    assert page.one("p", css="meta").text == "Status: Announced · Group: 2024"
    assert "/projects/?status=announced&year=2024" in page.one("main").links


def test_both_keys_of_a_group_are_named(fair, client):
    page = open_page(client, "/explain/?group_by=year,status&group=2024,announced")
    assert page.one("p", css="meta").text == "Group: 2024, Announced"
    assert "/projects/?year=2024&status=announced" in page.one("main").links


def test_a_page_past_the_end_leads_to_the_last(fair, client):
    response = client.get("/explain/?page=9&per_page=50")
    assert (response.status_code, response["Location"]) == (302, "/explain/?per_page=50")


def test_the_records_have_pages(starter, client):
    first = open_page(client, "/explain/")
    second = open_page(client, "/explain/?page=2")
    assert "/explain/?page=2" in first.one("nav", css="pagination").links
    assert rows(table_of(second, "The used ones first"))[0] not in rows(
        table_of(first, "The used ones first")
    )


def test_a_bad_value_gives_no_rows(fair, client):
    page = open_page(client, "/explain/?measure=tax&group=x", status=400)
    assert "Use one of: projects" in page.one(css="error-summary").text
    assert page.all("table") == []


def test_what_means_nothing_is_ignored_with_a_notice(fair, client):
    page = open_page(client, "/explain/?utm=x&measure=jobs&group_by=year")
    assert page.one(css="notice").one("code").text == "utm"
    assert page.one("link", rel="canonical").attrs["href"] == (
        "http://testserver/explain/?measure=jobs"
    )


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize(
    "query", ["", "measure=projects", "measure=jobs&as_of=2024-12-31", "q=nothing-like-it"]
)
def test_it_is_shown_in_both_languages(starter, client, prefix, query):
    assert open_page(client, f"{prefix}/explain/?{query}").one("main").one("h1")


# Links


@pytest.mark.parametrize("name", WITH_PROJECTS)
def test_every_page_with_a_total_leads_to_explanations(starter, client, name):
    page = open_page(client, f"{WITH_PROJECTS[name]}?currency=USD")
    links = [a.attrs["href"] for a in page.one("main").all("a", css="explain")]
    assert links
    assert all("currency=USD" in link for link in links)
    for bar in page.one("main").all("dl", css="totals"):
        [total] = [g for g in bar.all("div") if "nvestment" in g.one("dt").text]
        assert total.all("a", css="explain")


@pytest.mark.parametrize("name", WITH_PROJECTS)
def test_the_number_of_a_link_is_the_one_explained(starter, client, name):
    page = open_page(client, WITH_PROJECTS[name])
    links = [a for a in page.one("main").all("a", css="explain") if a.numbers]
    for link in [*links[:6], *links[-3:]]:
        explained = open_page(client, link.attrs["href"]).one("dl", css="totals")
        assert explained.all("dd")[0].numbers == link.numbers, link.attrs["href"]


def test_the_fragment_of_the_totals_leads_there_too(starter, client):
    text = client.get("/api/v1/totals.html?status=signed&lang=zh-hans").text
    assert 'href="/zh-hans/explain/?status=signed&amp;measure=jobs"' in text


def test_the_numbers_of_a_chart_lead_there_too(starter, client):
    links = open_page(client, "/?currency=USD").one("main").links
    assert "/explain/?year=2024&currency=USD" in links
    assert "/explain/?currency=USD&group_by=location&level=country&group=france" in links
    links = open_page(client, "/conferences/choose-france-summit/").one("main").links
    assert "/explain/?conference=choose-france-summit&edition=choose-france-summit-2025" in links


def test_counts_of_projects_lead_there_too(starter, client):
    links = open_page(client, "/places/").one("main").links
    assert "/explain/?location=china&measure=projects" in links
    links = open_page(client, "/conferences/").one("main").links
    assert "/explain/?conference=choose-france-summit&measure=projects" in links
    links = open_page(client, "/sectors/").one("main").links
    assert any("measure=projects&group_by=sector" in link for link in links)


def test_a_day_names_the_list_of_those_that_were_published(starter, client):
    page = open_page(client, "/explain/?as_of=2024-12-31")
    assert "The list of those published by then" in page.text
    empty = open_page(client, "/explain/?group_by=location&level=city&group=china")
    assert "The list of" not in empty.text
