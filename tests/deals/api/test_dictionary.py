"""The columns of every table, for people and for programs."""

import pytest

from deals.tables import RECONCILIATION, TABLES
from tests.deals.views.parsing import open_page, rows

PAGE, PACKAGE = "/api/v1/dictionary/", "/api/v1/datapackage.json"


def test_the_page_explains_every_column_of_every_table(client, db):
    page = open_page(client, PAGE)
    for table in [*TABLES.values(), RECONCILIATION]:
        listed = rows(page.one(id=f"columns-{table.name}").one("table"))
        assert [row[0] for row in listed] == [column.name for column in table.columns]
        assert all(row[1] and row[2] for row in listed)


def test_the_page_leads_to_every_file(client, db):
    files = [link.attrs["href"] for link in open_page(client, PAGE).all("a", download=None)]
    files = [address for address in files if ".csv" in address]
    assert len(files) == len(TABLES)
    for address in files:
        assert client.get(address).status_code == 200, address


def test_the_package_names_the_file_of_every_table(client, db):
    found = client.get(PACKAGE).json()
    assert [each["name"] for each in found["resources"]] == [*TABLES]
    for each in found["resources"]:
        head = client.get(each["path"]).getvalue().decode().splitlines()[0].split(",")
        assert [field["name"] for field in each["schema"]["fields"]] == head


def test_the_package_speaks_the_language_asked_for(client, db):
    title = client.get(PACKAGE, {"lang": "zh-hans"}).json()["resources"][0]["title"]
    assert title == "项目"


@pytest.mark.parametrize("query", ["lang=xx", "limit=5"])
def test_the_package_is_strict(query, client, db):
    assert client.get(f"{PACKAGE}?{query}").status_code == 400


def test_the_package_is_asked_for_again_only_when_it_changed(client, db):
    tag = client.get(PACKAGE)["ETag"]
    assert client.get(PACKAGE, headers={"If-None-Match": tag}).status_code == 304
