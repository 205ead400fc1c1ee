"""What `deals.money` writes is read back, and no text breaks or slows the search."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals import money
from deals.quantities import QuantityError, find, read_amount, read_date
from deals.quantities.script import listed

LANGS = st.sampled_from(["en", "zh-hans"])
# Names of former currencies hold years, some others a hyphen or what is no money: silver. The
# former kyat (BUK) is called as today's.
CURRENCIES = st.sampled_from(
    [
        code
        for code in sorted(money._currencies() - {"XAG", "XPD", "XPT", "BAM", "BUK"})
        if not set(money.currency_mark(code, "zh-hans")) & set("(（")
    ]
)
AMOUNTS = st.integers(1, money.MAX_AMOUNT // 2)
QUALIFIERS = st.sampled_from(["exact", "about", "at_least", "more_than", "up_to", "nearly"])
WORDS = (
    "1|12|137|95.25|1,234|13.000|2024|billion|bn|亿|万|元|$|€|US$|¥|yuan|more than|近|超过|约|余|个"
    "|,|.|-|–|and|between|to|至|一|百|千|第|%|three|million|\n|月|日|(|)|lakh|crore|Rs|milliards|d'euros|+|以上"
)
PIECES = st.lists(st.sampled_from(listed(WORDS)), max_size=30)
TEXTS = st.one_of(st.text(), PIECES.map("".join), PIECES.map(" ".join))


@given(AMOUNTS, CURRENCIES, LANGS, QUALIFIERS)
def test_money_in_running_text_is_read_back(value, currency, lang, qualifier):
    text = money.with_sign(money.money_text(value, currency, lang), qualifier, lang)
    quantity = read_amount(text)
    assert (quantity.currency, quantity.qualifier) == (currency, qualifier)
    assert money.money_text(quantity.value, currency, lang) == money.money_text(
        value, currency, lang
    )
    # In running text, COP 28 and SDG 1 are names.
    if currency not in {"COP", "SDG", "TOP", "ALL"}:
        assert [found.value for found in find(text)] == [quantity.value]


@given(AMOUNTS, LANGS, QUALIFIERS)
def test_a_count_is_read_back_to_the_digit(value, lang, qualifier):
    quantity = read_amount(money.with_sign(money.count_text(value, lang), qualifier, lang))
    assert (quantity.value, quantity.qualifier) == (value, qualifier)


@given(AMOUNTS, CURRENCIES, LANGS)
def test_a_cell_with_the_unit_of_its_column_is_read_back(value, currency, lang):
    text = money.column_text(value, currency, lang)
    if text[0] != "<":
        quantity = read_amount(f"{text} {money.column_unit(currency, lang).label}")
        assert money.column_text(quantity.value, currency, lang) == text
        assert quantity.currency == currency


@given(TEXTS)
@settings(max_examples=400)
def test_what_is_found_lies_in_the_text_in_order(text):
    end = 0
    for found in find(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert 0 <= found.value <= (found.value_max or found.value) <= money.MAX_AMOUNT
        end = found.end


@given(TEXTS)
@settings(max_examples=400)
def test_a_field_is_read_or_refused_with_a_reason(text):
    for read in (read_amount, read_date):
        assert refusal(read, text) != ""


def refusal(read, text) -> str | None:
    try:
        read(text)
    except QuantityError as error:
        return str(error)


@pytest.mark.parametrize(
    "piece",
    [
        "In 2024 133 of 137 projects, over 84.55 billion yuan, went to Yibin. ",
        "1",
        "1 ",
        "1,",
        "1-",
        "万",
        "1亿",
        "一分",
        "more than ",
        "$",
        " ",
        "a1-",
        "and one hundred ",
        "1:",
        "[",
        "http://",
        "a@",
    ],
)
def test_time_grows_with_the_text_not_with_its_square(piece):
    short, long = piece * (10_000 // len(piece)), piece * (40_000 // len(piece))
    # Four times the text; 16 times the work would be a square. Clocks of busy machines are coarse.
    assert best_time(long) < 4 * 2.5 * best_time(short) + 0.1


def best_time(text):
    times = []
    for _ in range(3):
        start = time.process_time()
        find(text)
        times.append(time.process_time() - start)
    return min(times)
