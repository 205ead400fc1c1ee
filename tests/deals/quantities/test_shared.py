"""Names and signs that several countries give their currency."""

import pytest

from deals.quantities import Unreadable, find, read_amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("In Mexico they spent 53 billion pesos.", "MXN"),
        ("The Philippine firm put in P5 billion.", "PHP"),
        ("Belgrade expects 210 billion dinars.", "RSD"),
        ("Tanzania offers 3 trillion shillings.", "TZS"),
        ("A port in Morocco costs 5 billion dirhams.", "MAD"),
        ("It costs 5 billion dirhams.", "AED"),
        ("Sweden adds 38 billion kronor.", "SEK"),
        ("Rupees: Pakistan needs 38 billion rupees.", "PKR"),
        ("It costs N48 billion.", "NGN"),
        ("It costs R7.8bn.", "ZAR"),
        ("It costs RO 290 million.", "OMR"),
        ("投资3.2亿瑞郎", "CHF"),
        ("投资128亿令吉", "MYR"),
        ("投资4100亿福林", "HUF"),
    ],
)
def test_the_text_tells_whose_currency_is_meant(text, currency):
    assert [each.currency for each in find(text)] == [currency]


def test_pesos_of_nobody_are_left_out():
    assert find("They spent 53 billion pesos.") == []
    with pytest.raises(Unreadable):
        read_amount("53 billion pesos")
    assert read_amount("53 billion pesos", currency="CLP").currency == "CLP"


def test_a_letter_before_a_small_number_is_no_currency():
    assert all(not each.currency for each in find("They wore N95 masks on route R61."))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They bring 12 300 jobs and 900 hotels.", [12_300, 900]),
        ("They bring 12 300 jobs and 4,500 rooms.", [12, 300, 4_500]),
    ],
)
def test_thousands_may_be_kept_apart_by_spaces(text, values):
    assert [each.value for each in find(text)] == values
