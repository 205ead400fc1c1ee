"""An XLSX archive that looks at its XML while a reader builds trees of it, and stops in time.

A megabyte of XML can become fifty of elements in memory, and 100 MB of it pack into 100 KB. What is
refused here no spreadsheet program writes: its limits are far above those of Excel's own sheets.
"""

from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import SHEET_MAIN_NS

from deals.imports.rows import BadFile, Limits

PIECE = 64 * 1024
# Bytes of one tag or comment, which a parser keeps until it ends.
LONGEST_TAG = 2**20
DEEPEST = 64
# Held at once: characters of text and attributes (4 bytes each at worst), and elements; fewer of
# them in parts of which each becomes an object with dozens of attributes, such as a style.
MOST_CHARACTERS = 25_000_000
MOST_ELEMENTS, MOST_OBJECTS = 300_000, 100_000
MOST_STRINGS = 500_000
# Of a sheet, for each row that may be read: rows, most of them blank, and cells, of which openpyxl
# reads some 50,000 a second.
BLANK_ROWS, CELLS = 10, 50
# How often a reader may go through all that the archive holds.
TIMES = 4

ROW, CELL, STRING = (f"{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "si"))
# By the root of a part that is read as a stream: which elements are let go when they end.
LET_GO = {f"{SHEET_MAIN_NS}}}worksheet": ROW, f"{SHEET_MAIN_NS}}}sst": STRING}


def opened(content: bytes, limits: Limits) -> Workbook:
    """The workbook, read only; raises `BadFile`, now or while its sheets are read."""
    reader = ExcelReader(BytesIO(content), read_only=True, keep_links=False)
    reader.archive = WatchedArchive(content, limits)
    reader.read()
    return reader.wb


class WatchedArchive(ZipFile):
    """Its members can be read only."""

    def __init__(self, content: bytes, limits: Limits):
        super().__init__(BytesIO(content))
        self.limits, self.left = limits, TIMES * limits.unpacked

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        return Watched(super().open(name), self, Watch(self.limits.rows))

    def read(self, name, pwd=None):
        watch = Watch(0, MOST_OBJECTS)
        with Watched(super().open(name), self, watch) as file:
            return b"".join(iter(lambda: file.read(PIECE), b""))

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise too_much()


class Watched:
    """A member as its reader asks for it."""

    def __init__(self, file: BinaryIO, archive: WatchedArchive, watch: "Watch"):
        self.file, self.archive, self.watch = file, archive, watch
        self.close = file.close

    def read(self, size: int = PIECE) -> bytes:
        piece = self.file.read(size)
        self.archive.spend(len(piece))
        self.watch.feed(piece)
        return piece

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class Watch:
    """Counts what a tree of the XML would hold; of a stream without what its reader lets go."""

    def __init__(self, rows: int, most_elements: int = MOST_ELEMENTS):
        self.left = {ROW: rows * BLANK_ROWS, CELL: rows * CELLS, STRING: MOST_STRINGS}
        self.is_stream, self.most_elements = bool(rows), most_elements
        self.let_go = ""
        self.depth = self.elements = self.characters = self.fed = 0
        self.before: list[tuple[int, int]] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        if self.parser is None:
            return
        self.fed += len(piece)
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError:
            # Who builds the tree finds the same, at the same place.
            self.parser = None
            return
        if self.fed - self.parser.CurrentByteIndex > LONGEST_TAG:
            raise too_much()

    def _start(self, name: str, attributes: list[str]) -> None:
        if self.is_stream and not self.depth:
            self.let_go = LET_GO.get(name, "")
        self.depth += 1
        if name == self.let_go:
            self.before.append((self.elements, self.characters))
        self.elements += 1
        if attributes:
            self.characters += sum(map(len, attributes))
        if self.is_stream and name in self.left:
            self.left[name] -= 1
            if self.left[name] < 0:
                raise too_much()
        if self.elements > self.most_elements or self.depth > DEEPEST:
            raise too_much()

    def _end(self, name: str) -> None:
        self.depth -= 1
        if name == self.let_go:
            self.elements, characters = self.before.pop()
            if name == ROW:  # of a string the text stays
                self.characters = characters

    def _text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise too_much()

    def _refuse(self, *declared) -> None:
        raise BadFile(
            _("The workbook declares a document type, which none needs. Save it anew as XLSX.")
        )


def too_much() -> BadFile:
    return BadFile(
        _(
            "A part of the workbook holds more than a sheet of projects needs. Copy the cells "
            "alone into a new workbook, or split it."
        )
    )
