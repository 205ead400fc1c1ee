"""What the printed digits of a number leave open: “95.25 billion” is 95.245 to 95.255 billion.

The words are those of a source, in any language; the value is known already, so a numeral of the
words is its print only where numeral × 10^k is the value.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# Words right behind a numeral, and the power of ten they stand for. A numeral with such a word is
# only taken for a value that it really means.
_WORDS = {
    12: "lakh crore|lac crore|l crore|trillion|trillón|triliun|tn|兆|万亿|萬億|லட்சம் கோடி",
    9: "billion|bn|milliard|milliarde|miliar|milyar|mrd|b|tỷ|млрд|مليار",
    8: "亿|億",
    7: "crore|cr|கோடி",
    6: "million|millionen|mn|m|mio|juta|triệu|млн|مليون",
    5: "lakh|lac|லட்சம்",
    4: "万|萬",
    3: "thousand|tsd|mille|ribu|тыс|千",
}
_POWER = {word: power for power, words in _WORDS.items() for word in words.split("|")}
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _POWER), key=len, reverse=True))
# “billion” also stands for “billions”, but “m” begins “männer”, so short ones end with the word.
_UNIT = rf"(?:(?P<unit>{_LONGEST_FIRST})(?:s|en|n)?(?![a-z]))"
_DIGITS = r"\d+(?:[.,'’ ]\d+)*"
_NUMERAL = re.compile(rf"(?P<digits>{_DIGITS})[ -]?{_UNIT}?")
# 861億3000万: parts that are added up, the largest first.
_COMPOUND = re.compile(rf"({_DIGITS})(?:亿|億)({_DIGITS})(?:万|萬)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included; None: no upper end."""

    low: Decimal
    high: Decimal | None

    def meets(self, other: "Interval") -> bool:
        return not (self.above(other) or other.above(self))

    def above(self, other: "Interval") -> bool:
        """All of it lies above all of the other."""
        return other.high is not None and self.low > other.high

    def __add__(self, other: "Interval") -> "Interval":
        ends = (self.high, other.high)
        return Interval(self.low + other.low, None if None in ends else sum(ends))


NEARLY = Decimal("0.9")  # “nearly 300” is not less than 270
ABOUT = Decimal("0.1")  # “about twenty”, in words: 18 to 22


def rounding(as_written: str, value: int) -> Interval:
    """The values that are printed like this: half a unit of the last printed digit either way.

    A number written out in full (“20,000”) is taken to be rounded at its last digit that is not
    zero. Where no numeral of the words fits, the value is exact.
    """
    half = _unit(as_written, value) / 2
    return Interval(value - half, value + half)


def possible(as_written: str, value: int, value_max: int | None, qualifier: str) -> Interval:
    """The values that a qualified number leaves possible, its printed digits included.

    Digits may have been cut off instead of rounded: 95.257 is also written 95.25. “About” is a
    whole unit of the last printed digit either way. A bound is the number itself: what says “more
    than 200” has not been rounded down to it.
    """
    number = rounding(as_written, value)
    unit = number.high - number.low
    if qualifier in ("at_least", "more_than"):
        return Interval(Decimal(value), None)
    if qualifier == "nearly":
        return Interval(value * NEARLY, Decimal(value))
    if qualifier == "up_to":
        return Interval(Decimal(0), number.high)
    if qualifier == "range":
        return Interval(number.low, rounding(as_written, value_max).high)
    if qualifier == "about":
        unit = unit or value * ABOUT
        return Interval(value - unit, value + unit)
    return Interval(number.low, value + unit)


def _unit(as_written: str, value: int) -> Decimal:
    """What one more in the last printed digit would add; 0 where nothing is known.

    A numeral whose unit confirms it wins, then the widest: a doubt that may be there is kept.
    """
    found = list(_prints(_plain(as_written), value))
    sure = [unit for unit, is_sure in found if is_sure]
    return max(sure or [unit for unit, _sure in found], default=Decimal(0))


def _plain(text: str) -> str:
    """Full-width and other digits as 0 to 9, all blanks alike, lower case."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return re.sub(r"\s", " ", text)


def _prints(text: str, value: int) -> Iterator[tuple[Decimal, bool]]:
    """(unit of the last digit, whether a unit word confirms it) for each numeral that fits."""
    for match in _COMPOUND.finditer(text):
        large, small = (int(re.sub(r"\D", "", part)) for part in match.groups())
        if large * 10**8 + small * 10**4 == value:
            yield Decimal(10) ** (4 + _zeros(small)), True
    for match in _NUMERAL.finditer(text):
        digits = re.sub(r"\D", "", match["digits"])
        power = _power_of(int(digits), value)
        if power is None:
            continue
        word = _POWER.get(match["unit"])
        decimals = _decimals(match["digits"])
        if word is not None and power not in (word, word - decimals):
            continue
        if word is None and power and _YEAR.fullmatch(match["digits"]):
            continue
        fraction = decimals and (decimals != 3 or (word is not None and power != word))
        in_full = not fraction and (power <= 0 or len(digits) > 3)
        yield Decimal(10) ** (power + (_zeros(int(digits)) if in_full else 0)), word is not None


def _power_of(number: int, value: int) -> int | None:
    """The k of number × 10^k = value."""
    if not number or not value or number // 10 ** _zeros(number) != value // 10 ** _zeros(value):
        return None
    return _zeros(value) - _zeros(number)


def _zeros(number: int) -> int:
    """How many zeros stand at the end."""
    text = str(number)
    return len(text) - len(text.rstrip("0"))


def _decimals(digits: str) -> int:
    """How many digits follow the last separator; 0 where there is none."""
    last = re.split(r"\D", digits)[-1]
    return 0 if last == digits else len(last)
