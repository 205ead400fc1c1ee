"""Cells: what a spreadsheet would run, and what XML cannot hold."""

import pytest

from deals.exports.cells import safe_cell, xml_text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "==1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"],
)
def test_a_formula_becomes_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, 0, 95_250_000_000, None, "plain", "a=b", "宜宾", ""])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


@pytest.mark.parametrize("text", ["\x00=1+1", "\x0b\x0c@x", "\ufffe＝1", "\ud800-1"])
def test_a_formula_behind_what_xml_cannot_hold_is_found(text):
    assert xml_text(text).startswith("'")


def test_what_xml_cannot_hold_goes_and_the_rest_stays():
    assert xml_text("a\x00b\x1fc\td\ne\uffff宜") == "abc\td\ne宜"
