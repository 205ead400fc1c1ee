"""CSV as people save it: any common encoding, and commas, semicolons or tabs between the cells."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from deals.imports.rows import BadFile, Limits

DELIMITERS = ",;\t"


def text_of(content: bytes, notices: list[str]) -> str:
    """UTF-8, or what Chinese versions of Excel save; the latter is noted."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content, "gb18030")
        notices.append(
            _("The file is not in UTF-8; it was read as GB 18030. Look whether names are right.")
        )
        return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BadFile(
            _("The text of the file cannot be read. Save it as “CSV UTF-8” and try again.")
        ) from None


def csv_rows(content: bytes, limits: Limits, notices: list[str]) -> Iterator[list[str | None]]:
    """The rows, from the first one on; those that are blank are empty lists."""
    text = text_of(content, notices)
    if "\0" in text:
        raise BadFile(_("This is no text file. Save the sheet as CSV or XLSX and try again."))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for cells in reader:
            yield [cell or None for cell in cells] if any(cells) else []
    except csv.Error as error:
        raise BadFile(
            _("Line %(line)s is broken: %(reason)s. Look for a quotation mark without its pair.")
            % {"line": reader.line_num, "reason": error}
        ) from None


def delimiter_of(text: str) -> str:
    """The sign that parts the first lines into the most cells, the same number in each."""
    head = list(_first_lines(text))
    best = max(DELIMITERS, key=lambda sign: _score(head, sign))
    return best if _score(head, best) > (0, 0) else ","


def _first_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(StringIO(text[:200_000])):
        if number == 20:
            return
        if line.strip():
            yield line


def _score(lines: list[str], sign: str) -> tuple[int, int]:
    """(lines with as many cells as the widest, cells of the widest)."""
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0, 0
    widest = max(widths, default=1)
    return (0, 0) if widest == 1 else (sum(width == widest for width in widths), widest)
