"""XLSX: numbers are numbers, dates are dates, and nothing runs."""

import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from deals import exports
from tests.factories import create_edition, create_organization, create_project

HOSTILE = [
    *["=1+1", "==1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＠x", "\x01=1", "#REF!"],
    *["a\x0bb", "\ufffe=2"],
]


def opened(body):
    return load_workbook(io.BytesIO(body))


def rows_of(client, query=""):
    sheet = opened(client.get(f"/api/v1/projects.xlsx{query}").getvalue()).worksheets[0]
    head, *rows = sheet.iter_rows()
    return [dict(zip([cell.value for cell in head], row, strict=True)) for row in rows]


def test_cells_have_the_types_of_what_they_hold(client, db):
    edition = create_edition(year=2024, starts_on=datetime.date(2024, 9, 1))
    create_project(edition=edition, amount=95_250_000_000, jobs=5)
    [row] = rows_of(client)
    assert (row["amount"].value, row["amount"].number_format) == (95_250_000_000, "#,##0")
    assert row["date"].value == datetime.datetime(2024, 9, 1)
    assert (row["year"].value, row["year"].number_format) == (2024, "General")
    assert row["disclosed"].value is True
    assert row["output_value"].value is None


def test_decimals_are_numbers_and_moments_are_dates_in_utc(about):
    east = datetime.timezone(datetime.timedelta(hours=8))
    row = {
        "number": Decimal("7.8626"),
        "datetime": datetime.datetime(2024, 9, 1, 8, tzinfo=east),
    }
    columns = [exports.Column(kind, lambda row, kind=kind: row[kind], "", "", kind) for kind in row]
    rows = [row, {"number": 2, "datetime": None}]
    body = b"".join(exports.xlsx_table(columns, rows, about))
    _head, first, second = opened(body).worksheets[0].iter_rows(values_only=True)
    assert first == (7.8626, datetime.datetime(2024, 9, 1))
    assert second == (2, None)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_runs_or_breaks_the_file(text, about):
    column = exports.Column("text", lambda value: value, "=title", "=meaning")
    body = b"".join(exports.xlsx_table([column], [text], about))
    cell = opened(body).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "＝", "＠"))


def test_several_currencies_are_joined_as_in_the_csv(client, db):
    project = create_project(amount=5, investors=[create_organization(slug="one")])
    [row] = rows_of(client)
    assert row["ref"].value == project.ref
    assert (row["investors"].value, row["currency"].value) == ("one", "CNY")


def test_the_second_sheet_tells_what_the_file_is(about):
    body = b"".join(exports.xlsx_table(exports.PROJECTS, [], about))
    book = opened(body)
    facts = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(max_row=12)}
    assert facts["Data version"] == 7
    assert facts["Filter"] == "Search: =1+1; Status: Signed or Operating"
    assert facts["Downloaded on (UTC)"] == datetime.datetime(2024, 9, 1)
    names = [row[0].value for row in book.worksheets[1].iter_rows(min_row=15)]
    assert names == [column.name for column in exports.PROJECTS]


def test_a_filter_that_is_a_formula_stays_text(client, db):
    book = opened(client.get("/api/v1/projects.xlsx?q==1%2B1").getvalue())
    cells = [cell for row in book.worksheets[1].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_the_words_are_in_the_language_asked_for(client, db):
    book = opened(client.get("/api/v1/projects.xlsx?lang=zh-hans").getvalue())
    meanings = book.worksheets[1].iter_rows(min_row=15, values_only=True)
    assert {row[0]: row[1] for row in meanings}["status"] == "状态"


def test_more_rows_than_a_sheet_holds_are_refused(client, db, monkeypatch):
    monkeypatch.setattr(exports, "MAX_ROWS", 1)
    for _each in range(2):
        create_project()
    response = client.get("/api/v1/projects.xlsx")
    assert response.status_code == 400
    assert "A sheet holds at most 1 rows" in response.json()["errors"][0]["detail"]
