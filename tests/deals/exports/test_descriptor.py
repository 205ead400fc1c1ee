"""The descriptor of the whole API, by the rules of the Data Package standard."""

import json
import re

import pytest

from deals import exports
from deals.models.version import Snapshot
from deals.resources.links import site
from deals.tables import TABLES

ADDRESSES = {name: f"https://example.org/api/v1/{name}.csv" for name in TABLES}


@pytest.fixture
def package():
    token = site.set("https://example.org")
    yield json.loads(json.dumps(exports.datapackage(ADDRESSES, Snapshot(7, None))))
    site.reset(token)


def test_the_package_has_what_the_standard_requires(package):
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert (package["version"], package["homepage"]) == ("7", "https://example.org/data/")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["created"])
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert {"GeoNames", "European Central Bank"} < {each["title"] for each in package["sources"]}


def test_every_table_is_a_resource_with_the_address_of_its_file(package):
    assert {each["name"]: each["path"] for each in package["resources"]} == ADDRESSES
    for each in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", each["name"])
        assert (each["type"], each["mediatype"], each["encoding"]) == ("table", "text/csv", "utf-8")
        assert each["schema"]["missingValues"] == [""]
        fields = [field["name"] for field in each["schema"]["fields"]]
        assert fields == [column.name for column in TABLES[each["name"]].columns]


def test_keys_and_references_name_fields_that_exist(package):
    fields = {
        each["name"]: {field["name"] for field in each["schema"]["fields"]}
        for each in package["resources"]
    }
    for each in package["resources"]:
        assert set(each["schema"].get("primaryKey", [])) <= fields[each["name"]]
        for key in each["schema"].get("foreignKeys", []):
            there = key["reference"].get("resource", each["name"])
            assert set(key["fields"]) <= fields[each["name"]]
            assert set(key["reference"]["fields"]) <= fields[there]


def test_a_table_refers_to_itself_without_its_name(package):
    [places] = [each for each in package["resources"] if each["name"] == "locations"]
    assert places["schema"]["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"fields": ["id"]}}
    ]


def test_a_package_refers_to_nothing_that_it_lacks():
    package = exports.datapackage({"editions": "editions.csv"}, Snapshot(7, None))
    assert "foreignKeys" not in package["resources"][0]["schema"]
