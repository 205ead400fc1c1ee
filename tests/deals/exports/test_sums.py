"""Tables of sums: the rows are those of the totals, and nothing stands there twice."""

import csv
import io

import pytest
from openpyxl import load_workbook

from deals.stats import DIMENSIONS
from tests.factories import create_project


def rows_of(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).getvalue().decode())))


@pytest.mark.parametrize("group_by", DIMENSIONS)
def test_the_file_holds_the_groups_of_the_totals(group_by, client, starter):
    query = f"group_by={group_by}&currency=USD&sector=energy"
    groups = client.get(f"/api/v1/totals/?{query}").json()["groups"]
    rows = rows_of(client, f"/api/v1/totals.csv?{query}")
    as_text = ["" if g["key"] is None else str(g["key"]) for g in groups]
    assert [row["key"] for row in rows] == as_text
    sums = [str(g["investment"]["value"] or "") for g in groups]
    assert [row["investment_value"] for row in rows] == sums
    assert [int(row["projects"]) for row in rows] == [g["projects"] for g in groups]


@pytest.mark.parametrize("group_by", ["year,sector", "location,investor", "reported_currency,year"])
def test_two_dimensions_have_two_keys_in_each_row(group_by, client, starter):
    groups = client.get(f"/api/v1/totals/?group_by={group_by}").json()["groups"]
    rows = rows_of(client, f"/api/v1/totals.csv?group_by={group_by}")
    pairs = [[k["key"] for k in (group, group["second"])] for group in groups]
    as_text = [["" if key is None else str(key) for key in pair] for pair in pairs]
    assert [[row["key"], row["second_key"]] for row in rows] == as_text
    assert [row["second_label"] for row in rows] == [g["second"]["label"] for g in groups]
    assert [int(row["projects"]) for row in rows] == [g["projects"] for g in groups]


def test_both_dimensions_name_the_file(client, db):
    response = client.get("/api/v1/totals.csv?group_by=reported_currency,year")
    assert "totals-by-reported-currency-year-version-" in response["Content-Disposition"]


def test_a_level_applies_and_names_the_file(client, starter):
    response = client.get("/api/v1/totals.csv?group_by=location&level=country")
    assert "totals-by-location-version-" in response["Content-Disposition"]
    assert b"\r\nchina,China,,," in response.getvalue()


def test_without_groups_there_is_the_one_row_of_the_total(client, db):
    create_project(amount=5, jobs=3)
    [row] = rows_of(client, "/api/v1/totals.csv")
    assert (row["key"], row["projects"], row["investment_value"], row["jobs_value"]) == (
        *("", "1", "5"),
        "3",
    )


def test_the_workbook_has_numbers(client, starter):
    body = client.get("/api/v1/totals.xlsx?group_by=year").getvalue()
    head, first, *_rest = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert isinstance(row["projects"], int)
    assert row["key"] == row["label"]


@pytest.mark.parametrize("query", ["group_by=nope", "group=x", "explain=1", "limit=5"])
def test_what_it_does_not_take_is_refused(query, client, db):
    assert client.get(f"/api/v1/totals.csv?{query}").status_code == 400


def test_the_scorecard_of_the_seed_edition(client, starter):
    path = "/api/v1/editions/world-power-battery-conference-2024/reconciliation"
    rows = rows_of(client, f"{path}.csv")
    found = {(r["metric"], r["line"], r["location"], r["currency"]): r for r in rows}
    assert found["projects", "whole", "", ""]["reported"] == "137"
    assert found["investment", "part", "yibin", "CNY"]["reported"] == "84550000000"
    assert found["investment", "remainder", "", "CNY"]["reported"] == "10700000000"
    assert client.get(f"{path}.csv?nope=1").status_code == 400
