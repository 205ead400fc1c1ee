"""Single cells, as people fill them in."""

import datetime

import pytest

from deals.imports import cells
from deals.imports.cells import CellError
from deals.imports.headers import read_header

MILLIONS = read_header("Investment_USD_millions", 0)
YI = read_header("投资额(亿元)", 0)


@pytest.mark.parametrize(
    ("value", "header", "amount"),
    [
        ("$1,740 ", MILLIONS, 1_740_000_000),
        ("910.5", MILLIONS, 910_500_000),
        (910.5, MILLIONS, 910_500_000),
        (42, MILLIONS, 42_000_000),
        ("$1.2 billion", MILLIONS, 1_200_000_000),
        ("95.25", YI, 9_525_000_000),
        ("95.25亿", None, 9_525_000_000),
        (95250000000.0, None, 95_250_000_000),
        ("$60,000,000 ", None, 60_000_000),
    ],
)
def test_amounts(value, header, amount):
    assert cells.amount(value, header).value == amount


@pytest.mark.parametrize(
    ("value", "value_read", "qualifier"),
    [("14,342,000+", 14_342_000, "at_least"), ("2万人", 20_000, "exact"), (1700, 1700, "exact")],
)
def test_counts(value, value_read, qualifier):
    read = cells.count(value)
    assert (read.value, read.qualifier) == (value_read, qualifier)


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (cells.count, "1700 across 2 locations", "Write 1700 alone"),
        (cells.count, "$5", "is money"),
        (lambda v: cells.amount(v, None), "95.25亿亿", "is not an amount. Write 95.25亿"),
        (lambda v: cells.amount(v, None), 0, "out of range"),
        (lambda v: cells.amount(v, None), float("inf"), "out of range"),
        (lambda v: cells.amount(v, None), "9.525E+10", "has lost digits"),
        (lambda v: cells.amount(v, None), datetime.date(2024, 9, 1), "is a date"),
        (cells.day, 45536, "is a number, no date"),
        (cells.day, "31.02.2024", "is not a date"),
        (cells.day, "03/04/2024", "2024-03-04 or 2024-04-03"),
        (cells.day, datetime.datetime(1899, 12, 31), "outside the years"),
        (cells.currency, "XXL", "is no currency"),
        (cells.status, "operation", "Did you mean operating?"),
        (cells.flag, "perhaps", "neither yes nor no"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(read, value, said):
    with pytest.raises(CellError, match=None) as refusal:
        read(value)
    assert said in str(refusal.value)


@pytest.mark.parametrize("text", ["", "  ", "Not Available", "NA", "n/a", "不详", "—", None])
def test_words_for_unknown(text):
    assert cells.is_blank(text)


@pytest.mark.parametrize("value", [0, "0", False, "NAS", "Nabu"])
def test_what_is_not_unknown(value):
    assert not cells.is_blank(value)


@pytest.mark.parametrize(
    ("read", "value", "word"),
    [
        (cells.status, "Under construction", "under_construction"),
        (cells.status, "已签约", "signed"),
        (cells.commitment, "MoU", "mou"),
        (cells.qualifier, "more than", "more_than"),
        (cells.qualifier, "至少", "at_least"),
        (cells.flag, "TRUE", True),
        (cells.flag, "否", False),
        (cells.day, datetime.datetime(2024, 9, 1), datetime.date(2024, 9, 1)),
        (cells.day, "2024年9月1日", datetime.date(2024, 9, 1)),
        (cells.text, "'=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_words_and_dates(read, value, word):
    assert read(value) == word
