"""XLSX: the records on one sheet, what they are on another; numbers as numbers, dates as dates.

openpyxl writes each sheet to a file on disk, so memory stays flat; nothing is sent before the
workbook is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from tempfile import TemporaryFile

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from deals.columns import Column
from deals.exports.about import About
from deals.exports.cells import xml_text
from deals.exports.streams import whole_or_broken

MAX_ROWS = 1_048_575  # beside the header
PIECE = 64 * 1024
WIDTHS = {"integer": 18, "number": 14, "date": 12, "datetime": 18, "year": 8, "boolean": 10}


def xlsx_table(columns: Iterable[Column], records: Iterable, about: About) -> Iterator[bytes]:
    """Any records as a workbook, the second sheet of which says what they are."""
    return whole_or_broken(_pieces(list(columns), records, about))


def _pieces(columns: list[Column], records, about: About) -> Iterator[bytes]:
    with TemporaryFile() as file:
        with closed_workbook() as book:
            book.properties.title = xml_text(about.title)
            book.properties.creator = "Conference Deals"
            book.properties.created = about.changed_at.replace(tzinfo=None)
            _write_records(book.create_sheet(_("Data")), columns, records)
            _write_about(book.create_sheet(pgettext("sheet", "About")), columns, about)
            book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def closed_workbook() -> Iterator[Workbook]:
    """A workbook whose sheets leave no file behind, also where writing one of them fails."""
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            # openpyxl takes its files away when it saves, or else at the end of the process.
            with suppress(Exception):
                sheet.close()
            with suppress(Exception):
                sheet._writer.cleanup()
        raise


def _write_records(sheet, columns: list[Column], records: Iterable) -> None:
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, 1):
        width = WIDTHS.get(column.type, 22)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_bold(sheet, column.name) for column in columns])
    writers = [_writer(sheet, column) for column in columns]
    for record in records:
        sheet.append([write(record) for write in writers])


def _write_about(sheet, columns: list[Column], about: About) -> None:
    """The facts, then what each column means."""
    for letter, width in zip("ABCDE", (28, 34, 80, 12, 28), strict=True):
        sheet.column_dimensions[letter].width = width
    for label, value in about.facts:
        text = _text(sheet, value) if isinstance(value, str) else value
        sheet.append([_bold(sheet, label), text])
    sheet.append([])
    heads = (_("Column"), _("Title"), _("Meaning"), _("Type"), _("Unit"))
    sheet.append([_bold(sheet, head) for head in heads])
    for column in columns:
        row = (column.name, column.title, column.description, column.type, column.unit)
        sheet.append([_text(sheet, str(value)) for value in row])


def _writer(sheet, column: Column) -> Callable:
    """What makes a cell of the column; long numbers keep all their digits in view."""
    read = column.read
    if column.type in ("boolean", "number", "date", "year"):
        return read
    if column.type == "datetime":
        return lambda record: _without_zone(read(record))

    number = WriteOnlyCell(sheet)
    number.number_format = "#,##0"

    def write(record):
        value = read(record)
        if isinstance(value, int):
            # One cell for the whole column: a row is written before the next one is made.
            number.value = value
            return number
        return _text(sheet, value) if value else None

    return write


def _without_zone(moment: datetime | None) -> datetime | None:
    """A moment in UTC as a sheet has it, which knows no time zones."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def _text(sheet, text: str):
    """Text that stays text, also where it looks like an error of a spreadsheet."""
    text = xml_text(text)
    if text not in ERROR_CODES:
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _bold(sheet, text) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=xml_text(str(text)))
    cell.font = Font(bold=True)
    return cell
