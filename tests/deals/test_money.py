"""Numbers in two languages, to the digit."""

from decimal import Decimal

import pytest

from deals import money

NBSP = "\u00a0"

TEXTS = [
    (95_250_000_000, "CNY", "CN¥95.25bn", "952.5亿元"),
    (13_400_000_000, "USD", "US$13.4bn", "134亿美元"),
    (4_000_000_000, "EUR", "€4bn", "40亿欧元"),
    (850_000_000, "CNY", "CN¥850m", "8.5亿元"),
    (85_000_000, "CNY", "CN¥85m", "8500万元"),
    (6_640_000_000_000, "INR", "₹6.64tn", "6.64万亿卢比"),
    (9_500, "CNY", "CN¥9,500", "9500元"),
    (1_063_000_000_000, "CNY", "CN¥1.063tn", "1.063万亿元"),
    (2_500_000, "GBP", "£2.5m", "250万英镑"),
    (7_000_000_000, "SAR", f"SAR{NBSP}7bn", "70亿沙特里亚尔"),
    (30_000_000_000, "JPY", "JP¥30bn", "300亿日元"),
    (123_456, "USD", "US$123,456", "12.35万美元"),
    (0, "CNY", "CN¥0", "0元"),
    (-4_100_000_000, "CNY", "−CN¥4.1bn", "−41亿元"),
    (12_345_678 * 10**9, "CNY", "CN¥12,350tn", "12350万亿元"),
]


@pytest.mark.parametrize(("value", "currency", "en", "zh"), TEXTS, ids=[t[2] for t in TEXTS])
def test_running_text_has_four_significant_digits(value, currency, en, zh):
    assert money.money_text(value, currency, "en") == en
    assert money.money_text(value, currency, "zh-hans") == zh


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        (999_960_000, "en", "CN¥1bn"),
        (999_940_000, "en", "CN¥999.9m"),
        (999_960_000_000, "en", "CN¥1tn"),
        (999_999, "en", "CN¥999,999"),
        (99_996_000, "zh-hans", "1亿元"),
        (999_960_000_000, "zh-hans", "1万亿元"),
        (1_000_500_000, "en", "CN¥1bn"),  # 1.0005 is half-way: to the even digit
        (1_001_500_000, "en", "CN¥1.002bn"),
    ],
)
def test_rounding_may_carry_into_the_next_unit(value, lang, text):
    assert money.money_text(value, "CNY", lang) == text


def test_a_bare_yen_sign_is_never_written():
    for code in money._currencies():
        assert money.currency_mark(code, "en") not in {"¥", "$"}


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (137, "137", "137"),
        (20_000, "20,000", "2万"),
        (12_340, "12,340", "1.234万"),
        (12_345, "12,345", "12,345"),
        (300_000_000, "300,000,000", "3亿"),
    ],
)
def test_a_count_loses_nothing(value, en, zh):
    assert money.count_text(value, "en") == en
    assert money.count_text(value, "zh-hans") == zh


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (95_250_000_000, "95.250", "952.50"),
        (1_234_567_000_000, "1,234.567", "12,345.67"),
        (2_500_000, "0.002", "0.02"),  # half-way, to the even digit: 0.0025
        (1, "<0.001", "<0.01"),
        (-1, ">−0.001", ">−0.01"),
        (-10_700_000_000, "−10.700", "−107.00"),
        (0, "0.000", "0.00"),
    ],
)
def test_a_column_has_one_fixed_unit(value, en, zh):
    assert money.column_text(value, "CNY", "en") == en
    assert money.column_text(value, "CNY", "zh-hans") == zh


@pytest.mark.parametrize(
    ("currency", "lang", "unit"),
    [
        ("CNY", "en", ("CN¥ bn", 9, 3)),
        ("CNY", "zh-hans", ("亿元", 8, 2)),
        ("USD", "zh-hans", ("亿美元", 8, 2)),
    ],
)
def test_units_of_columns(currency, lang, unit):
    assert money.column_unit(currency, lang) == unit
    assert money.column_unit(currency, lang).divisor == 10 ** unit[1]


@pytest.mark.parametrize(
    ("qualifier", "sign", "words", "zh_sign", "zh_words"),
    [
        ("exact", "", "", "", ""),
        (None, "", "", "", ""),
        ("about", "about", "about", "约", "约"),
        ("at_least", "≥", "at least", "≥", "至少"),
        ("more_than", ">", "more than", ">", "超过"),
        ("up_to", "≤", "up to", "≤", "至多"),
        ("nearly", "just under", "just under", "近", "近"),
    ],
)
def test_qualifiers(qualifier, sign, words, zh_sign, zh_words):
    assert money.qualifier_sign(qualifier, "en") == sign
    assert money.qualifier_words(qualifier, "en") == words
    assert money.qualifier_sign(qualifier, "zh-hans") == zh_sign
    assert money.qualifier_words(qualifier, "zh-hans") == zh_words


@pytest.mark.parametrize("code", ["CNY", "USD", "KZT", "SAR"])
def test_known_currencies(code):
    assert money.is_currency(code)


@pytest.mark.parametrize("code", ["cny", "XXX", "RMB", "", "¥"])
def test_unknown_currencies(code):
    assert not money.is_currency(code)


def test_names_of_currencies():
    assert money.currency_name("CNY", "en") == "Chinese Yuan"
    assert money.currency_name("CNY", "zh-hans") == "人民币"
    assert money.currency_name("QQQ", "en") == "QQQ"


@pytest.mark.parametrize(("text", "whole"), [("0.5", 0), ("1.5", 2), ("2.5", 2), ("-0.5", 0)])
def test_halves_round_to_the_even_number(text, whole):
    assert money.round_half_even(Decimal(text)) == whole


@pytest.mark.parametrize(
    ("qualifier", "lang", "text"),
    [
        ("more_than", "en", f">{NBSP}5"),
        ("about", "en", f"about{NBSP}5"),
        ("about", "zh-hans", "约5"),
        ("more_than", "zh-hans", f">{NBSP}5"),
        ("exact", "en", "5"),
    ],
)
def test_a_sign_stands_before_its_number(qualifier, lang, text):
    assert money.with_sign("5", qualifier, lang) == text
