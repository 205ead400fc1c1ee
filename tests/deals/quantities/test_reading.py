"""A cell or a field is one quantity, or is refused with what to do."""

import pytest

from deals.quantities import Ambiguous, QuantityError, Unreadable, read_amount

B = 10**9


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("95,250,000,000", 95_250_000_000, ""),
        ("95250000000", 95_250_000_000, ""),
        ("95.25亿", 9_525_000_000, ""),
        ("95.25bn", 95_250_000_000, ""),
        ("Rs 1,500 crore", 15 * B, "INR"),
        ("９５．２５亿元", 9_525_000_000, "CNY"),
        ("$1,740 ", 1740, "USD"),
        ("\u00a01\u00a0500\u00a0", 1500, ""),
        ("13 000", 13_000, ""),
        ("1.234.567,00", 1_234_567, ""),
        ("12,34,567", 1_234_567, ""),
        ("5 Mrd. €", 5 * B, "EUR"),
        ("2024", 2024, ""),
        ("2,500 jobs", 2500, ""),
        ("签约137个".removeprefix("签约"), 137, ""),
        ("0", 0, ""),
    ],
)
def test_reads(text, value, currency):
    quantity = read_amount(text)
    assert (quantity.value, quantity.currency, quantity.qualifier) == (value, currency, "exact")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "N/A",
        "Not Available",
        "1700 across 2 locations",
        "5 bilion",
        "5 GWh",
        "-5",
        "−5",
        "95.25亿亿",
        "1e10",
        "5;7",
        "12%",
        "7-5 bn",
        "5 million billion yuan yen",
        "€5 USD",
        "5亿万",
    ],
)
def test_refuses_what_is_no_amount(text):
    with pytest.raises(Unreadable):
        read_amount(text)


def test_the_refusal_shows_how_to_write_it():
    with pytest.raises(Unreadable) as refusal:
        read_amount("95.25亿亿")
    assert str(refusal.value) == "“95.25亿亿” is not an amount. Write 95.25亿 or 95.25bn."


def test_what_can_be_read_in_two_ways_is_refused_with_both():
    with pytest.raises(Ambiguous) as refusal:
        read_amount("13.000")
    assert str(refusal.value) == (
        "“13.000” can be 13000 (European) or 13 (English). Write 13000 or 13."
    )


@pytest.mark.parametrize(
    ("numbers", "value"), [("en", 13), ("eu", 13_000), ("in", 13)], ids=["en", "eu", "in"]
)
def test_a_stated_way_of_writing_numbers_decides(numbers, value):
    assert read_amount("13.000", numbers=numbers).value == value


@pytest.mark.parametrize(
    ("numbers", "text"), [("en", "1,5"), ("eu", "1,234,567"), ("in", "1.234.567")]
)
def test_what_is_written_otherwise_than_stated_is_refused(numbers, text):
    with pytest.raises(Unreadable):
        read_amount(text, numbers=numbers)


def test_a_bare_yen_sign_needs_a_currency():
    with pytest.raises(Ambiguous, match="yuan or yen"):
        read_amount("¥500")
    assert read_amount("¥500", currency="CNY").currency == "CNY"
    assert read_amount("¥500亿").currency == "CNY"


def test_a_bare_dollar_is_american_unless_the_field_says_otherwise():
    assert read_amount("$5bn").currency == "USD"
    assert read_amount("$5bn", currency="AUD").currency == "AUD"
    assert read_amount("US$5bn", currency="AUD").currency == "USD"


@pytest.mark.parametrize(
    ("text", "value"), [("¥95.25亿零", None), ("2.5", 2), ("3.5", 4), ("$1,740.49", 1740)]
)
def test_less_than_a_whole_unit_is_rounded_half_to_even(text, value):
    if value is None:
        with pytest.raises(QuantityError):
            read_amount(text)
    else:
        assert (read_amount(text).value, read_amount(text).rounded) == (value, True)


def test_the_largest_amount_is_nine_quadrillion():
    assert read_amount("9,000 trillion").value == 9 * 10**15
    with pytest.raises(Unreadable, match="more than 9,000,000,000,000,000"):
        read_amount("9,001 trillion")
