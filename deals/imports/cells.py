"""Readers of single cells: what people put into spreadsheets → values, or `CellError`."""

import datetime
import difflib
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from deals.bounds import QUALIFIERS
from deals.formulas import plain_cell
from deals.imports.headers import _UNIT_WORDS, _UNITS, Header, folded, key_of
from deals.imports.rows import ErrorValue, Formula, as_text
from deals.money import MAX_AMOUNT, is_currency, money_text, qualifier_words, round_half_even
from deals.quantities import QuantityError, read_amount, read_date
from deals.vocabulary import COMMITMENT_LABELS, STATUS_LABELS

# What people write where they know nothing; as `folded`.
UNKNOWN = frozenset(
    "na n/a n.a. n.a #n/a nan not_available not_applicable unknown undisclosed not_disclosed "
    "not_stated none null nil tbd tba tbc - -- — – ? 不详 未知 未披露 未公布 未公开 未透露 无 暂无 "
    "待定 保密 / …".replace("_", "\0").split()
)
YEARS = (1900, 2100)
POWER_WORDS = {
    3: " thousand",
    4: "万",
    5: " lakh",
    6: " million",
    7: " crore",
    8: "亿",
    9: " billion",
    12: " trillion",
}
PLAIN = re.compile(r"[0-9]{1,16}")
SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
TRUE = frozenset(["true", "yes", "y", "1", "是", "有"])
FALSE = frozenset(["false", "no", "n", "0", "否"])


class CellError(ValueError):
    """What is wrong with a cell, with the remedy."""


class Amount(NamedTuple):
    """A number as a cell states it; `written`: the words, where they are more than digits."""

    value: int
    value_max: int | None = None
    currency: str = ""
    qualifier: str = "exact"
    written: str = ""
    rounded: bool = False


def is_blank(value) -> bool:
    """Whether the cell says nothing, in whatever words."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = folded(value)
    return not text or text.replace(" ", "\0") in UNKNOWN


def refuse_computed(value) -> None:
    if isinstance(value, Formula):
        raise CellError(
            _("“%(text)s” is a formula. Paste its value.") % {"text": as_text(value)[:60]}
        )
    if isinstance(value, ErrorValue):
        raise CellError(
            _("“%(text)s” is an error of the spreadsheet. Enter the value.") % {"text": value}
        )


def text(value) -> str:
    """Text without the apostrophe that an export puts before what would run."""
    return " ".join(plain_cell(as_text(value)).split())


def amount(value, header: Header | None, numbers: str = "auto") -> Amount:
    """Money in whole units; the header may say in what the cells count."""
    power = header.power if header else 0
    if isinstance(value, (bool, datetime.date, datetime.time, datetime.timedelta)):
        raise CellError(
            _("“%(text)s” is a date or a truth value, no amount. Format the cell as a number.")
            % {"text": as_text(value)}
        )
    written = as_text(value)
    if isinstance(value, int | float):
        return _in_bounds(_scaled(written, power), written)
    if SCIENTIFIC.fullmatch(written):
        raise CellError(
            _("“%(text)s” has lost digits in a spreadsheet. Format the column as a number there.")
            % {"text": written}
        )
    if not power and PLAIN.fullmatch(written):
        return _in_bounds(Amount(int(written)), written)
    try:
        found = read_amount(_with_power(written, power), numbers=numbers)
    except QuantityError as error:
        raise CellError(_about(error, written)) from None
    read = Amount(
        *(found.value, found.value_max, found.currency, found.qualifier),
        written=written[:200],
        rounded=found.rounded,
    )
    return _in_bounds(read, written)


def _scaled(number: str, power: int) -> Amount:
    try:
        exact = Decimal(number).scaleb(power)
    except InvalidOperation:
        raise CellError(_("“%(text)s” is not an amount.") % {"text": number}) from None
    value = round_half_even(exact) if exact.is_finite() else 0
    return Amount(value, rounded=exact != value, written=number if power else "")


def _with_power(written: str, power: int) -> str:
    """The unit of the header behind the last digit, unless the cell has a unit of its own."""
    own = [word for word in _UNIT_WORDS.findall(folded(written)) if word in _UNITS]
    if not power or own or power not in POWER_WORDS:
        return written
    return re.sub(r"([0-9])(?!.*[0-9])", rf"\1{POWER_WORDS[power]}", written, count=1)


def _in_bounds(read: Amount, written: str) -> Amount:
    for number in (read.value, read.value_max):
        if number is not None and not 1 <= number <= MAX_AMOUNT:
            raise CellError(
                _(
                    "“%(text)s” is out of range. Use 1 to 9,000,000,000,000,000; leave unknown "
                    "cells blank."
                )
                % {"text": written[:60]}
            )
    return read


def _about(error: QuantityError, written: str) -> str:
    """In the words of the reader, about what stands in the cell."""
    message = str(error)
    if written[:20] in message:
        return message
    return f"“{written[:60]}”: {message}"


def count(value, numbers: str = "auto") -> Amount:
    """A number of jobs: ``14,342,000+``, ``2万人``."""
    try:
        found = amount(value, None, numbers)
    except CellError:
        numbers_in = re.findall(r"[0-9][0-9,.]*", as_text(value))
        if len(numbers_in) < 2:
            raise
        raise CellError(
            _(
                "“%(text)s” is not one number. Write %(number)s alone, and the rest into a note in "
                "the admin."
            )
            % {"text": as_text(value)[:60], "number": numbers_in[0].rstrip(".,")}
        ) from None
    if found.currency:
        raise CellError(
            _("“%(text)s” is money. Write a plain number.") % {"text": as_text(value)[:60]}
        )
    if found.value_max is not None:
        raise CellError(
            _("“%(text)s” is a range. Write its lower end with “at least”.")
            % {"text": as_text(value)[:60]}
        )
    return found


def day(value) -> datetime.date:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if not isinstance(value, datetime.date):
        value = _date_of_text(value)
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise CellError(
            _("“%(text)s” lies outside the years 1900 to 2100.") % {"text": value.isoformat()}
        )
    return value


def _date_of_text(value) -> datetime.date:
    written = as_text(value)
    if isinstance(value, str):
        try:
            return read_date(written)
        except QuantityError as error:
            raise CellError(_about(error, written)) from None
    raise CellError(
        _("“%(text)s” is a number, no date. Format the cell as a date, or write 2024-09-01.")
        % {"text": written}
    )


def currency(value) -> str:
    code = text(value).upper()
    if not is_currency(code):
        raise CellError(
            _("“%(text)s” is no currency. Use its three letters in ISO 4217, such as CNY.")
            % {"text": text(value)[:60]}
        )
    return code


def flag(value) -> bool:
    word = folded(as_text(value))
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise CellError(
        _("“%(text)s” is neither yes nor no. Write true or false.") % {"text": word[:60]}
    )


def status(value) -> str:
    return _word(value, "status")


def commitment(value) -> str:
    return _word(value, "commitment")


def qualifier(value) -> str:
    return _word(value, "qualifier")


def _word(value, kind: str) -> str:
    known, asked = _words(kind), key_of(text(value))
    if asked in known:
        return known[asked]
    close = difflib.get_close_matches(asked[:60], known, 1, 0.7)
    words = list(dict.fromkeys(known.values()))
    hint = (
        _("Did you mean %(word)s?") % {"word": known[close[0]]}
        if close
        else _("Use one of: %(words)s.") % {"words": ", ".join(words)}
    )
    message = _("“%(text)s” is not known.") % {"text": text(value)[:60]}
    raise CellError(f"{message} {hint}")


@cache
def _words(kind: str) -> dict[str, str]:
    """Key of a word, or of its label in either language → the word."""
    found = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            if kind == "qualifier":
                labels = {w: qualifier_words(w, language) for w in QUALIFIERS}
            else:
                labels = {"status": STATUS_LABELS, "commitment": COMMITMENT_LABELS}[kind]
            found |= {key_of(str(label)): word for word, label in labels.items() if str(label)}
            found |= {key_of(word): word for word in labels}
    return found


def shown(value, code: str = "") -> str:
    """A stored or read value as the preview shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and code:
        lang = "zh-hans" if (translation.get_language() or "").startswith("zh") else "en"
        return money_text(value, code, lang)
    return as_text(value)
