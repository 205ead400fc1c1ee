"""What a cell of a spreadsheet may hold: nothing that it runs, nothing that breaks the file."""

import re

from deals.formulas import safe_cell

# XML has no way to write these, not even escaped.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Text as a cell of a workbook: without what XML cannot hold, and never a formula."""
    return safe_cell(NOT_IN_XML.sub("", text))


def word(condition: bool) -> str:
    return "true" if condition else "false"
