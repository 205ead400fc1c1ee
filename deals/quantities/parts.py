"""One number with everything that stands around it and belongs to it."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from deals.quantities import currencies, numerals, units
from deals.quantities.hedges import INSIDE, hedge_before, hedge_behind
from deals.quantities.script import HAN, LETTER, Script

GAP = r"[ \u00a0\n]{0,2}"


def _number(digits):
    return re.compile(
        rf"(?P<digits>{digits})|(?P<about>{numerals.ABOUT_NUMERAL})"
        rf"|(?P<english>{numerals.ENGLISH_NUMERAL})|(?P<han>{numerals.HAN_NUMERAL})"
    )


NUMBER = _number(numerals.DIGITS)
WIDE_NUMBER = _number(numerals.WIDE_DIGITS)
_INSIDE = rf"(?P<inside>(?!来[自源到访]|几内亚|多米尼)[{''.join(INSIDE)}])"
POWER = re.compile(rf"{GAP}-?{_INSIDE}?{GAP}(?:de |d')?(?P<power>{units.POWER})")
LONE_HEDGE = re.compile(rf"{GAP}{_INSIDE}")
MORE_DIGITS = re.compile(rf"{GAP}(?P<digits>[0-9]{{1,4}}(?:\.[0-9]+)?)(?={GAP}{units.POWER})")
LAST_DIGITS = re.compile(r"(?P<digits>[0-9]{3,8})(?![0-9.,])")
OF = re.compile(r"[ \u00a0\n](?:d'|de )")
YEAR = re.compile(r"(?:19|20)[0-9]{2}|2100")
# Currencies of places that write 1.234,5, also in English sentences.
EUROPEAN_CURRENCIES = {"IDR", "VND", "BRL"}


@dataclass(frozen=True)
class Powers:
    """What stands behind the first number of a quantity: 3, 8 in “thousand crore”.

    `rest`: powers of ten, and further numbers (861億3000万), as `numerals.evaluate` takes them.
    """

    end: int
    rest: list = field(default_factory=list)
    inside: str = ""
    european: bool = False


@dataclass(frozen=True)
class Part:
    """`first`: the parts of the number itself by locale, under "" where it is in words.

    `core` is where it begins and `start` where its currency or hedge does; `european`: the words
    around it are of a language that writes 1.234,5. `unit` bounds the noun behind it.
    """

    written: str
    kind: str
    start: int
    core: int
    end: int
    first: dict
    powers: Powers
    currency: str = ""
    qualifier: str = "exact"
    european: bool = False
    unit_word: str = ""
    unit: tuple[int, int] = (0, 0)

    def values(self) -> dict[str, Decimal]:
        rest = self.powers.rest
        every = {key: numerals.evaluate([*first, *rest]) for key, first in self.first.items()}
        return {key: value for key, value in every.items() if value is not None}

    @property
    def is_plain(self) -> bool:
        return not (self.powers.rest or self.currency)


@dataclass(frozen=True)
class Setting:
    """What is known of a text as a whole. `yuan` and `dollar`: what its bare ¥ and $ mean.

    `whole`: the text is to be one quantity, so nothing in it is a year or an article. `low` and
    `hint`, the currency that is expected, tell which country’s pesos are meant.
    `spaced`: thousands are kept apart by spaces.
    """

    numbers: str = "auto"
    european: bool = False
    yuan: str = ""
    dollar: str = "USD"
    whole: bool = False
    low: str = ""
    hint: str = ""
    spaced: bool = False


def parts_of(written: Script, setting: Setting):
    """Every number that is an amount, from left to right; none reaches back over the one before."""
    pattern = WIDE_NUMBER if setting.european or setting.whole or setting.spaced else NUMBER
    at = floor = 0
    while found := pattern.search(written.low, at):
        at = found.end()
        part = with_currency(found, written, floor)
        if part is not None:
            part = with_hedge(with_noun(part, written.low), written.low, setting, floor)
            if part.values() and (setting.whole or is_amount(part, written.low)):
                yield part
                at = floor = part.end


def with_currency(found, written: Script, floor: int) -> Part | None:
    """The number with its powers of ten and its currency, on either side."""
    first = first_numbers(found)
    low, core = written.low, found.start()
    if not first or is_tail(low, core, floor):
        return None
    before, start = currencies.before(written, core, floor)
    if not before and re.match(f"[{LETTER}]", low[core - 1 : core]):
        return None
    powers = powers_behind(low, found.end(), bool(before))
    behind, end = currencies.behind(written, powers.end)
    if behind and not powers.rest:  # 95.25 CN¥ bn
        later = powers_behind(low, end, True)
        powers, end = (later, later.end) if later.rest else (powers, end)
    currency = currencies.agreed(before, behind)
    is_verb = low[powers.end : end].strip(" \u00a0\n") == "won" and not powers.rest  # 5 won prizes
    if not currency or is_verb:
        currency, end = before, powers.end
    return Part(
        written=found[0],
        kind=found.lastgroup,
        start=start,
        core=core,
        end=end,
        first=first,
        powers=powers,
        currency=currency,
        european=powers.european or bool(behind and OF.match(low, powers.end)),
    )


def with_noun(part: Part, low: str) -> Part:
    """The part with a hedge behind it, and its noun: in 3万人近い it lies before the hedge."""
    hedge, end = hedge_behind(low, part.end)
    noun = units.noun_at(low, end)
    if not hedge and noun and noun[0] in units.MEASURING_HAN:
        hedge, stop = hedge_behind(low, noun[1][1])
        end = stop if hedge else end
    hedge = (
        INSIDE.get(part.powers.inside) or hedge or ("about" if part.kind == "about" else "exact")
    )
    part = replace(part, end=end, qualifier=hedge)
    return replace(part, unit_word=noun[0], unit=noun[1]) if noun else part


def with_hedge(part: Part, low: str, setting: Setting, floor: int) -> Part:
    european = part.european or setting.european or part.unit_word in units.EUROPEAN_NOUNS
    european = european or (part.currency in EUROPEAN_CURRENCIES and not part.powers.rest)
    hedge, start = hedge_before(low, part.start, floor, european)
    return replace(part, start=start, qualifier=hedge or part.qualifier, european=european)


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
    """Whether a number is the end of a word or of another number: COVID-19, −5, 3/4, 数百."""
    before = low[max(0, core - 2) : core]
    if before[-1:] in {"/", "#", "@", "_", "−", "\\", "数", "數", "几", "幾"}:
        return True
    if before[-1:] in {".", ","} and before[:1].isdigit():
        return True
    if before[-1:] != "-" or (core - floor <= 3 and floor):
        return False
    return before == "-" or not re.match(f"[0-9{HAN}]", before)


def powers_behind(low, end, of_money) -> Powers:
    rest: list = []
    inside, european = "", False
    while len(rest) < numerals.MAX_PARTS:
        found = POWER.match(low, end)
        if found and is_power(found, end, of_money):
            word = " ".join(found["power"].replace("\u00a0", " ").split())
            rest.append(units.POWERS.get(word) or numerals.HAN_POWERS[word])
            inside = inside or found["inside"] or ""
            european = european or word in units.EUROPEAN_WORDS
        elif found := more_digits(low, end, rest):
            rest.append(Decimal(found["digits"]))
        else:
            break
        end = found.end()
    if not inside and (lone := LONE_HEDGE.match(low, end)):
        return Powers(lone.end(), rest, lone["inside"], european)
    return Powers(end, rest, inside, european)


def is_power(found, end, of_money) -> bool:
    """One letter is a power only where it touches its number, and some only of money."""
    word = found["power"]
    if word not in units.ATTACHED:
        return word not in units.AFTER_CURRENCY or of_money
    touches = found.start("power") == end
    if word in units.AFTER_CURRENCY:
        return of_money and (touches or word == "b")
    return touches or (of_money and word == "m")


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


# What is an amount in running text


def is_amount(part: Part, low: str) -> bool:
    if part.kind == "digits":
        return are_digits_amount(part, low)
    if part.kind == "english":
        return is_english_amount(part, low)
    return part.kind != "han" or is_han_amount(part)


def are_digits_amount(part, low) -> bool:
    """Not what touches a letter (5G, 4x4) or a slash, nor 4K, nor 007, nor a year."""
    end = part.core + len(part.written)
    behind = low[end : end + 2]
    if (behind[:1] == "/" and behind[1:].isdigit()) or re.match("0[0-9]", part.written):
        return False
    if behind[:1] == "k" and not part.currency and part.unit_word not in units.COUNTING:
        return False
    if not part.is_plain:
        return True
    if re.match(f"[{LETTER}]", behind) and part.unit_word not in units.MEASURING:
        return False
    hedged = part.qualifier != "exact" and (part.unit_word or re.match(f"[{HAN}]", behind))
    return bool(not YEAR.fullmatch(part.written) or part.unit_word in units.COUNTING or hedged)


def is_english_amount(part, low) -> bool:
    if not part.is_plain or any(power in part.written for power in numerals.ENGLISH_POWERS):
        return True
    if low[part.end : part.end + 1] == "-":  # a three-day event
        return False
    return part.written != "one" or part.unit_word in units.COUNTING


def is_han_amount(part) -> bool:
    """一个 is an article, and 百 or 万 alone a number only beside a hedge: 超千亿元."""
    counts = bool(part.currency) or part.unit_word in units.MEASURING_HAN
    numeral = part.written
    if all(char in numerals.HAN_POWERS for char in numeral) and numeral[0] not in "十拾":
        return counts and part.qualifier != "exact"
    return counts and (numeral != "一" or bool(part.currency))
