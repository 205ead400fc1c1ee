"""Readers of cells: each takes the text of a cell that is not blank, and returns its value."""

import datetime
import difflib
import re
from collections.abc import Callable
from decimal import Decimal

from django.core.validators import RegexValidator

from deals.money import MAX_AMOUNT, is_currency, round_half_even


class CellError(ValueError):
    """What is wrong with a cell, with the remedy."""


def text(cell: str) -> str:
    return cell


def whole(cell: str) -> int:
    """Whole units out of a plain decimal; the caller says where sub-units were rounded."""
    if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,10})?", cell):
        raise CellError("is not a plain number. Write digits only, such as 95250000000.")
    number = round_half_even(Decimal(cell))
    if not 1 <= number <= MAX_AMOUNT:
        raise CellError("is out of range. Use 1 to 9000000000000000; leave unknown cells blank.")
    return number


def small(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", cell):
        raise CellError("is not a whole number of at most four digits. Write one such as 2024.")
    return int(cell)


def degrees(cell: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,10})?", cell):
        raise CellError("is not an angle in degrees. Write a number such as 28.77.")
    return float(cell)


def day(cell: str) -> datetime.date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            raise ValueError
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise CellError("is not a date. Write year-month-day, such as 2024-09-01.") from None


def flag(cell: str) -> bool:
    if cell not in ("0", "1"):
        raise CellError("is neither 0 nor 1. Write one of them.")
    return cell == "1"


def currency(cell: str) -> str:
    if not is_currency(cell):
        raise CellError("is no currency. Use its three capital letters in ISO 4217, such as CNY.")
    return cell


def word(*words: str) -> Callable[[str], str]:
    """One of the words of a vocabulary."""

    def reader(cell: str) -> str:
        if cell not in words:
            close = difflib.get_close_matches(cell[:60], words, 1)
            hint = f"Did you mean {close[0]}?" if close else f"Use one of: {', '.join(words)}."
            raise CellError(f"is not known. {hint}")
        return cell

    return reader


def fitting(validator: RegexValidator) -> Callable[[str], str]:
    """Text of the form that a model's field asks for."""

    def reader(cell: str) -> str:
        if not validator.regex.search(cell):
            raise CellError(f"has the wrong form. {validator.message}")
        return cell

    return reader
