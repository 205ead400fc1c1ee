"""What a cell reads from a row of JSON: values as Python has them, None where it is unknown."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from deals.columns import joined


def at(*path: str) -> Callable:
    """The value at a path; None where something on the way is null."""

    def read(row: dict):
        for key in path:
            if row is None:
                return None
            row = row[key]
        return row

    return read


def day(*path: str) -> Callable:
    return _converted(path, date.fromisoformat)


def moment(*path: str) -> Callable:
    """A moment with its time zone, UTC."""
    return _converted(path, datetime.fromisoformat)


def number(*path: str) -> Callable:
    """A decimal number, which JSON holds as text so that no digit is lost."""
    return _converted(path, Decimal)


def ids(*path: str) -> Callable:
    """Ids of a list (of links, or of ids), with semicolons between them; None where it is empty."""
    read = at(*path)

    def joined_ids(row: dict) -> str | None:
        found = [each["id"] if isinstance(each, dict) else each for each in read(row)]
        return joined(found) or None

    return joined_ids


def _converted(path: tuple[str, ...], convert: Callable) -> Callable:
    read = at(*path)

    def value(row: dict):
        text = read(row)
        return None if text is None else convert(text)

    return value
