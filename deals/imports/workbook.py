"""XLSX, read row by row. A small file may unpack to gigabytes: it is looked at first."""

import re
import warnings
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl.xml import DEFUSEDXML

from deals.imports.rows import BadFile, ErrorValue, Formula, Limits
from deals.imports.watching import opened

MB = 1024 * 1024
# Only sheets and their texts grow with the data; openpyxl builds a tree of everything else.
GROWING = ("xl/worksheets/sheet", "xl/sharedstrings")
LARGEST_OTHER = 10 * MB
LAST_ROW = 1_048_576

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
Cells = list
NOT_READABLE = _("The workbook cannot be read (%(reason)s). Save it anew as XLSX and try again.")


# What zipfile raises for damaged, encrypted or oddly packed files.
NO_ARCHIVE = (BadZipFile, ValueError, NotImplementedError, OSError)


def is_workbook(content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04"


def is_old_workbook(content: bytes) -> bool:
    return content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_size(content: bytes, limits: Limits) -> None:
    """Refuse by what the archive says of itself; zipfile reads no more of a member than that."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except NO_ARCHIVE as error:
        raise BadFile(NOT_READABLE % {"reason": error}) from None
    if len(members) > limits.members:
        raise BadFile(
            _(
                "The workbook holds %(count)s parts; at most %(most)s are read. Copy the sheet "
                "alone into a new workbook."
            )
            % {"count": len(members), "most": limits.members}
        )
    unpacked = sum(member.file_size for member in members)
    others = [m for m in members if not m.filename.lower().startswith(GROWING)]
    if unpacked > limits.unpacked or any(m.file_size > LARGEST_OTHER for m in others):
        raise BadFile(
            _(
                "The workbook unpacks to %(size)s MB, more than is read. Copy the cells alone into "
                "a new workbook, or split it."
            )
            % {"size": unpacked // MB}
        )
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise BadFile(_("This is no Excel workbook. Save the sheet as XLSX or CSV and try again."))


def unpacked_sheets(content: bytes) -> int:
    """Bytes of the sheets when unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(
                m.file_size for m in archive.infolist() if m.filename.lower().startswith(GROWING[0])
            )
    except NO_ARCHIVE:
        return 0


def workbook_sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, Iterator[Cells]]]:
    """(title, rows) of each sheet; a row may be shorter than others, and is empty where blank."""
    if not DEFUSEDXML:  # pragma: no cover - openpyxl sees defusedxml, or an operator hid it
        raise BadFile("defusedxml is not in use.")
    check_size(content, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = opened(content, limits)
        except BadFile:
            raise
        except Exception as error:
            raise _unreadable(error) from error
    with closing(book):
        for sheet in book.worksheets:
            yield sheet.title, _rows(sheet, limits)


def _unreadable(error: Exception) -> BadFile:
    # openpyxl raises nearly anything on a damaged file.
    return BadFile(NOT_READABLE % {"reason": type(error).__name__})


def _rows(sheet, limits: Limits) -> Iterator[Cells]:
    # What the file says of its own size pads every row to it, or cuts rows off.
    with suppress(AttributeError):
        sheet.reset_dimensions()
    rows = iter(sheet.iter_rows())
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except BadFile:
            raise
        except Exception as error:
            raise _unreadable(error) from error
        if row is None:
            return
        if number > LAST_ROW:
            raise BadFile(_("The sheet has more rows than Excel knows. Save it anew."))
        yield _values(row, number, limits)


def _values(row: tuple, number: int, limits: Limits) -> Cells:
    values = [_value(cell) for cell in row]
    while values and values[-1] is None:
        values.pop()
    if len(values) > limits.columns:
        raise BadFile(
            _(
                "Row %(row)s has a cell in column %(column)s; at most %(most)s columns are read. "
                "Delete what stands to the right of the table."
            )
            % {"row": number, "column": len(values), "most": limits.columns}
        )
    return values


def _value(cell):
    value, kind = cell.value, cell.data_type
    if value is None or value == "":
        return None
    if kind == "f":
        return Formula(getattr(value, "text", None) or value)
    if isinstance(value, str):
        # An escape in the file can make any character, and no database takes NUL.
        value = CONTROL.sub("", value) or None
    return ErrorValue(value) if kind == "e" else value
