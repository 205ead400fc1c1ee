"""Places, sectors and investors: indexes with count and sum, and a page for each."""

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def sichuan(db):
    """China with 1 project, Sichuan in it with 2, Yibin in that with 1."""
    china = make.create_country(slug="china", name="China", name_zh="中国")
    sichuan = make.create_place(parent=china, slug="sichuan", name="Sichuan", kind="region")
    yibin = make.create_place(parent=sichuan, slug="yibin", name="Yibin")
    edition = make.create_edition(slug="fair-2024")
    for place, amount in [(china, 10**9), (sichuan, 2 * 10**9), (sichuan, None), (yibin, 10**10)]:
        make.create_project(edition=edition, location=place, amount=amount, name=f"In {place.name}")
    return sichuan


def totals(page):
    return [group.all("dd")[0].text for group in page.one("dl", css="totals").all("div")]


def table_of(page, caption):
    [table] = [each for each in page.all("table") if caption in each.text]
    return rows(table)


def test_each_place_holds_what_is_inside_it(sichuan, client):
    make.create_country(slug="france", name="France")
    make.create_project(amount=5 * 10**9)
    page = open_page(client, "/places/")
    assert rows(page.one("table")) == [
        ["China Country", "4", "13.000"],
        ["Sichuan Region", "3", "12.000"],
        ["Yibin City", "1", "10.000"],
        ["Not stated", "1", "5.000"],
    ]
    assert "/projects/?location=none" in page.one("table").links
    assert "/places/france/" in page.one("main").links


def test_a_place_shows_everything_inside_it(sichuan, client):
    page = open_page(client, "/places/sichuan/")
    assert totals(page)[:2] == ["3", "CN¥12bn"]
    assert table_of(page, "Inside it") == [["Yibin", "1", "10.000"]]
    assert [row[0] for row in table_of(page, "The largest first")] == [
        *["In Yibin", "In Sichuan", "In Sichuan"]
    ]
    assert "/projects/?location=sichuan" in page.one("main").links


def test_a_place_shows_where_it_lies(sichuan, client):
    page = open_page(client, "/places/yibin/?currency=USD")
    crumbs = page.one("nav", css="breadcrumbs")
    assert [item.text for item in crumbs.all("li")] == [
        *["Home", "Places", "China", "Sichuan", "Yibin"]
    ]
    assert crumbs.links[2] == "/places/china/?currency=USD"


def test_a_place_in_chinese(sichuan, client):
    page = open_page(client, "/zh-hans/places/china/")
    assert page.one("h1").text == "中国"
    assert page.one("p", css="local-name").one("span", lang="en").text == "China"


def test_figures_about_a_place_stand_apart_from_its_projects(sichuan, client):
    make.create_figure(location=sichuan, metric="jobs", value=20_000, preferred=True)
    page = open_page(client, "/places/sichuan/")
    [_edition, row] = table_of(page, "about exactly this place")
    assert row[:4] == ["Jobs", "Sichuan", "20,000", "none itemised"]
    assert totals(page)[2] == "Not stated"


def test_editions_held_at_a_place_or_inside_it(sichuan, client):
    edition = make.create_edition(slug="held-here")
    edition.location = sichuan
    edition.save()
    assert "/editions/held-here/" in open_page(client, "/places/china/").one("main").links


@pytest.mark.parametrize(
    ("section", "thing"),
    [("sectors", make.create_sector), ("investors", make.create_organization)],
)
def test_an_index_has_count_and_sum_the_largest_first(db, client, section, thing):
    small, large, idle = thing(slug="small"), thing(slug="large"), thing(slug="idle")
    for record, amount in [(small, 10**9), (small, None), (large, 10**10)]:
        of = {"investors": [record]} if section == "investors" else {"sector": record}
        make.create_project(amount=amount, **of)
    page = open_page(client, f"/{section}/?currency=CNY")
    assert rows(page.one("table")) == [["large", "1", "10.000"], ["small", "2", "1.000"]]
    names = [row.one("th").links for row in page.one("tbody").all("tr")]
    assert names == [[f"/{section}/large/"], [f"/{section}/small/"]]
    assert f"/{section}/{idle.slug}/" in page.one("main").links


def test_a_sector_shows_projects_places_and_figures(sichuan, client):
    sector = make.create_sector(slug="energy", name="Energy")
    make.create_project(sector=sector, location=sichuan, amount=3 * 10**9, name="A plant")
    make.create_figure(sector=sector, value=26, preferred=True)
    page = open_page(client, "/sectors/energy/")
    assert totals(page)[:2] == ["1", "CN¥3bn"]
    assert table_of(page, "By country") == [["China", "1", "3.000"]]
    assert table_of(page, "As written")[0][3] == "26"


def test_an_investor_shows_its_projects_and_home(sichuan, client):
    catl = make.create_organization(slug="catl", name="CATL", country=sichuan.parent)
    make.create_project(investors=[catl, make.create_organization()], amount=7 * 10**9)
    page = open_page(client, "/investors/catl/")
    assert totals(page)[:2] == ["1", "CN¥7bn"]
    assert "home country: China" in page.one("p", css="meta").text


@pytest.mark.parametrize("address", ["/places/china/", "/sectors/s/", "/investors/o/"])
def test_a_page_without_projects_says_so(db, client, address):
    make.create_country(slug="china")
    make.create_sector(slug="s")
    make.create_organization(slug="o")
    page = open_page(client, address)
    assert "No project is itemised here yet." in page.text
    assert page.all("table") == []


def test_every_number_of_an_index_is_that_of_the_page(starter, client):
    table = open_page(client, "/sectors/").one("table")
    links = [row.one("th").links for row in table.one("tbody").all("tr")]
    for [link], row in zip(links, rows(table), strict=True):
        assert totals(open_page(client, link))[0] == row[1], link
