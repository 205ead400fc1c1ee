"""Every table as a file: what the schema says of a column is what its cells read as."""

import csv
import datetime
import io
from itertools import islice

import pytest
from openpyxl import load_workbook

from deals import exports
from deals.tables import TABLES
from tests.deals.tables.starter_rows import RESULTS

READS = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
}
IN_SHEETS = {
    "integer": int,
    "year": int,
    "number": (int, float),
    "boolean": bool,
    "date": datetime.datetime,
    "datetime": datetime.datetime,
}


def some(name):
    table = TABLES[name]
    return list(islice(table.rows(RESULTS[name]()), 300))


@pytest.mark.parametrize("name", TABLES)
def test_a_csv_reads_back_as_its_schema_says(name, starter):
    table, rows = TABLES[name], some(name)
    lines = list(csv.DictReader(io.StringIO("".join(exports.csv_table(table.columns, rows)))))
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        for column in table.columns:
            cell, value = line[column.name], column.read(row)
            if column.type == "number" and value is not None:
                value = float(value)
            assert (cell == "") == (value in (None, ""))
            if cell and column.type in READS:
                assert READS[column.type](cell) == value


@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_has_numbers_dates_and_truths(name, starter, about):
    table, rows = TABLES[name], some(name)
    body = b"".join(exports.xlsx_table(table.columns, rows, about))
    head, *lines = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    assert head == tuple(column.name for column in table.columns)
    assert len(lines) == len(rows)
    for cells in zip(table.columns, *lines, strict=True):
        kind = IN_SHEETS.get(cells[0].type, (str, int))
        assert {type(cell) for cell in cells[1:] if not isinstance(cell, kind)} <= {type(None)}
