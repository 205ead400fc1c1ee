"""Charts as files: an SVG that needs nothing else, and its numbers."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from deals.vocabulary import CHART_LABELS
from tests import factories as make

SVG = "{http://www.w3.org/2000/svg}"


def rows_of(client, query):
    text = client.get(f"/api/v1/charts.csv?{query}").content.decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("by", CHART_LABELS)
def test_a_drawing_stands_alone(starter, client, by):
    answer = client.get(f"/api/v1/charts.svg?by={by}&currency=USD&lang=zh-hans")
    assert answer["Content-Type"].startswith("image/svg+xml")
    root = ET.fromstring(answer.content)
    assert root.find(f"{SVG}title").text
    assert root.get("viewBox")
    for element in root.iter():
        assert not {"style", "class", "onload"} & set(element.attrib)
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}image")


@pytest.mark.parametrize("by", ["year", "sector", "status", "location", "edition", "commitment"])
def test_its_numbers_add_up_to_the_total(starter, client, by):
    query = "conference=choose-france-summit&currency=USD"
    totals = client.get(f"/api/v1/totals/?{query}").json()
    rows = rows_of(client, f"{query}&by={by}")
    assert sum(int(row["projects"]) for row in rows) == totals["projects"]
    assert sum(int(row["value"] or 0) for row in rows) == totals["investment"]["value"]


def test_no_cell_runs_as_a_formula(db, client):
    make.create_project(sector=make.create_sector(name="=1+1"), amount=5)
    [row] = rows_of(client, "by=sector")
    assert row["label"] == "'=1+1"


@pytest.mark.parametrize("query", ["by=colour", "limit=5", "statuss=x", "by=year&by=sector"])
def test_nonsense_is_refused(db, client, query):
    for suffix in ("svg", "csv"):
        assert client.get(f"/api/v1/charts.{suffix}?{query}").status_code == 400


def test_nothing_to_draw_is_a_drawing_that_says_so(db, client):
    ET.fromstring(client.get("/api/v1/charts.svg").content)
    assert rows_of(client, "by=year") == []
