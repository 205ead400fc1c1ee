"""CSV: a header and a row for each record, as RFC 4180 has it."""

import re
from collections.abc import Callable, Iterable, Iterator

from deals.columns import PROJECTS, Column
from deals.exports.cells import word
from deals.exports.streams import in_chunks, rows_streamed, whole_or_broken
from deals.formulas import safe_cell, safe_cells
from deals.resources.links import text
from deals.stored import rows_of

BOM = "\ufeff"
END = "\r\n"
SPECIAL = re.compile('[,"\r\n]')


def csv_of(projects, *, bom: bool = False) -> Iterator[str]:
    """The projects as CSV; what breaks off ends with a line that says so."""
    columns, rows = rows_of(projects, PROJECTS)
    return csv_table(columns, rows_streamed(rows), bom=bom)


def csv_table(columns: Iterable[Column], records: Iterable, *, bom: bool = False) -> Iterator[str]:
    """Any records as CSV."""
    parts = csv_parts(columns, records, bom=bom)
    return whole_or_broken(parts, lambda remedy: f"# INCOMPLETE: {remedy}\r\n")


def csv_parts(columns, records, *, bom: bool = False) -> Iterator[str]:
    """The lines of each chunk together, a column at a time.

    `csv.writer` looks at every character in turn, which takes three quarters of all the time.
    """
    columns = list(columns)
    yield (BOM if bom else "") + ",".join(column.name for column in columns) + END
    writers = [_writer(column) for column in columns]
    if len(columns) == 1:
        # A line that is blank would be no row.
        [only] = writers
        writers = [lambda records: [cell or '""' for cell in only(records)]]
    for chunk in in_chunks(records):
        cells = (write(chunk) for write in writers)
        yield END.join(map(",".join, zip(*cells, strict=True))) + END


def _writer(column: Column) -> Callable[[list], list[str]]:
    """How the cells of a column are written; numbers and dates need no care, so they get none."""
    read = column.read
    if column.type == "boolean":
        return lambda records: [word(read(record)) for record in records]
    if column.type == "datetime":
        return lambda records: [text(read(record)) or "" for record in records]
    if column.type in ("integer", "number", "year", "date"):
        return lambda records: _texts(map(read, records))
    if column.type == "any":
        return lambda records: quoted(_texts(map(safe_cell, map(read, records))))
    return lambda records: quoted(safe_cells(map(read, records)))


def _texts(values: Iterable) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def quoted(cells: list[str]) -> list[str]:
    """The cells, those in quotes that would be taken for several."""
    special = SPECIAL.search
    if not special("".join(cells)):
        return cells
    return [_in_quotes(cell) if special(cell) else cell for cell in cells]


def _in_quotes(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
