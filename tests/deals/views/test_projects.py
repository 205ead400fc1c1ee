"""The list of projects, whose address is its whole state, and a project's own page."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.http import urlencode

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def listed(page):
    """The names of the projects in the table, in order."""
    return [row.one("th").all("a")[0].text for row in page.one("table").one("tbody").all("tr")]


def totals(page):
    return {
        group.one("dt").text: group.all("dd")[0].text for group in page.one(id="totals").all("div")
    }


def query_of(address):
    return parse_qs(urlsplit(address).query)


def error_summary(page):
    return page.one(css="error-summary").text


@pytest.fixture
def three(db):
    """A: large, signed, in Sichuan; B: small, announced; C: without amount, place and sector."""
    china = make.create_country(slug="china", name="China")
    sichuan = make.create_place(parent=china, slug="sichuan", name="Sichuan", kind="region")
    energy = make.create_sector(slug="energy", name="Energy")
    catl = make.create_organization(slug="catl", name="CATL")
    edition = make.create_edition(slug="fair-2024", year=2024)
    a = make.create_project(
        name="A",
        edition=edition,
        location=sichuan,
        sector=energy,
        amount=2_000_000_000,
        signed_on=datetime.date(2024, 9, 1),
        jobs=50,
        investors=[catl],
    )
    make.create_event(project=a, status="signed", on=datetime.date(2024, 9, 1))
    b = make.create_project(
        name="B",
        edition=edition,
        location=china,
        amount=1_000_000_000,
        signed_on=datetime.date(2024, 9, 2),
        jobs=7,
    )
    make.create_event(project=b, status="announced", on=datetime.date(2024, 9, 2))
    c = make.create_project(name="C", edition=make.create_edition(slug="fair-2023", year=2023))
    make.create_event(project=c, status="cancelled")


# Filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABC"),
        ("q=sichuan", "A"),
        ("status=signed", "A"),
        ("status=signed&status=announced", "AB"),
        ("status=signed&status=", "A"),
        ("status=&q=", "ABC"),
        ("year=2023", "C"),
        ("edition=fair-2024", "AB"),
        ("location=china", "AB"),
        ("location=sichuan", "A"),
        ("location=sichuan&location=none", "AC"),
        ("sector=none", "BC"),
        ("investor=catl", "A"),
        ("disclosed=false", "C"),
        ("amount_min=1500000000", "A"),
        ("amount_max=1500000000", "B"),
        ("jobs_min=7&location=china&status=announced", "B"),
        ("signed_after=2024-09-02&signed_before=2024-09-02", "B"),
    ],
)
def test_filters_narrow_rows_and_totals_alike(three, client, query, found):
    page = open_page(client, f"/projects/?{query}")
    assert sorted(listed(page)) == sorted(found)
    assert totals(page)["Projects"] == str(len(found))


def test_one_project_is_no_range(three, client):
    page = open_page(client, "/projects/?status=signed")
    assert page.one(css="list-head").one("p").text == "1 project"


def test_the_totals_keep_their_doubt(three, client):
    page = open_page(client, "/projects/")
    assert totals(page) == {
        "Projects": "3",
        "Investment": "CN¥3bn",
        "Jobs": "57",
        "Yearly output value": "Not stated",
    }
    assert "stated for 2 of 3 · 1 undisclosed" in page.one(id="totals").text


def test_a_bounded_total_says_how_often(three, client):
    make.create_project(amount=10, qualifier="more_than")
    make.create_project(amount=10, qualifier="about")
    text = open_page(client, "/projects/?amount_max=10").one(id="totals").text
    assert "Among the amounts: 1 “about”, 1 “more than”." in text


def test_chips_remove_one_value_each(three, client):
    page = open_page(client, "/projects/?status=signed&status=announced&location=sichuan")
    chips = {link.text: query_of(link.attrs["href"]) for link in page.one(css="chips").all("a")}
    assert chips == {
        "Remove filter Status: Signed×": {"status": ["announced"], "location": ["sichuan"]},
        "Remove filter Status: Announced×": {"status": ["signed"], "location": ["sichuan"]},
        "Remove filter Place: Sichuan×": {"status": ["signed", "announced"]},
        "Clear all": {},
    }


def test_a_chip_names_every_filter_in_words(three, client):
    query = "location=none&disclosed=true&q=x&amount_min=5&signed_after=2024-01-01"
    page = open_page(client, f"/projects/?{query}")
    assert {link.text for link in page.one(css="chips").all("a")} == {
        "Remove filter Place: Not stated×",
        "Remove filter Amount disclosed: yes×",
        "Remove filter Search: x×",
        "Remove filter Amount from: 5×",
        "Remove filter From date: 2024-01-01×",
        "Clear all",
    }


def test_the_form_repeats_the_filters(three, client):
    query = "q=x&status=signed&year=2023&jobs_min=5&disclosed=false&signed_after=2024-01-01"
    page = open_page(client, f"/projects/?{query}&edition=fair-2024&per_page=50&columns=jobs")
    form = page.one(id="filters")
    checked = [
        (i.attrs["name"], i.attrs["value"]) for i in form.all("input") if "checked" in i.attrs
    ]
    assert checked == [("status", "signed"), ("year", "2023"), ("edition", "fair-2024")]
    assert form.one(id="q").attrs["value"] == "x"
    assert form.one(id="jobs_min").attrs["value"] == "5"
    assert form.one(id="signed_after").attrs["value"] == "2024-01-01"
    assert [o.text for o in form.all("option") if "selected" in o.attrs] == ["No"]
    outside = page.all("input", form="filters")
    hidden = {i.attrs["name"]: i.attrs["value"] for i in outside if i.attrs["type"] == "hidden"}
    assert hidden == {"columns": "jobs", "per_page": "50"}


def facet(page, name):
    boxes = page.one(id="filters").all("input", name=name)
    return {box.attrs["value"]: box.parent.text for box in boxes}


def test_facets_count_under_the_other_filters(three, client):
    page = open_page(client, "/projects/?status=signed&location=china")
    assert facet(page, "status") == {
        "signed": "Signed 1 CN¥2bn",
        "announced": "Announced 1 CN¥1bn",
    }
    assert facet(page, "sector") == {"energy": "Energy 1 CN¥2bn"}


def test_a_chosen_value_stays_though_nothing_has_it(three, client):
    page = open_page(client, "/projects/?status=operating&year=2024")
    assert facet(page, "status")["operating"] == "Operating 0"


def test_a_long_facet_leads_to_all_its_values(three, client):
    for _number in range(11):
        make.create_project(sector=make.create_sector())
    page = open_page(client, "/projects/?currency=USD")
    assert len(facet(page, "sector")) == 10
    links = {link.text: link.attrs["href"] for link in page.one(id="filters").all("a")}
    assert links["Show all sectors"] == "/projects/facets/sector/?currency=USD"
    assert "Show all statuses" not in links


def test_no_result_says_what_each_removal_would_give(three, client):
    page = open_page(client, "/projects/?status=cancelled&location=china&currency=USD")
    help_ = page.one(css="empty")
    assert [item.text for item in help_.all("li")] == [
        "without “Place” 1 project",
        "without “Status” 2 projects",
    ]
    assert query_of(help_.links[1]) == {"location": ["china"], "currency": ["USD"]}


# Order


@pytest.mark.parametrize(
    ("ordering", "found"),
    [
        ("name", "ABC"),
        ("-name", "CBA"),
        ("amount", "BAC"),
        ("-amount", "ABC"),
        ("jobs", "BAC"),
        ("-jobs", "ABC"),
        ("location", "BAC"),
        ("-location", "ABC"),
        ("edition,-name", "CBA"),
        ("date", "CAB"),
        ("-date", "BAC"),
    ],
)
def test_unknown_values_come_last_both_ways(three, client, ordering, found):
    assert "".join(listed(open_page(client, f"/projects/?ordering={ordering}"))) == found


@pytest.mark.parametrize(
    ("now", "state", "then"),
    [
        ("", None, "-amount"),
        ("-amount", "descending", "amount"),
        ("amount", "ascending", "-amount"),
    ],
)
def test_a_header_sorts_and_then_turns_the_order(three, client, now, state, then):
    page = open_page(client, f"/projects/?ordering={now}&status=signed")
    [header] = [th for th in page.all("th", scope="col") if th.text.startswith("Amount")]
    assert header.attrs.get("aria-sort") == state
    assert query_of(header.links[0]) == {"status": ["signed"], "ordering": [then]}


# Pages


@pytest.fixture
def many(db):
    edition, source = make.create_edition(), make.create_source()
    for number in range(45):
        make.create_project(name=f"P{number:02}", edition=edition, source=source)


def test_pages_hold_twenty_rows_each_once(many, client):
    names = []
    for number, size in [(1, 20), (2, 20), (3, 5)]:
        page = open_page(client, f"/projects/?page={number}")
        assert len(listed(page)) == size
        names += listed(page)
    assert len(set(names)) == 45


def test_a_page_says_where_it_is(many, client):
    page = open_page(client, "/projects/?page=2")
    assert page.one("title").text == "Projects – page 2 – Conference Deals"
    assert "21–40 of 45 projects" in page.one(id="results").text
    pages = page.one("nav", css="pagination").all("a")
    assert [link.text for link in pages] == ["Previous", "1", "2", "3", "Next"]
    assert [link.text for link in pages if link.attrs.get("aria-current")] == ["2"]


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ("page=99", "page=3"),
        ("page=4&ordering=name&currency=USD", "currency=USD&ordering=name&page=3"),
        ("page=2&per_page=100", "per_page=100"),
    ],
)
def test_a_page_past_the_end_leads_to_the_last(many, client, asked, last):
    response = client.get(f"/projects/?{asked}")
    assert (response.status_code, response.url) == (302, f"/projects/?{last}")


def test_a_page_past_the_end_of_nothing_leads_to_the_first(db, client):
    assert client.get("/projects/?page=3").url == "/projects/"


@pytest.mark.parametrize(("size", "shown"), [("20", 20), ("50", 45), ("100", 45)])
def test_rows_on_a_page_can_be_chosen(many, client, size, shown):
    page = open_page(client, f"/projects/?per_page={size}")
    assert len(listed(page)) == shown
    choice = page.one(css="per-page").one("a", **{"aria-current": "true"})
    assert choice.text == size


# Currency


def test_every_link_keeps_the_currency(three, client):
    page = open_page(client, "/projects/?currency=USD&status=signed&status=announced")
    for link in page.one("main").all("a"):
        if not link.attrs["href"].startswith("#"):
            assert query_of(link.attrs["href"]).get("currency") == ["USD"], link.attrs["href"]


def test_the_toggle_keeps_the_query(three, client):
    page = open_page(client, "/projects/?status=signed&ordering=-amount")
    toggle = page.one(css="site-header").one(css="toggle")
    assert [query_of(link) for link in toggle.links] == [
        {"status": ["signed"], "ordering": ["-amount"]},
        {"status": ["signed"], "ordering": ["-amount"], "currency": ["USD"]},
    ]


def test_amounts_are_shown_in_the_chosen_currency(db, client):
    make.create_rates(on=datetime.date(2024, 9, 1), CNY="7.80", USD="1.10")
    edition = make.create_edition(starts_on=datetime.date(2024, 9, 1))
    make.create_project(edition=edition, amount=7_800_000_000)
    page = open_page(client, "/projects/?currency=USD")
    assert totals(page)["Investment"] == "US$1.1bn"
    assert rows(page.one("table"))[0][5] == "1.100"


# What is unknown, and what is wrong


def test_an_unknown_name_is_ignored_and_said_so(three, client):
    page = open_page(client, "/projects/?utm_source=x&status=signed&per_page=20")
    assert listed(page) == ["A"]
    notice = page.one("p", css="notice")
    assert "utm_source" in notice.text
    canonical = page.one("link", rel="canonical").attrs["href"]
    assert canonical == "http://testserver/projects/?status=signed"
    assert notice.links == [canonical]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=sined", "Status sined : “sined” is not known. Did you mean “signed”?"),
        ("location=sichaun", "Place sichaun : “sichaun” is not known. Did you mean “sichuan”?"),
        ("year=x", "Year x : Use a whole number from 1900 to 2100"),
        ("page=0", "page 0 : Use a whole number from 1"),
        ("page=x&per_page=7", "per_page 7 : “7” is not known. Use one of: 20, 50, 100."),
        ("ordering=colour", "ordering colour : “colour” is not known"),
        ("currency=EUR", "currency EUR : “EUR” is not known. Use one of: CNY, USD."),
        ("signed_after=2024-02-30", "From date 2024-02-30 : “2024-02-30” is not a date"),
        ("amount_min=1&amount_min=2", "Amount from 1, 2 : This parameter can be given once only"),
        ("q=" + "x" * 201, "Search"),
    ],
)
def test_a_bad_value_is_named_and_no_row_is_shown(three, client, query, said):
    page = open_page(client, f"/projects/?{query}", status=400)
    assert said.replace(" :", ":") in error_summary(page)
    assert page.all("table") == []
    assert page.one("title").text.startswith("Error – Projects")


def test_every_bad_value_is_named_at_once(db, client):
    text = error_summary(open_page(client, "/projects/?page=x&year=x&status=x", status=400))
    assert all(word in text for word in ("page", "Year", "Status"))


def test_faults_are_told_in_chinese(db, client):
    page = open_page(client, "/zh-hans/projects/?status=sined", status=400)
    assert "状态" in error_summary(page)


# Data twins


def test_the_list_leads_to_its_twin_and_its_download(three, client):
    page = open_page(client, "/projects/?status=signed&ordering=name&per_page=50")
    _table, _chart, _map, twin, download, excel, *others = page.one(css="table-tools").all("a")
    assert client.get(twin.attrs["href"]).json()["results"][0]["name"] == "A"
    assert query_of(twin.attrs["href"])["limit"] == ["50"]
    assert page.one(css="downloads-menu").one("summary").text == "Download 1 row"
    assert client.get(download.attrs["href"])["Content-Type"].startswith("text/csv")
    assert client.get(excel.attrs["href"]).getvalue().startswith(b"\xef\xbb\xbfref,")
    for other in others:
        answer = client.get(other.attrs["href"])
        assert (answer.status_code, answer.headers.get("X-Row-Count", "1")) == (200, "1")
    assert [other.text for other in others] == ["XLSX", "GeoJSON", "NDJSON", "ZIP", "JSON"]


# A project


def facts(page):
    listed = page.one("dl", css="facts")
    values = [node.text for node in listed.all("dd")]
    return dict(zip([node.text for node in listed.all("dt")], values, strict=True))


def test_a_project_shows_its_amount_as_reported_and_converted(db, client):
    make.create_rates(on=datetime.date(2024, 9, 1), CNY="7.80", USD="1.10", EUR="1")
    edition = make.create_edition(starts_on=datetime.date(2024, 9, 1))
    make.create_project(ref="p", edition=edition, amount=10**9, currency="EUR", qualifier="about")
    known = facts(open_page(client, "/projects/p/?currency=USD"))
    assert known["Investment, as reported"] == "about €1bn"
    assert known["Investment in USD"] == (
        "about US$1.1bn 1 EUR = 1.10000 USD, ECB reference rates of 1 September 2024"
    )


def test_what_a_project_does_not_know_is_said(db, client):
    make.create_project(ref="p")
    page = open_page(client, "/projects/p/")
    known = facts(page)
    assert known["Investment, as reported"] == "Not disclosed"
    for label in ("Investors", "Jobs", "Yearly output value", "Place", "Sector"):
        assert known[label] == "Not stated"
    assert "No dated event is known" in page.text


def test_a_project_shows_its_history_with_sources(three, client):
    page = open_page(client, "/projects/?status=signed")
    page = open_page(client, page.one("tbody").links[0])
    [event] = page.one(css="timeline").all("li")
    assert event.text.startswith("1 September 2024 Signed Source A paper")
    assert len(page.one(css="sources").all("li")) == 1


def test_a_project_that_signs_another_again_says_so(db, client):
    first = make.create_project(ref="first", name="First", amount=5)
    make.create_project(ref="again", name="Again", continues=first, resigns_only=True)
    notice = open_page(client, "/projects/again/").one("p", css="notice")
    assert "adds nothing to any total" in notice.text
    assert notice.links == ["/projects/first/"]
    assert facts(open_page(client, "/projects/first/"))["Continued by"] == "Again"


def test_the_newest_others_of_the_investors_and_at_the_place(db, client, monkeypatch):
    monkeypatch.setattr("deals.models.projects.MOST_BESIDE", 4)
    china = make.create_country(slug="china")
    catl = make.create_organization(slug="catl")
    for day in (5, 1, 9, 2):
        make.create_project(
            name=f"Day {day}",
            signed_on=datetime.date(2024, 9, day),
            location=make.create_place(parent=china) if day > 2 else china,
            investors=[catl] if day != 1 else [],
        )
    make.create_project(ref="p", location=china, investors=[catl])
    tables = open_page(client, "/projects/p/").all("tbody")
    beside = [[row.one("th").all("a")[0].text for row in t.all("tr")] for t in tables[-2:]]
    # Of the five at the place, the one that was entered first is not looked at.
    assert beside == [["Day 9", "Day 5", "Day 2"], ["Day 9", "Day 2", "Day 1"]]


def test_related_projects_keep_the_currency(three, client):
    address = open_page(client, "/projects/?status=signed").one("tbody").links[0]
    page = open_page(client, f"{address}?{urlencode({'currency': 'USD'})}")
    for link in page.one("main").links:
        if not link.startswith(("/api/", "#", "http")):
            assert query_of(link).get("currency") == ["USD"], link
