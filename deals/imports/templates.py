"""A sheet to fill in, with or without an example row, made from the column list."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font

from deals.columns import PROJECTS
from deals.imports.headers import READ

# What a row may look like; the records it names are those of the starter data.
EXAMPLE = {
    "name": "Cell plant, first phase",
    "name_local": "电池工厂一期",
    "edition": "world-power-battery-conference-2024",
    "signed_on": "2024-09-01",
    "location": "yibin",
    "sector": "batteries",
    "investors": "far-east-holding",
    "status": "signed",
    "commitment": "contract",
    "amount": "95.25亿",
    "currency": "CNY",
    "qualifier": "more_than",
    "jobs": "2,000+",
    "source": "chuanguan-news-151",
}


def template(form: str, language: str, *, example: bool) -> bytes:
    """``csv`` or ``xlsx``, with the titles of the language as headers."""
    with translation.override(language):
        columns = [column for column in PROJECTS if column.name in READ]
        rows = [[str(column.title) for column in columns]]
        if example:
            rows.append([EXAMPLE.get(column.name, "") for column in columns])
        return _csv(rows) if form == "csv" else _xlsx(rows, columns)


def _csv(rows: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[str]], columns: list) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = str(_("Projects"))
    sheet.freeze_panes = "B2"
    for row in rows:
        sheet.append(row)
    _make_bold(sheet)
    about = book.create_sheet(pgettext("sheet", "Columns"))
    about.append([str(_("Column")), str(_("Meaning")), str(_("Unit"))])
    for cells in _meanings(columns):
        about.append(cells)
    _make_bold(about)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _make_bold(sheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 20


def _meanings(columns: list) -> Iterator[list[str]]:
    for column in columns:
        yield [f"{column.title} ({column.name})", str(column.description), str(column.unit)]
