"""What can be chosen of each filter: in the form, and on a page of its own."""

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def facet(page, name):
    """The values of a facet as they read; one inside another begins with its depth."""
    items = page.one("fieldset", id=f"facet-{name}").all("li")
    return [f"{item.attrs.get('class', '').removeprefix('depth-')}{item.text}" for item in items]


def checked(page):
    return [box.attrs["value"] for box in page.all("input") if "checked" in box.attrs]


@pytest.fixture
def tree(db):
    """Two projects in Yibin (Sichuan, China), one in China, one in France, one nowhere."""
    china = make.create_country(slug="china", name="China")
    sichuan = make.create_place(parent=china, slug="sichuan", name="Sichuan", kind="region")
    yibin = make.create_place(parent=sichuan, slug="yibin", name="Yibin", name_zh="宜宾市")
    france = make.create_country(slug="france", name="France", name_zh="法国")
    for place in (yibin, yibin, china, france, None):
        make.create_project(location=place, amount=10**9)


def test_places_are_a_tree_in_which_each_holds_what_lies_inside(tree, client):
    assert facet(open_page(client, "/projects/"), "location") == [
        "China 3 CN¥3bn",
        "1Sichuan 2 CN¥2bn",
        "France 1 CN¥1bn",
        "Not stated 1 CN¥1bn",
    ]


def test_a_country_with_few_of_the_projects_stays_closed_until_it_is_chosen(tree, client):
    for _each in range(15):
        make.create_project(location=make.create_country())
    assert len(facet(open_page(client, "/projects/"), "location")) == 11
    found = facet(open_page(client, "/projects/?location=china"), "location")
    assert found[:2] == ["China 3 CN¥3bn", "1Sichuan 2 CN¥2bn"]
    found = facet(open_page(client, "/projects/?location=sichuan"), "location")
    assert found[:3] == ["China 3 CN¥3bn", "1Sichuan 2 CN¥2bn", "2Yibin 2 CN¥2bn"]


def test_a_chosen_place_stays_with_those_around_though_nothing_is_there(tree, client):
    page = open_page(client, "/projects/?location=yibin&disclosed=false")
    assert facet(page, "location") == ["China 0", "1Sichuan 0", "2Yibin 0"]
    assert checked(page) == ["yibin"]


@pytest.fixture
def fairs(db):
    fair = make.create_conference(slug="fair", name="Fair")
    for year in (2022, 2023):
        edition = make.create_edition(conference=fair, slug=f"fair-{year}", label=str(year))
        make.create_project(edition=edition)
    make.create_project(edition=make.create_edition(conference=make.create_conference(name="Expo")))


def test_editions_stand_under_a_chosen_conference(fairs, client):
    assert facet(open_page(client, "/projects/"), "conference") == ["Fair 2", "Expo 1"]
    page = open_page(client, "/projects/?conference=fair")
    assert facet(page, "conference") == ["Fair 2", "12022 1", "12023 1", "Expo 1"]


def test_a_chosen_edition_brings_its_conference(fairs, client):
    page = open_page(client, "/projects/?edition=fair-2022")
    assert facet(page, "conference") == ["Fair 1", "12022 1", "12023 1"]
    page = open_page(client, "/projects/?edition=fair-2022&disclosed=true")
    assert facet(page, "conference") == ["Fair 0", "12022 0"]


# Bands of amounts


@pytest.fixture
def amounts(db):
    for amount in (99_999_999, 100_000_000, 999_999_999, 3 * 10**11, None):
        make.create_project(amount=amount)


def bands(page):
    return {link.text: link.attrs for link in page.one("fieldset", id="facet-amount").all("a")}


def test_bands_count_and_lead_to_their_projects(amounts, client):
    found = bands(open_page(client, "/projects/?currency=CNY"))
    assert list(found) == [
        "under CN¥100m 1 CN¥100m",
        "CN¥100m to under CN¥1bn 2 CN¥1.1bn",
        "CN¥100bn and more 1 CN¥300bn",
        "Not disclosed 1",
    ]
    shown = [len(rows(open_page(client, a["href"]).one("table"))) for a in found.values()]
    assert shown == [1, 2, 1, 1]


def test_a_band_takes_the_place_of_another_and_goes_when_chosen_again(amounts, client):
    page = open_page(client, "/projects/?amount_min=100000000000&status=announced")
    found = bands(page)
    [chosen] = [text for text, attrs in found.items() if attrs.get("aria-current")]
    assert found[chosen]["href"] == "/projects/?status=announced"
    other = found["Not disclosed 1"]["href"]
    assert other == "/projects/?status=announced&disclosed=false"


def test_bands_are_of_the_shown_currency(amounts, client):
    page = open_page(client, "/projects/?currency=USD&disclosed=false")
    assert list(bands(page)) == ["Not disclosed 1"]


# A page of all values


def test_a_page_lists_every_value_and_adds_or_removes_it(client, db):
    for name in ("A", "B"):
        make.create_project(sector=make.create_sector(slug=name.lower(), name=name), amount=10**9)
    page = open_page(client, "/projects/facets/sector/?sector=b&currency=USD&view=chart")
    assert [row[:2] for row in rows(page.one("table"))] == [
        ["Add filter A", "1"],
        ["Remove filter ✓ B", "1"],
    ]
    add, remove = page.one("tbody").links
    assert add == "/projects/?sector=b&sector=a&currency=USD&view=chart"
    assert remove == "/projects/?currency=USD&view=chart"
    back = page.one(css="page-head").links
    assert back == ["/projects/?sector=b&currency=USD&view=chart"]


@pytest.mark.parametrize("word", ["yib", "YIBIN", "宜宾"])
def test_values_are_found_by_name_with_the_places_around(tree, client, word):
    page = open_page(client, f"/projects/facets/location/?find={word}&currency=USD")
    found = [row[0].removeprefix("Add filter ") for row in rows(page.one("table"))]
    assert found == ["China", "Sichuan", "Yibin"]
    assert "USD" in [i.attrs["value"] for i in page.all("input", name="currency")]


@pytest.mark.parametrize("name", ["edition", "investor", "year", "status", "commitment"])
def test_every_filter_of_values_has_such_a_page(fairs, client, name):
    investor = make.create_organization(name="Fair Holding")
    make.create_project(investors=[investor], year=None)
    page = open_page(client, f"/projects/facets/{name}/")
    assert rows(page.one("table"))
    page = open_page(client, f"/projects/facets/{name}/?find=nothing-like-it")
    assert page.one(css="empty").one("h2").text == "No value matches"


def test_values_come_in_pages(client, db):
    edition, source = make.create_edition(), make.create_source()
    for _each in range(25):
        make.create_project(edition=edition, source=source, sector=make.create_sector())
    page = open_page(client, "/projects/facets/sector/?page=2")
    assert len(rows(page.one("table"))) == 5
    response = client.get("/projects/facets/sector/?page=9&find=sector")
    assert (response.status_code, response.url) == (
        *(302, "/projects/facets/sector/?find=sector&page=2"),
    )


def test_nonsense_on_such_a_page_is_named_or_ignored(tree, client):
    assert client.get("/projects/facets/colour/").status_code == 404
    page = open_page(client, "/projects/facets/location/?status=sined", status=400)
    assert "Did you mean “signed”?" in page.text
    page = open_page(client, "/projects/facets/location/?utm_source=x&find=yibin")
    assert page.one("p", css="notice").links == [
        "http://testserver/projects/facets/location/?find=yibin"
    ]
