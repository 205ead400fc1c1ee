"""CSV: a header and a row for each record, as RFC 4180 has it."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from deals.columns import PROJECTS, Column, fetched
from deals.exports.cells import safe_cell, word
from deals.exports.streams import in_chunks, streamed, whole_or_broken
from deals.resources.links import text

BOM = "\ufeff"


def csv_of(projects, *, bom: bool = False) -> Iterator[str]:
    """The projects as CSV; what breaks off ends with a line that says so."""
    return csv_table(PROJECTS, streamed(fetched(projects)), bom=bom)


def csv_table(columns: Iterable[Column], records: Iterable, *, bom: bool = False) -> Iterator[str]:
    """Any records as CSV."""
    parts = csv_parts(columns, records, bom=bom)
    return whole_or_broken(parts, lambda remedy: f"# INCOMPLETE: {remedy}\r\n")


def csv_parts(columns, records, *, bom: bool = False) -> Iterator[str]:
    columns = list(columns)
    yield (BOM if bom else "") + _lines([[column.name for column in columns]])
    readers = [_reader(column) for column in columns]
    # Rows before chunks: a record can go as soon as it is read.
    for chunk in in_chunks([read(record) for read in readers] for record in records):
        yield _lines(chunk)


def _reader(column: Column) -> Callable:
    """How a cell of the column is written; numbers and dates need no care, so they get none."""
    read = column.read
    if column.type == "boolean":
        return lambda record: word(read(record))
    if column.type == "datetime":
        return lambda record: text(read(record))
    if column.type in ("integer", "number", "year", "date"):
        return read
    return lambda record: safe_cell(read(record))


def _lines(rows: Iterable[list]) -> str:
    lines = StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()
