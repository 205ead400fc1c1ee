"""Files around an import: the template, and the uploaded sheet with its faults beside it."""

from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from deals.exports.cells import xml_text
from deals.exports.workbook import closed_workbook
from deals.imports import raw_rows
from deals.imports.rows import as_text
from deals.models import ImportRun

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def error_workbook(run: ImportRun) -> bytes:
    """The sheet as it was uploaded, its formulas as text, and a first column that names faults."""
    headers, rows = raw_rows(bytes(run.content))
    faults = dict(run.rows.exclude(faults=[]).values_list("number", "faults"))
    with closed_workbook() as book:
        sheet = book.create_sheet(xml_text(headers.sheet or _("Projects"))[:31])
        sheet.freeze_panes = f"B{headers.row + 1}"
        sheet.column_dimensions["A"].width = 80
        for number, cells in rows:
            first = _("Faults") if number == headers.row else "\n".join(faults.get(number, []))
            sheet.append([_bold(sheet, first), *map(_cell, cells)])
        file = BytesIO()
        book.save(file)
    return file.getvalue()


def _bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=xml_text(text))
    cell.font = Font(bold=True)
    return cell


def _cell(value):
    """The cell as it was; text, a formula among it, as text that nothing runs."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return value if hasattr(value, "isoformat") else xml_text(as_text(value))
