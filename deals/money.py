"""Currencies, units and rounding, and how a number is written in English and in Chinese.

Amounts are whole units of their currency (95250000000), never floats. `lang` is ``"en"`` or
``"zh-hans"``. What belongs to a language as a whole (units, signs, short names of currencies)
stands in tables here, so that a number reads the same on a page, in a feed and in a download.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import list_currencies

MAX_AMOUNT = 9 * 10**15  # JavaScript reads whole numbers up to here exactly
DISPLAY_CURRENCIES = ("CNY", "USD")
# Lower ends of the bands of amounts, in whole units of the shown currency, whichever it is; a
# band ends below the next one.
BANDS = (0, 10**8, 10**9, 10**10, 10**11)

# What each language calls a power of ten, the largest first; smaller numbers are written out.
UNITS = {
    "en": ((12, "tn"), (9, "bn"), (6, "m")),
    "zh-hans": ((12, "万亿"), (8, "亿"), (4, "万")),
}

# A bare ¥ is yen and yuan, a bare $ a dozen dollars.
EN_SYMBOLS = {"CNY": "CN¥", "JPY": "JP¥", "USD": "US$"}

# What Chinese newspapers write, where CLDR's name is longer or a bank's.
ZH_NAMES = {
    "AUD": "澳元",
    "CAD": "加元",
    "CNY": "元",
    "EGP": "埃及镑",
    "IDR": "印尼盾",
    "INR": "卢比",
    "MYR": "林吉特",
    "NZD": "新西兰元",
    "RUB": "卢布",
    "ZAR": "兰特",
}

SIGNS = {
    "en": {"about": "about", "nearly": "just under"},
    "zh-hans": {"about": "约", "nearly": "近"},
}
COMMON_SIGNS = {"at_least": "≥", "more_than": ">", "up_to": "≤"}
WORDS = {
    "en": {
        "about": "about",
        "at_least": "at least",
        "more_than": "more than",
        "up_to": "up to",
        "nearly": "just under",
        "range": "between",
    },
    "zh-hans": {
        "about": "约",
        "at_least": "至少",
        "more_than": "超过",
        "up_to": "至多",
        "nearly": "近",
        "range": "介于",
    },
}

FOUR_DIGITS = Context(prec=4, rounding=ROUND_HALF_EVEN)
MINUS = "−"
NO_BREAK_SPACE = "\u00a0"


class ColumnUnit(NamedTuple):
    """The fixed unit of a table column: 10^power whole units, shown with so many decimals."""

    label: str
    power: int
    decimals: int

    @property
    def divisor(self) -> int:
        return 10**self.power


def round_half_even(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_EVEN))


# Currencies


@cache
def _currencies() -> frozenset[str]:
    # XXX means "no currency" and XTS "for testing".
    return frozenset(list_currencies()) - {"XXX", "XTS"}


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code, in capitals; codes of former currencies count."""
    return code in _currencies()


@cache
def currency_name(code: str, lang: str) -> str:
    """The full name, such as “Chinese Yuan” or “人民币”; the code itself where there is none."""
    return _locale(lang).currencies.get(code, code)


@cache
def currency_mark(code: str, lang: str) -> str:
    """What stands beside a number: ``CN¥`` or ``SAR`` before it, in Chinese ``元`` behind it."""
    if lang == "en":
        return EN_SYMBOLS.get(code) or _locale(lang).currency_symbols.get(code, code)
    return ZH_NAMES.get(code) or currency_name(code, lang)


def _locale(lang: str) -> Locale:
    return Locale.parse("en" if lang == "en" else "zh_Hans")


# Running text


def money_text(value: int, currency: str, lang: str) -> str:
    """An amount of whole units with four significant digits: ``CN¥95.25bn``, ``952.5亿元``."""
    number = _short(abs(value), lang)
    return (MINUS if value < 0 else "") + _with_currency(number, currency, lang)


def count_text(value: int, lang: str) -> str:
    """A count in full; in Chinese a round one in 万 or 亿, which loses nothing."""
    if lang != "en" and abs(value) >= 10_000:
        short = _short(abs(value), lang)
        if _is_exact(abs(value), lang):
            return (MINUS if value < 0 else "") + short
    return grouped(value)


def grouped(value: int | Decimal) -> str:
    return f"{value:,}".replace("-", MINUS)


def _short(value: int, lang: str) -> str:
    power, unit = _unit(value, lang)
    number = _four_digits(value, power).normalize() if unit else Decimal(value)
    # Chinese puts no separator into four digits: 8500万.
    return f"{number:,f}{unit}" if lang == "en" else f"{number:f}{unit}"


def _unit(value: int, lang: str) -> tuple[int, str]:
    """The largest unit of which the *rounded* value holds one: 999.96m is 1bn."""
    if value >= 10 ** UNITS[lang][-1][0]:
        for power, unit in UNITS[lang]:
            if _four_digits(value, power) >= 1:
                return power, unit
    return 0, ""


def _four_digits(value: int, power: int) -> Decimal:
    return FOUR_DIGITS.plus(Decimal(value).scaleb(-power))


def _is_exact(value: int, lang: str) -> bool:
    power, _unit_name = _unit(value, lang)
    return _four_digits(value, power).scaleb(power) == value


def _with_currency(number: str, currency: str, lang: str) -> str:
    mark = currency_mark(currency, lang)
    if lang != "en":
        return number + mark
    return mark + (NO_BREAK_SPACE if mark[-1].isalpha() else "") + number


# Table columns


@cache
def column_unit(currency: str, lang: str) -> ColumnUnit:
    """``CN¥ bn`` with three decimals, ``亿元`` with two: both show what ten million are."""
    mark = currency_mark(currency, lang)
    return ColumnUnit(f"{mark} bn", 9, 3) if lang == "en" else ColumnUnit(f"亿{mark}", 8, 2)


def column_text(value: int, currency: str, lang: str) -> str:
    """The number alone, in the column's unit. What is too small to show is never shown as zero."""
    unit = column_unit(currency, lang)
    smallest = Decimal(1).scaleb(-unit.decimals)
    number = Decimal(value).scaleb(-unit.power).quantize(smallest, ROUND_HALF_EVEN)
    if value and not number:
        return f"<{smallest}" if value > 0 else f">{MINUS}{smallest}"
    return grouped(number)


# Qualifiers


def qualifier_sign(qualifier: str | None, lang: str = "en") -> str:
    """What stands before the number on screen; "" for an exact one and for a range."""
    if not qualifier:
        return ""
    return COMMON_SIGNS.get(qualifier) or SIGNS[lang].get(qualifier, "")


def with_sign(text: str, qualifier: str | None, lang: str) -> str:
    """A written number with its sign before it, as plain text: “> CN¥95bn”, “约134亿美元”."""
    return before_number(qualifier_sign(qualifier, lang), lang) + text


def before_number(sign: str, lang: str) -> str:
    """The sign with the gap behind it; Chinese puts none between 约 and the number."""
    return sign and sign + ("" if lang != "en" and sign.isalpha() else NO_BREAK_SPACE)


def qualifier_words(qualifier: str | None, lang: str = "en") -> str:
    """The same for a screen reader, in words; "" for an exact number."""
    return WORDS[lang].get(qualifier or "", "")


def band_of(amount: int | None) -> int | None:
    """The lower end of the band that an amount lies in, None for none."""
    return None if amount is None else max(band for band in BANDS if band <= amount)
