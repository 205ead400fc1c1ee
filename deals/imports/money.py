"""Numbers with what belongs to them: currency, qualifier, upper end. One tuple of columns each."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from deals.imports import cells
from deals.imports.cells import Amount, CellError, is_blank
from deals.imports.headers import Headers
from deals.imports.rows import Choices, Formula, Row

# The first column holds the number.
NUMBERS = {
    "money": ("amount", "amount_max", "currency", "qualifier"),
    "jobs": ("jobs", "jobs_qualifier"),
    "output": ("output_value", "output_currency", "output_qualifier"),
}


class Number(NamedTuple):
    """A number with its words; all None and "" where it is unknown."""

    value: int | None = None
    value_max: int | None = None
    currency: str = ""
    qualifier: str = ""
    written: str = ""
    rounded: bool = False


def read_number(row: Row, group: str, headers: Headers, choices: Choices) -> Number | None:
    """The number of a group of columns. None where a fault has been noted already."""
    column = NUMBERS[group][0]
    if any(isinstance(row.cells.get(name), Formula) for name in NUMBERS[group]):
        return None
    value = row.cells.get(column)
    if is_blank(value):
        _refuse_rest(row, group)
        return Number()
    read = _count(value, choices) if group == "jobs" else _money(row, column, headers, choices)
    qualifier = _qualifier(row, group, read)
    high = _upper_end(row, group, headers, choices, read)
    qualifier, high = _range(row, column, read.value, high, qualifier)
    if group != "money" and qualifier == "range":
        row.fault(column, _("Only an investment can be a range. Use “at least” or “up to”."))
    currency = "" if group == "jobs" else _currency(row, group, read, headers, choices)
    return Number(read.value, high, currency, qualifier, read.written, read.rounded)


def _count(value, choices: Choices) -> Amount:
    return cells.count(value, choices.numbers)


def _money(row: Row, column: str, headers: Headers, choices: Choices) -> Amount:
    return cells.amount(row.cells[column], headers.columns.get(column), choices.numbers)


def _refuse_rest(row: Row, group: str) -> None:
    """A word that says how sure a number is needs the number; a currency may stand alone."""
    for name in NUMBERS[group][1:]:
        if "currency" not in name and not is_blank(row.cells.get(name)):
            row.fault(
                name,
                _("“%(text)s” belongs to no number: %(column)s is blank. Enter it, or clear this.")
                % {"text": row.text(name)[:60], "column": NUMBERS[group][0]},
            )


def _qualifier(row: Row, group: str, read: Amount) -> str:
    column = NUMBERS[group][-1]
    value = row.cells.get(column)
    if is_blank(value):
        return read.qualifier
    asked = cells_or_fault(row, column, cells.qualifier)
    if asked is None:
        return read.qualifier
    if read.qualifier not in ("exact", asked):
        row.fault(
            column,
            _("“%(text)s” contradicts the words of the number, “%(written)s”. Change one of them.")
            % {"text": row.text(column)[:60], "written": read.written[:60]},
        )
    return asked


def cells_or_fault(row: Row, column: str, read):
    """What `read` makes of the cell; None after noting why it cannot."""
    try:
        return read(row.cells[column])
    except CellError as error:
        row.fault(column, str(error))
        return None


def _upper_end(row: Row, group: str, headers: Headers, choices: Choices, read: Amount):
    if group != "money" or is_blank(row.cells.get("amount_max")):
        return read.value_max
    high = cells_or_fault(
        row,
        "amount_max",
        lambda value: cells.amount(value, headers.columns.get("amount_max"), choices.numbers),
    )
    return high.value if high else read.value_max


def _range(row: Row, column: str, low: int, high: int | None, qualifier: str):
    if high is None and qualifier == "range":
        row.fault(column, _("A range needs both ends. Enter the upper end in amount_max."))
    elif high is not None and high < low:
        row.fault(
            "amount_max",
            _("The upper end %(high)s lies below the lower end %(low)s. Swap them.")
            % {"high": f"{high:,}", "low": f"{low:,}"},
        )
    elif high is not None and qualifier not in ("range", "exact"):
        row.fault(
            "amount_max",
            _("Only a range has an upper end, and the qualifier is “%(word)s”. Change one of them.")
            % {"word": qualifier},
        )
    return ("range" if high is not None else qualifier), high


def _currency(row: Row, group: str, read: Amount, headers: Headers, choices: Choices) -> str:
    column, number = NUMBERS[group][-2], NUMBERS[group][0]
    asked = ""
    if not is_blank(row.cells.get(column)):
        asked = cells_or_fault(row, column, cells.currency) or read.currency
        if not asked:
            return ""
    header = headers.columns.get(number)
    if read.currency and asked and read.currency != asked:
        row.fault(
            column,
            _("“%(text)s” is not the currency of “%(written)s”. Change one of them.")
            % {"text": asked, "written": read.written[:60]},
        )
    found = asked or read.currency or (header.currency if header else "") or choices.currency
    if not found:
        row.lacks(
            column,
            _("The currency is missing. Enter its three letters, or choose one for the file."),
        )
    return found
