"""What a spreadsheet would run, and the apostrophe that keeps it from doing so; no ORM."""

from collections.abc import Iterable

# What makes a spreadsheet take a cell for a formula; the full-width ones in East Asian versions.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def safe_cell(value):
    """Text that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value[:1] in FORMULA:
        return f"'{value}"
    return value


def safe_cells(texts: Iterable[str | None]) -> list[str]:
    """The same of many texts, without a call for each; what is unknown is blank."""
    return [(f"'{text}" if text[0] in FORMULA else text) if text else "" for text in texts]


def plain_cell(text: str) -> str:
    """Text as it was before `safe_cell`."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text
