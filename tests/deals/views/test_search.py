"""One question to the whole site."""

import sys

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def groups(page):
    """By heading with its count: the links of the group's rows."""
    found = {}
    for section in page.all("section", css="found"):
        part = section.one("tbody") if section.all("tbody") else section.one("ul")
        found[section.one("h2").text] = part.links
    return found


def test_a_form_alone_where_nothing_is_asked(client):
    page = open_page(client, "/search/")
    assert page.one("main").one("form").attrs["action"] == "/search/"
    assert groups(page) == {}
    assert page.all(css="empty") == []


def test_what_matches_comes_in_groups(client):
    china = make.create_country(slug="china", name="China", name_zh="中国")
    sichuan = make.create_place(slug="sichuan", name="Sichuan", name_zh="四川", parent=china)
    make.create_place(slug="yibin", name="Yibin", name_zh="宜宾", parent=sichuan)
    make.create_organization(slug="steel", name="Sichuan Steel", name_local="四川钢铁")
    conference = make.create_conference(slug="fair", name="Sichuan Fair")
    make.create_edition(slug="fair-2024", conference=conference, label="2024")
    make.create_project(ref="p", name="Mill", location=sichuan, source=make.create_source(slug="s"))
    found = groups(open_page(client, "/search/?q=SICHUAN"))
    assert list(found) == ["Projects 1", "Conferences 1", "Places 1", "Investors 1"]
    assert "/projects/p/" in found["Projects 1"]
    assert found["Conferences 1"] == ["/conferences/fair/", "/editions/fair-2024/"]
    assert found["Investors 1"] == ["/investors/steel/"]
    assert groups(open_page(client, "/search/?q=四川宜宾")) == {"Places 1": ["/places/yibin/"]}
    assert list(groups(open_page(client, "/search/?q=sichuan+2024"))) == ["Conferences 1"]
    assert list(groups(open_page(client, "/search/?q=钢铁"))) == ["Investors 1"]


def test_sectors_and_sources_are_found_too(client):
    make.create_sector(slug="wind", name="Wind power", name_zh="风电")
    make.create_source(slug="news", title="Wind farms", publisher="The Daily")
    found = groups(open_page(client, "/search/?q=wind"))
    assert found == {"Sectors 1": ["/sectors/wind/"], "Sources 1": ["/sources/news/"]}
    page = open_page(client, "/search/?q=风")
    assert [mark.text for mark in page.all("mark")] == ["风"]


def test_the_first_rows_lead_to_all(client):
    for number in range(9):
        make.create_project(name=f"Plant {number}")
        make.create_organization(name=f"Plant {number} Holding")
    page = open_page(client, "/search/?q=plant&currency=USD")
    projects, investors = page.all("section", css="found")
    assert len(rows(projects.one("table"))) == 8
    assert projects.links[-1] == "/projects/?q=plant&currency=USD"
    whole = open_page(client, "/search/" + investors.links[-1])
    [(title, links)] = groups(whole).items()
    assert (title, len(links)) == ("Investors 9", 9)
    assert links[0].endswith("?currency=USD")


def test_counts_end_and_say_so(client, monkeypatch):
    for module in ("deals.search", "deals.resources.search"):
        monkeypatch.setattr(sys.modules[module], "MOST", 8)
    for number in range(9):
        make.create_project(name=f"Plant {number}")
        make.create_organization(name=f"Plant {number} Holding")
    page = open_page(client, "/search/?q=plant")
    assert list(groups(page)) == ["Projects more than 8", "Investors more than 8"]
    projects, investors = page.all("section", css="found")
    assert projects.all("a")[-1].text == "All projects that match, with filters and download"
    assert investors.all("a")[-1].text == "More of them Investors"


def test_suggestions_are_close_in_their_beginning_too(client):
    make.create_organization(slug="tesla", name="Tesla Motors")
    make.create_organization(slug="nestle", name="Nestle")
    make.create_conference(slug="tests", name="Unlike")
    for asked in ("telsa", "etsla"):
        links = open_page(client, f"/search/?q={asked}").one("main").one(css="empty").links
        assert links == ["/investors/tesla/", "/projects/"]


def test_nothing_found_suggests_close_names(client):
    make.create_country(slug="mexico", name="Mexico")
    page = open_page(client, "/search/?q=Mexcio&currency=USD")
    assert page.one("main").one(css="empty").links == [
        *["/places/mexico/?currency=USD", "/projects/?currency=USD"]
    ]
    assert open_page(client, "/search/?q=%25%25").one("main").one(css="empty").links == [
        "/projects/"
    ]


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 201, "q=" + "+".join("abcdefghijklm"), "group=all", "q=a&q=b"]
)
def test_bad_values_are_named(query, client):
    assert open_page(client, f"/search/?{query}", status=400).all(css="error-summary")


def test_the_header_asks_this_page_and_says_what_it_searches(client):
    for address in ("/", "/zh-hans/projects/?currency=USD"):
        form = open_page(client, address).one("header").one("form")
        prefix = "/zh-hans" if "zh" in address else ""
        assert form.attrs["action"] == f"{prefix}/search/"
    label = open_page(client, "/").one("header").one("label")
    assert label.text == "Search projects, conferences, places, investors"


def test_the_canonical_address_keeps_the_question(client):
    page = open_page(client, "/search/?utm_source=x&q=wind&currency=CNY")
    assert page.one("link", rel="canonical").attrs["href"].endswith("/search/?q=wind")
