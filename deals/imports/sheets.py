"""A file as sheets of rows, whatever it is; and the one sheet of it that holds projects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from deals.imports.delimited import csv_rows
from deals.imports.headers import Headers, best_headers
from deals.imports.rows import BadFile, Limits, Row
from deals.imports.workbook import is_old_workbook, is_workbook, unpacked_sheets, workbook_sheets

SEARCHED = 20  # rows in which the header may stand, below a title
ADMIN = Limits()
SMALL_ROWS, SMALL_SHEET = 500, 1_500_000


@dataclass
class Table:
    """The sheet that holds projects: its headers, its rows one after another, what was noticed."""

    headers: Headers
    rows: Iterator[Row]
    notices: list[str] = field(default_factory=list)


def read_table(content: bytes, limits: Limits = ADMIN, without: Iterable[str] = ()) -> Table:
    """Raises `BadFile`, at once or while rows are read."""
    if len(content) > limits.size:
        raise BadFile(
            _("The file has %(size)s MB; at most %(most)s MB are read. Split it.")
            % {"size": round(len(content) / 2**20, 1), "most": limits.size // 2**20}
        )
    notices: list[str] = []
    found, others = None, []
    for title, rows in _sheets(content, limits, notices):
        numbered = enumerate(rows, 1)
        head = list(islice(numbered, SEARCHED))
        for number, cells in head:
            _check_width(number, cells, limits)
        headers = best_headers(title, head)
        if headers and found is None:
            headers = headers.without(without)
            found = Table(headers, _data(headers, chain(head, numbered), limits), notices)
            break
        others.append((title, headers or best_headers(title, head, least=1)))
    if found is None:
        raise BadFile(_not_found(others))
    return found


def _sheets(content: bytes, limits: Limits, notices: list[str]):
    if not content.strip():
        raise BadFile(_("The file is empty."))
    if is_old_workbook(content):
        raise BadFile(
            _("This is a workbook of an old Excel, or one with a password. Save as XLSX.")
        )
    if is_workbook(content):
        return workbook_sheets(content, limits)
    return iter([("", csv_rows(content, limits, notices))])


def _not_found(others) -> str:
    seen = [text for _title, headers in others if headers for text in headers.unknown][:8]
    message = _(
        "No row with known headers was found among the first %(rows)s. A table needs at least two "
        "of them, such as “name” and “amount”; the template has all."
    ) % {"rows": SEARCHED}
    return f"{message} ({', '.join(seen)} …)" if seen else message


def _data(headers: Headers, rows, limits: Limits) -> Iterator[Row]:
    """The rows below the header that hold anything."""
    count = 0
    for number, cells in rows:
        if number <= headers.row or not any(cell is not None for cell in cells):
            continue
        _check_width(number, cells, limits)
        if _is_end_of_export(cells):
            raise BadFile(_("The export broke off: it ends with “INCOMPLETE”. Download it again."))
        count += 1
        if count > limits.rows:
            raise BadFile(
                _("The sheet has more than %(most)s rows. Split it, or use the command.")
                % {"most": f"{limits.rows:,}"}
            )
        yield headers.row_of(number, cells)


def _check_width(number: int, cells: list, limits: Limits) -> None:
    if len(cells) > limits.columns and any(c is not None for c in cells[limits.columns :]):
        raise BadFile(
            _("Row %(row)s has %(columns)s columns; at most %(most)s are read.")
            % {"row": number, "columns": len(cells), "most": limits.columns}
        )


def _is_end_of_export(cells) -> bool:
    return isinstance(cells[0], str) and cells[0].startswith("# INCOMPLETE")


def is_small(content: bytes) -> bool:
    """Whether the file has no more than some hundred rows, so that a request can wait for it."""
    if is_workbook(content):
        return unpacked_sheets(content) < SMALL_SHEET
    return content.count(b"\n") <= SMALL_ROWS


def raw_rows(content: bytes, limits: Limits = ADMIN) -> tuple[Headers, Iterator[tuple[int, list]]]:
    """The sheet that `read_table` reads, as it is: number and cells of each row."""
    for title, rows in _sheets(content, limits, []):
        numbered = enumerate(rows, 1)
        head = list(islice(numbered, SEARCHED))
        headers = best_headers(title, head)
        if headers:
            return headers, chain(head, numbered)
    raise BadFile(_not_found([]))
