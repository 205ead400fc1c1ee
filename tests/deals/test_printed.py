"""What printed digits leave open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.printed import Interval, possible, rounding

BN = 10**9
CASES = [
    ("95.25 billion yuan", 95_250_000_000, 5_000_000),
    ("about $13.4 billion", 13_400_000_000, 50_000_000),
    ("签约总金额952.5亿元", 95_250_000_000, 5_000_000),
    ("签约总金额９５２．５億元", 95_250_000_000, 5_000_000),
    ("861億3000万元", 86_130_000_000, 5_000_000),
    ("3万人近い新規雇用", 30_000, 5_000),
    ("more than 20,000 jobs", 20_000, 5_000),
    ("26,90,657 jobs", 2_690_657, Decimal("0.5")),
    ("232.0 billion yuan", 232 * BN, 50_000_000),
    ("Rs 6.64 lakh crore", 6_640_000_000_000, 5 * BN),
    ("approximately 1.55 lakh direct jobs", 155_000, 500),
    ("30,4 milliards d'euros", 30_400_000_000, 50_000_000),
    ("13 000 emplois", 13_000, 500),
    ("7.500 Delegierte", 7_500, 50),
    ("sekitar Rp4.694 triliun", 4_694 * 10**12, 5 * 10**11),
    ("63 млрд фунтов", 63 * BN, 5 * 10**8),
    ("$70.72", 70_720_000_000, 5_000_000),
    ("84.49கோடி அமெரிக்க டாலர்", 844_900_000, 50_000),
    ("Rs 60,000 crores", 600 * BN, 50 * BN),
    # Other numbers of the words are not the value's print.
    ("10億元を超える重要プロジェクトが26件", 26, Decimal("0.5")),
    ("签约50亿元以上项目10个", 10, 5),
    ("$600 billion by 2027", 600 * BN, 5 * 10**8),
    ("in 2000: 2 billion", 2 * BN, 5 * 10**8),
    ("the 2010 fair", 2_010_000, 0),
    ("6,8 milliards en 2022", 6_800_000_000, 50_000_000),
    ("Fifty six deals", 56, 0),
    ("une dizaine de milliards", 10 * BN, 0),
]


@pytest.mark.parametrize(("words", "value", "half"), CASES, ids=[case[0] for case in CASES])
def test_half_a_unit_of_the_last_printed_digit(words, value, half):
    assert rounding(words, value) == Interval(value - Decimal(half), value + Decimal(half))


@given(st.integers(1, 10**6), st.integers(0, 9))
def test_a_number_in_full_is_rounded_at_its_last_digit_that_is_not_zero(digits, zeros):
    value = digits * 10**zeros
    shown = rounding(f"some {value:,} of them", value)
    unit = shown.high - shown.low
    assert value % int(unit) == 0 != value % int(unit * 10)
    assert shown == rounding(f"{value}人", value) == rounding(f"{value:,}".replace(",", "."), value)


@given(st.integers(1, 9_999), st.integers(0, 3), st.sampled_from([("bn", 9), ("亿", 8)]))
def test_what_is_rounded_to_the_print_lies_inside(digits, decimals, unit):
    word, power = unit
    number = Decimal(digits).scaleb(-decimals)
    value = int(number.scaleb(power))
    shown = rounding(f"{number}{word}", value)
    assert shown.low <= value <= shown.high
    assert shown.high - shown.low >= Decimal(10) ** (power - decimals)


@given(st.text(max_size=60), st.integers(1, 9 * 10**15))
def test_any_words_hold_the_value(words, value):
    shown = rounding(words, value)
    assert shown.low <= value <= shown.high


@given(st.text("0123456789.,亿万bn ", max_size=30), st.integers(1, 10**12))
def test_numerals_that_mean_something_else_widen_nothing(words, value):
    last = str(value).rstrip("0")
    if last not in "".join(character for character in words if character.isdigit()):
        assert rounding(words, value) == Interval(Decimal(value), Decimal(value))


@pytest.mark.parametrize(
    ("words", "qualifier", "low", "high"),
    [
        ("200 things", "more_than", 200, None),
        ("200 things", "at_least", 200, None),
        ("200 things", "nearly", 180, 200),
        ("200 things", "up_to", 0, 250),
        ("11.87 things", "exact", Decimal("1186.5"), 1188),
        ("11.87 things", "about", 1186, 1188),
        ("Twenty or so", "about", 18, 22),
    ],
)
def test_a_hedge_leaves_more_open(words, qualifier, low, high):
    value = {"200": 200, "11.87": 1187}.get(words.split()[0], 20)
    assert possible(words, value, None, qualifier) == Interval(low, high)


def test_a_range_is_rounded_at_both_ends():
    assert possible("7 bn to 8 bn", 7 * BN, 8 * BN, "range") == Interval(
        Decimal("6.5e9"), Decimal("8.5e9")
    )


def test_intervals_that_touch_meet():
    whole = Interval(Decimal(5), None)
    assert whole.meets(Interval(Decimal(1), Decimal(5)))
    assert whole.above(Interval(Decimal(1), Decimal(4)))
    assert whole + Interval(Decimal(1), Decimal(4)) == Interval(Decimal(6), None)
