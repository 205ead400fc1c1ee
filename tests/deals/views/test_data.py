"""About the data: counts, files, dictionary and gaps, as the code and the data have them."""

import re

from deals import exports
from deals.vocabulary import METRIC_LABELS, STATUSES
from tests import factories as make
from tests.deals.views.parsing import open_page, rows


def table(page, caption):
    return next(t for t in page.all("table") if t.one("caption").text == caption)


def test_what_is_held_is_counted(db, client):
    for _each in range(2):
        make.create_project(amount=5)
    held = {row[0]: row[1] for row in rows(table(open_page(client, "/data/"), "What is held"))}
    assert (held["Projects"], held["Investments"], held["Editions"]) == ("2", "2", "2")
    assert held["Exchange rates"] == "0"


def test_what_is_missing_is_told_in_numbers(db, client):
    make.create_project(amount=5, location=make.create_country())
    make.create_project()
    make.create_project(resigns_only=True, continues=make.create_project(jobs=5))
    known = {
        row[0]: row[1:] for row in rows(table(open_page(client, "/data/"), "How much is known"))
    }
    assert known["Projects that state a place"] == ["1", "4", "25%"]
    assert known["Projects that disclose an amount"] == ["1", "3", "33.3%"]
    assert known["Projects that state jobs"] == ["1", "3", "33.3%"]


def test_the_dictionary_is_the_column_list_of_the_files(db, client):
    page = open_page(client, "/data/")
    listed = rows(page.one(id="columns-projects").one("table"))
    head = client.get("/api/v1/projects.csv").getvalue().decode().strip().split(",")
    assert [row[0] for row in listed] == head == [column.name for column in exports.PROJECTS]
    assert all(row[1] and row[2] for row in listed)


def test_every_word_of_the_data_is_explained(db, client):
    codes = {node.text for node in open_page(client, "/data/").all("code")}
    assert {*STATUSES, *METRIC_LABELS, "more_than", "range", "mou"} <= codes


def test_every_file_can_be_had(starter, client):
    links = open_page(client, "/data/").all("a", download=None)
    addresses = [link.attrs["href"] for link in links if "download" in link.attrs]
    assert len(addresses) == 7 + 2 * 5
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_citation_names_the_version_and_an_absolute_address(starter, client):
    text = open_page(client, "/data/").text
    assert re.search(r"data version \d+, \d{4}-\d\d-\d\d, http://testserver/projects/", text)


def test_an_empty_collection_offers_no_files(db, client):
    page = open_page(client, "/data/")
    assert not [link for link in page.all("a") if "download" in link.attrs]


def test_a_breakdown_leads_to_its_files(starter, client):
    page = open_page(client, "/sectors/energy/?currency=USD")
    files = page.one(css="table-files").all("a")
    assert [link.text.partition(",")[0] for link in files] == ["CSV", "XLSX"]
    body = client.get(files[0].attrs["href"]).getvalue().decode()
    shown = rows(next(t for t in page.all("table") if t.one("caption").text == "By country"))
    labels = [line.split(",")[1] for line in body.split("\r\n")[1:-1]]
    assert labels == [row[0] for row in shown]


def test_the_scorecard_leads_to_its_file(starter, client):
    page = open_page(client, "/editions/world-power-battery-conference-2024/?currency=USD")
    [link] = [
        a for a in page.all("a") if a.attrs.get("href", "").partition("?")[0].endswith(".csv")
    ]
    response = client.get(link.attrs["href"])
    assert response["Content-Disposition"].startswith("attachment")
    assert b"\r\nprojects,whole," in response.getvalue()


def test_whose_data_they_are_is_said_where_readers_look(db, client):
    licence, geonames = "creativecommons.org/licenses/by/4.0/", "https://www.geonames.org/"
    for address in ("/data/", "/method/", "/zh-hans/data/", "/zh-hans/method/", "/"):
        text = client.get(address).text
        assert licence in text
        assert geonames in text
    about = client.get("/data/").text
    assert "European Central Bank" in about
    assert "https://www.naturalearthdata.com/" in about
