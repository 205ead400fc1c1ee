"""One number with everything that stands around it and belongs to it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from deals.quantities import numerals, units
from deals.quantities.currencies import YEN_OR_YUAN, currency_after, currency_before
from deals.quantities.hedges import INSIDE, hedge_before, hedge_behind
from deals.quantities.script import LETTER, Script

GAP = r"[ \u00a0\n]{0,2}"


def _number(digits):
    return re.compile(
        rf"(?P<digits>{digits})|(?P<about>{numerals.ABOUT_NUMERAL})"
        rf"|(?P<english>{numerals.ENGLISH_NUMERAL})|(?P<han>{numerals.HAN_NUMERAL})"
    )


NUMBER = _number(numerals.DIGITS)
WIDE_NUMBER = _number(numerals.WIDE_DIGITS)
_INSIDE = rf"(?P<inside>[{''.join(INSIDE)}])"
POWER = re.compile(rf"{GAP}-?{_INSIDE}?{GAP}(?:de |d')?(?P<power>{units.POWER})")
MORE_DIGITS = re.compile(rf"{GAP}(?P<digits>[0-9]{{1,4}}(?:\.[0-9]+)?)(?={GAP}{units.POWER})")
LAST_DIGITS = re.compile(r"(?P<digits>[0-9]{3,8})(?![0-9.,])")
EUROPEAN_CURRENCIES = {"IDR", "VND", "BRL"}


@dataclass(frozen=True)
class Part:
    """`core`: where the number itself begins. `first`: the readings of its digits by locale (one
    without locale for words); `rest`: the powers and numbers behind them, for `evaluate`.
    """

    start: int
    core: int
    end: int
    written: str
    first: dict
    rest: list
    currency: str
    qualifier: str
    european: bool
    unit_word: str

    def values(self, rest=None) -> dict[str, Decimal]:
        rest = self.rest if rest is None else rest
        every = {key: numerals.evaluate([*first, *rest]) for key, first in self.first.items()}
        return {key: value for key, value in every.items() if value is not None}

    @property
    def is_plain(self) -> bool:
        return not (self.rest or self.currency)


@dataclass(frozen=True)
class Setting:
    """What is known of a text as a whole: how it writes numbers, and what its bare ¥ means.

    `whole`: the text is to be one quantity, so nothing in it is a year or an article.
    """

    numbers: str = "auto"
    european: bool = False
    yuan: str = ""
    whole: bool = False


def parts_of(written: Script, setting: Setting):
    """Every number that is an amount, from left to right; none reaches back over the one before."""
    pattern = WIDE_NUMBER if setting.european or setting.whole else NUMBER
    at = floor = 0
    while found := pattern.search(written.low, at):
        at = found.end()
        part = part_at(found, written, setting, floor)
        if part is not None:
            yield part
            at = floor = part.end


def part_at(found, written, setting, floor) -> Part | None:
    first = first_numbers(found)
    low, core = written.low, found.start()
    if not first or is_tail(low, core, floor):
        return None
    currency, start = currency_before(written, core, floor)
    if not currency and re.match(f"[{LETTER}]", low[core - 1 : core]):
        return None
    rest, end, inside, european = powers_behind(low, found.end(), bool(currency))
    behind, stop = currency_after(written, end)
    if behind and not rest:  # 95.25 CN¥ bn
        rest, after, inside, european = powers_behind(low, stop, True)
        stop = after if rest else stop
    if behind:
        european = european or bool(re.match(r"[ \u00a0\n](?:d'|de )", low[end : end + 4]))
        currency, end = agreed(currency, behind), stop
    return around(found, low, setting, floor, start, end, first, rest, currency, inside, european)


def agreed(before: str, behind: str) -> str:
    """$5bn CAD is Canadian; a sign that is certain stays."""
    return behind if before in {"", "USD", YEN_OR_YUAN} else before


def around(found, low, setting, floor, start, end, first, rest, currency, inside, european):
    """The part with its hedges and its noun."""
    hedge, stop = hedge_behind(low, end)
    word, word_ends = noun_at(low, stop)
    if not hedge and word in units.MEASURING_HAN:
        hedge, after = hedge_behind(low, word_ends)
        stop = after if hedge else stop
    european = european or word in units.EUROPEAN_NOUNS or currency in EUROPEAN_CURRENCIES
    european = european or setting.european
    before, start = hedge_before(low, start, floor, european)
    qualifier = before or INSIDE.get(inside, "") or hedge or ("about" if found["about"] else "")
    part = Part(
        start,
        found.start(),
        stop,
        found[0],
        first,
        rest,
        currency,
        qualifier or "exact",
        european,
        word,
    )
    if not part.values() or not (setting.whole or is_amount(found, part, low)):
        return None
    return part


def first_numbers(found) -> dict[str, list]:
    """Locale → parts of the digits; "" → parts of a number in words."""
    if found["digits"]:
        readings = numerals.readings(found["digits"])
        return {locale: [value] for locale, value in readings.items()}
    if found["about"]:
        words = found["about"].replace("\u00a0", " ").split()
        return {"": [Decimal(numerals.ABOUT_TENS[words[-1]])]}
    if found["english"]:
        parts = numerals.english_parts(found["english"])
    else:
        parts = numerals.han_parts(found["han"])
    return {"": parts} if parts else {}


def is_tail(low, core, floor) -> bool:
    """Whether a number is the end of a word or of another number: COVID-19, −5, 3/4."""
    before = low[max(0, core - 2) : core]
    if before[-1:] in {"/", "#", "@", "_", "−", "\\"}:
        return True
    if before[-1:] in {".", ","} and before[:1].isdigit():
        return True
    return before[-1:] == "-" and core > floor and bool(re.match(f"[{LETTER}]", before))


def powers_behind(low, end, of_money):
    """(rest, end, hedge inside, European?) of the powers of ten behind a number."""
    rest: list = []
    inside, european = "", False
    while len(rest) < numerals.MAX_PARTS:
        found = POWER.match(low, end)
        if found and is_power(found, end, of_money):
            word = " ".join(found["power"].replace("\u00a0", " ").split())
            rest.append(units.POWERS.get(word) or numerals.HAN_POWERS[word])
            inside = inside or found["inside"] or ""
            european = european or word in units.EUROPEAN_WORDS
        else:
            found = more_digits(low, end, rest)
            if not found:
                break
            rest.append(Decimal(found["digits"]))
        end = found.end()
    if not rest and (lone := re.compile(rf"{GAP}{_INSIDE}").match(low, end)):
        return rest, lone.end(), lone["inside"], european
    return rest, end, inside, european


def is_power(found, end, of_money) -> bool:
    """One letter is a power only where it touches its number, and some only of money."""
    word = found["power"]
    if word not in units.ATTACHED:
        return word not in units.AFTER_CURRENCY or of_money
    touches = found.start("power") == end
    return (touches or (of_money and word in {"m", "b"})) and (
        of_money or word not in units.AFTER_CURRENCY
    )


def more_digits(low, end, rest):
    """861億3000万 and 3万5000 go on; 5 million 200 does not."""
    if not rest or not isinstance(rest[-1], int):
        return None
    before = low[end - 1 : end]
    if before in numerals.HAN_POWERS:
        found = MORE_DIGITS.match(low, end) or LAST_DIGITS.match(low, end)
        whole = found and (found.re is MORE_DIGITS or len(found["digits"]) == rest[-1])
        return found if whole and found.start("digits") == end else None
    return MORE_DIGITS.match(low, end) if "\u0b80" <= before <= "\u0bff" else None


def noun_at(low, end) -> tuple[str, int]:
    """(word, its end) right behind a number: what it counts or is measured in."""
    found = units.UNIT_WORD.match(low, end)
    if not found or found["word"] in units.NO_NOUNS:
        return "", end
    return found["word"], found.end()


# What is an amount in running text


def is_amount(found, part, low) -> bool:
    if found["digits"]:
        return are_digits_amount(found, part, low)
    if found["english"]:
        return is_english_amount(found["english"], part, low)
    return not found["han"] or is_han_amount(found["han"], part)


def are_digits_amount(found, part, low) -> bool:
    """Not what touches a letter (5G, 4x4) or a slash, and not a year."""
    behind = low[found.end() : found.end() + 2]
    if behind[:1] == "/" and behind[1:].isdigit():
        return False
    if part.is_plain and re.match(f"[{LETTER}]", behind) and part.unit_word not in units.MEASURING:
        return False
    is_year = re.fullmatch(r"(?:19|20)[0-9]{2}|2100", found[0])
    return not (is_year and part.is_plain and part.unit_word not in units.COUNTING)


def is_english_amount(words, part, low) -> bool:
    if not part.is_plain or any(power in words for power in numerals.ENGLISH_POWERS):
        return True
    if low[part.end : part.end + 1] == "-":  # a three-day event
        return False
    return words != "one" or part.unit_word in units.COUNTING


def is_han_amount(numeral, part) -> bool:
    """一个 is an article, and 百 or 万 alone a number only beside a hedge: 超千亿元."""
    counts = bool(part.currency) or part.unit_word in units.MEASURING_HAN
    if all(char in numerals.HAN_POWERS for char in numeral) and numeral[0] not in "十拾":
        return counts and part.qualifier != "exact"
    return counts and (numeral != "一" or bool(part.currency))
