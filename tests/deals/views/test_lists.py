"""How the list of projects shows them: columns, views, and how much it weighs."""

import gzip

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db
DEFAULT = ["Project", "Edition", "Place", "Sector", "Status", "Amount", "Jobs", "Yearly output"]


def heads(page):
    return [th.text.split(" CN¥")[0].rstrip(" ▼▲↕") for th in page.all("th", scope="col")]


@pytest.fixture
def one(db):
    make.create_project(name="A", amount=10**9, output_value=2 * 10**9, commitment="mou")


def test_the_columns_as_they_are_at_first(one, client):
    page = open_page(client, "/projects/")
    assert heads(page) == DEFAULT
    assert rows(page.one("table"))[0][5:] == ["1.000", "Not stated", "2.000"]


def test_columns_are_chosen_in_the_address(one, client):
    page = open_page(client, "/projects/?columns=output_value,commitment,date")
    assert heads(page) == ["Project", "Date", "Commitment", "Yearly output"]
    assert rows(page.one("table")) == [["A", "2024", "Memorandum of understanding", "2.000"]]


@pytest.mark.parametrize("name", ["date", "commitment", "output_value", "status", "jobs"])
def test_each_column_sorts(one, client, name):
    page = open_page(client, f"/projects/?columns={name}")
    link = page.one("a", id=f"sort-{name}").attrs["href"]
    assert f"columns={name}" in link
    heads = [th for th in open_page(client, link).all("th") if "aria-sort" in th.attrs]
    assert [head.one("a").attrs["id"] for head in heads] == [f"sort-{name}"]


def test_the_boxes_of_columns_belong_to_the_filter_form(one, client):
    page = open_page(client, "/projects/?columns=jobs")
    boxes = page.all("input", form="filters", name="columns")
    assert [box.attrs["value"] for box in boxes if "checked" in box.attrs] == ["jobs"]
    response = client.get("/projects/?q=&status=announced&columns=jobs&columns=amount")
    canonical = "/projects/?status=announced&columns=amount%2Cjobs"
    assert (response.status_code, response.url) == (302, canonical)


@pytest.mark.parametrize("query", ["view=chart", "status=cancelled"])
def test_where_no_boxes_stand_the_columns_are_kept(one, client, query):
    page = open_page(client, f"/projects/?{query}&columns=jobs")
    [kept] = page.all("input", form="filters", name="columns")
    assert (kept.attrs["type"], kept.attrs["value"]) == ("hidden", "jobs")


def test_every_address_keeps_the_columns(one, client):
    page = open_page(client, "/projects/?columns=jobs&status=announced")
    links = page.one(css="results").all("a")
    kept = [a.attrs["href"] for a in links if a.attrs["href"].startswith("/projects/?")]
    assert len(kept) > 7
    assert [href for href in kept if "columns=jobs" not in href] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("columns=colour", "columns colour: “colour” is not known"),
        ("view=pie", "view pie: “pie” is not known. Use one of: table, chart, map."),
        ("view=chart&by=colour", "by colour: “colour” is not known"),
    ],
)
def test_an_unknown_way_to_show_them_is_a_bad_value(one, client, query, said):
    page = open_page(client, f"/projects/?{query}", status=400)
    assert said in page.one(css="error-summary").text
    fragment = client.get(f"/api/v1/projects.html?{query}")
    assert fragment.status_code == 400
    assert client.get(f"/api/v1/projects/?{query}").status_code == 400


def test_table_chart_and_map_are_links_over_the_same_query(one, client):
    page = open_page(client, "/projects/?status=announced&view=chart&by=sector&columns=jobs")
    tabs = {a.text: a.attrs for a in page.one(css="table-tools").one("nav", css="toggle").all("a")}
    assert {text: a["href"] for text, a in tabs.items()} == {
        "Table": "/projects/?status=announced&columns=jobs",
        "Chart": "/projects/?status=announced&view=chart&by=sector&columns=jobs",
        "Map": "/projects/?status=announced&view=map&columns=jobs",
    }
    assert [text for text, a in tabs.items() if a.get("aria-current")] == ["Chart"]


@pytest.mark.parametrize("view", ["chart", "map"])
def test_a_view_without_rows_has_no_pages(one, client, view):
    address = f"http://testserver/projects/?view={view}"
    page = open_page(client, f"/projects/?view={view}&page=99")
    assert page.one("link", rel="canonical").attrs["href"] == address
    assert page.one(id="totals").one("dl").numbers[0] == 1
    empty = open_page(client, f"/projects/?view={view}&status=cancelled")
    assert empty.one(css="empty").one("h2").text == "No project matches"


def test_the_fragment_pushes_the_address_with_view_and_columns(one, client):
    response = client.get("/api/v1/projects.html?view=map&columns=jobs,date&limit=50&lang=en")
    assert response["HX-Push-Url"] == "/projects/?view=map&columns=date%2Cjobs&per_page=50"


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_page_of_fifty_rows_is_light(starter, client, prefix):
    html = client.get(f"{prefix}/projects/?per_page=50&currency=USD").content
    assert html.count(b'<th scope="row"') == 50
    assert len(html) <= 100 * 1024
    assert len(gzip.compress(html)) < 20_000
