"""Quantities in running text, and texts that are one quantity as a whole."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext

from deals.money import MAX_AMOUNT, grouped
from deals.quantities import units
from deals.quantities.currencies import ANY_DOLLAR, DOLLARS, YEN_OR_YUAN
from deals.quantities.others import masked
from deals.quantities.parts import Part, Powers, Setting, parts_of
from deals.quantities.quantity import Ambiguous, Quantity, Unreadable
from deals.quantities.script import HAN, KANA, Script, script
from deals.quantities.shared import SHARED, meant

GAP = r"[ \u00a0\n]{0,2}"
JOINED = re.compile(rf"{GAP}(?:-|–|~|至|到|to|bis|à|a|hingga|sampai|đến|до|から){GAP}")
BETWEEN = re.compile(rf"{GAP}(?:and|et|und|y|e|и|và|dan|和|与|-|–|~|to|至|到|до){GAP}")
CLOSING = re.compile(r"之间|之間|の間")
FROM = re.compile(r"(?:\bfrom|从|由|\bvon|\bde)[ \u00a0\n]?$")
EUROPEAN = re.compile(
    r"\b(?:le|la|les|des|du|et|dans|pour|sur|une|der|die|das|und|für|mit|el|los|las|para|con|una"
    r"|yang|dan|untuk|della|delle|het|een|của|và|не|на|по|и|для|em|uma|ou)\b"
)
ENGLISH = re.compile(r"\b(?:the|of|and|in|to|for|with|will|was|were|at)\b")

# “12 300 jobs”, in a text that writes no 12,300.
SPACED = re.compile(r"(?<=[a-z(] )[1-9][0-9]{0,2} [0-9]{3}(?= [a-z])")
COMMAS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")


def find(text: str, *, numbers: str = "auto") -> list[Quantity]:
    """Every quantity of a running text, in order; what is ambiguous is left out.

    `numbers` says how the text writes them: "en" 1,234.5, "eu" 1.234,5, "in" 12,34,567; "auto"
    lets the words around each number decide.
    """
    plain, low = script(text)
    european = numbers == "eu" or is_european(low)
    spaced = bool(SPACED.search(low)) and not COMMAS.search(low)
    setting = Setting(numbers, european, yuan_or_yen(low), low=low, spaced=spaced)
    parts = list(parts_of(Script(plain, masked(low)), setting))
    quantities = (quantity_of(ends, text, setting) for ends in ranges(parts, low))
    return [quantity for quantity in quantities if isinstance(quantity, Quantity)]


def is_european(low: str) -> bool:
    """Whether its small words are rather those of such a language; one alone is SUR, a currency."""
    return len(EUROPEAN.findall(low)) > len(ENGLISH.findall(low)) + 1


def yuan_or_yen(low: str) -> str:
    """What a bare ¥ means in a text, or "" where nothing tells."""
    kana = re.search(rf"[{KANA}]", low)
    yen = kana or re.search(r"\byen\b|日元|\bjapan|jp¥", low)
    yuan = re.search(r"\byuan\b|\brmb\b|\bcny\b|\bchina|\bchinese|renminbi|人民币|cn¥", low)
    yuan = yuan or (re.search(rf"[{HAN}]", low) and not kana)
    return "" if bool(yen) == bool(yuan) else "JPY" if yen else "CNY"


def ranges(parts: list[Part], low: str):
    """Each part alone, or the two ends of a range together."""
    at = 0
    while at < len(parts):
        first, *following = parts[at : at + 2]
        if following and are_joined(first, following[0], low):
            first = with_shared_power(first, following[0])
            if is_range(first, following[0], low):
                yield first, up_to_closing(following[0], low)
                at += 2
                continue
        yield (first,)
        at += 1


def are_joined(first: Part, second: Part, low: str) -> bool:
    joint = BETWEEN if first.qualifier == "range" else JOINED
    return second.start - first.end <= 8 and bool(joint.fullmatch(low, first.end, second.start))


def with_shared_power(first: Part, second: Part) -> Part:
    """5 in “5-7 billion” and “from 5 to 7 billion” are billions; 500 in “500-1.2bn” are not."""
    if first.powers.rest or not second.powers.rest:
        return first
    rest = [part for part in second.powers.rest if isinstance(part, int)]
    powers = Powers(first.end, rest, european=second.powers.european)
    shared = replace(first, powers=powers, currency=first.currency or second.currency)
    return shared if lies_below(shared, second) else first


def lies_below(first: Part, second: Part) -> bool:
    """Whether it does as some way of writing numbers has it: 1.500-2 Mrd."""
    low, high = first.values(), second.values()
    ways = low.keys() & high.keys()
    return not ways or any(low[way] < high[way] for way in ways)


def is_range(first: Part, second: Part, low: str) -> bool:
    if (first.kind == "digits") != (second.kind == "digits"):
        return False  # 7-Eleven
    if second.qualifier != "exact" or not lies_below(first, second):
        return False
    if second.powers.rest and not first.powers.rest:
        return False  # 500-1.2bn
    if first.qualifier != "range" and FROM.search(low[max(0, first.start - 6) : first.start]):
        return False  # it rose from one to the other
    return not (first.currency and second.currency and first.currency != second.currency)


def up_to_closing(last: Part, low: str) -> Part:
    """介于5亿和7亿元之间 ends with 之间."""
    closing = CLOSING.match(low, last.end)
    return replace(last, end=closing.end()) if closing else last


# From parts to quantities


def quantity_of(ends, text, setting) -> Quantity | Ambiguous | Unreadable:
    first, last = ends[0], ends[-1]
    written = text[first.start : last.end]
    values = [decided(end, written, setting) for end in ends]
    if problem := next((v for v in values if isinstance(v, Ambiguous | Unreadable)), None):
        return problem
    currency = currency_of(last.currency or first.currency, written, setting)
    if isinstance(currency, Ambiguous | Unreadable):
        return currency
    whole = [int(value.to_integral_value(ROUND_HALF_EVEN)) for value in values]
    if max(whole) > MAX_AMOUNT:
        return Unreadable(written, too_large(written))
    if len(ends) == 2 and whole[0] >= whole[1]:
        return Unreadable(written, upside_down(written))
    return Quantity(
        value=whole[0],
        value_max=whole[1] if len(ends) == 2 else None,
        currency=currency,
        qualifier=qualifier_of(ends),
        start=first.start,
        end=last.end,
        text=written,
        rounded=any(number != value for number, value in zip(whole, values, strict=True)),
        unit_word=text[slice(*last.unit)],
    )


def qualifier_of(ends) -> str:
    """“between” before a single number says nothing of it."""
    if len(ends) == 2:
        return "range"
    return "exact" if ends[0].qualifier == "range" else ends[0].qualifier


def too_large(written: str) -> str:
    return gettext("“%(text)s” is more than %(most)s, the largest amount that can be kept.") % {
        "text": written,
        "most": grouped(MAX_AMOUNT),
    }


def upside_down(written: str) -> str:
    return gettext("“%(text)s” is no range: write the smaller number first.") % {"text": written}


def decided(part: Part, written: str, setting: Setting) -> Decimal | Ambiguous | Unreadable:
    """The value in the locale that the caller or the words around the number call for."""
    values = part.values()
    if setting.numbers != "auto" and "" not in values:
        value = values.get(setting.numbers)
        return Unreadable(written) if value is None else value
    if len(set(values.values())) == 1:
        return next(iter(values.values()))
    if part.powers.european:  # 1,083 triliun
        return values["eu"]
    if "," in part.written:  # 13,000 has no three decimals
        return values["en"] if "en" in values else values["in"]
    if part.european or not part.powers.rest:
        return european_or_both(part, written, values, setting)
    return values["en"]


def european_or_both(part, written, values, setting) -> Decimal | Ambiguous:
    """13.000: a count has no decimals, and “emplois” calls for 13,000; else it is ambiguous."""
    measured = part.currency or part.unit_word in units.MEASURING
    if not part.european and (setting.whole or measured):
        return Ambiguous(written, *both_readings(part.written, values))
    return values["eu"]


def both_readings(written: str, values) -> tuple[list[str], str]:
    european, english = plainly(values["eu"]), plainly(values["en"])
    readings = [
        gettext("%(number)s (European)") % {"number": european},
        gettext("%(number)s (English)") % {"number": english},
    ]
    return readings, gettext("Write %(one)s or %(other)s.") % {"one": european, "other": english}


def plainly(value: Decimal) -> str:
    return f"{value.normalize():f}"


def currency_of(code: str, written: str, setting: Setting) -> str | Ambiguous | Unreadable:
    if code == ANY_DOLLAR:
        return setting.dollar
    if code in SHARED:
        if setting.hint in SHARED[code].countries:
            return setting.hint
        return meant(code, setting.low) or Unreadable(written)
    if code != YEN_OR_YUAN:
        return code
    remedy = gettext("Write CN¥ or JP¥.")
    return setting.yuan or Ambiguous(written, [gettext("yuan"), gettext("yen")], remedy)


# Texts that are one quantity


def read_amount(text: str, *, numbers: str = "auto", currency: str = "") -> Quantity:
    """The quantity that the whole text is; `currency` is what a bare ¥ or $ means there.

    A noun that is counted may stand behind it (“1,500 jobs”), a measure (“5 GWh”) may not.
    """
    plain, low = script(text)
    yuan = currency if currency in {"CNY", "JPY"} else yuan_or_yen(low)
    dollar = currency if currency in DOLLARS else "USD"
    setting = Setting(numbers, numbers == "eu", yuan, dollar, True, low, currency)
    found = list(ranges(list(parts_of(Script(plain, low), setting)), low))
    if len(found) != 1 or not covers(found[0], low):
        raise Unreadable(text)
    quantity = quantity_of(found[0], text, setting)
    if not isinstance(quantity, Quantity):
        raise quantity
    return quantity


def covers(ends, low: str) -> bool:
    rest = low[ends[-1].end :].strip(" \u00a0\n")
    if rest and rest == ends[-1].unit_word and rest in units.COUNTABLE:
        rest = ""
    return not (rest or low[: ends[0].start].strip(" \u00a0\n"))
