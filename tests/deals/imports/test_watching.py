"""XML that would fill the memory is refused while it is read, and what Excel writes is not."""

import pytest

from deals.imports import BadFile
from deals.imports.sheets import read_table
from deals.imports.watching import Watch
from tests.attacks.booby import MAIN, MB, WORKBOOKS, in_sheet, repeated, row, within, workbook

REFUSED = ["rows in rows", "a comment of 95 MB", "an attribute of 95 MB", "entities", "styles"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_fill_the_memory_is_refused(name):
    with pytest.raises(BadFile, match=r"holds more than|document type"):
        list(read_table(WORKBOOKS[name]()).rows)


def fed(pieces, **limits):
    watch = Watch(**limits)
    for piece in pieces:
        watch.feed(piece)
    return watch


def test_what_a_reader_lets_go_counts_no_more():
    watch = fed(in_sheet(row("1", "2") * 500, head=""), rows=100)
    assert (watch.elements, watch.characters, watch.depth) == (2, 0, 0)


@pytest.mark.parametrize("inside", ["<row/>", "<row><c/></row>", "<b/>"])
def test_each_kind_has_its_limit(inside):
    with pytest.raises(BadFile, match="holds more than"):
        fed(in_sheet(repeated(inside, 3 * MB)), rows=1)


def test_rows_of_another_language_are_not_let_go():
    foreign = repeated('<row xmlns="urn:x"/>', 8 * MB)
    with pytest.raises(BadFile, match="holds more than"):
        fed(in_sheet(foreign), rows=10**6)


def test_long_texts_of_many_strings_are_too_much():
    strings = within(
        f'<sst xmlns="{MAIN}">', repeated(f"<si><t>{'a' * 9999}</t></si>", 26 * MB), ""
    )
    with pytest.raises(BadFile, match="holds more than"):
        fed(strings, rows=10)


def test_an_odd_sheet_is_read_all_the_same():
    assert [r.cells["name"] for r in read_table(workbook(row("Plant", "", "5"))).rows] == ["Plant"]
