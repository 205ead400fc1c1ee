"""Written numbers without their unit: 11,87,756 and 13 000, 一百三十七 and thirty-eight."""

import re
from decimal import Decimal

from deals.quantities.script import NOT_IN_WORD, WORD_ENDS, any_of

# `numbers`: what separates groups and what decimals, as `readings` returns them.
LOCALES = ("en", "eu", "in")

# Groups may be kept together by a no-break space; a plain one only before 000, unless WIDE.
DIGITS = r"[0-9]+(?:[.,][0-9]+|['\u00a0][0-9]{3}(?![0-9])| 000(?![0-9]))*"
WIDE_DIGITS = r"[0-9]+(?:[.,][0-9]+|['\u00a0 ][0-9]{3}(?![0-9]))*"

GROUPED = {
    "en": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"),
    "eu": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"),
    "in": re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"),
}
SPACED = re.compile(
    r"[0-9]{1,3}(?:(?:\u00a0[0-9]{3})+|(?: [0-9]{3})+|(?:'[0-9]{3})+)(?:[.,][0-9]+)?"
)
MAX_DIGITS = 40
MAX_PARTS = 12


def readings(written: str) -> dict[str, Decimal]:
    """What the digits mean in each locale in which they are well written."""
    if len(written) > MAX_DIGITS:
        return {}
    if SPACED.fullmatch(written):
        value = Decimal(re.sub(r"[\u00a0 ']", "", written).replace(",", "."))
        return dict.fromkeys(LOCALES, value)
    return {
        locale: _decimal(written, locale)
        for locale in LOCALES
        if GROUPED[locale].fullmatch(written) and not _is_odd(written, locale)
    }


def _is_odd(written, locale):
    """0,125 and 007,500 have no thousands; 12,34,567 is grouped in pairs to its end."""
    separator = "." if locale == "eu" else ","
    groups = written.partition("," if locale == "eu" else ".")[0].split(separator)
    if len(groups) > 1 and groups[0].startswith("0"):
        return True
    pairs = {len(group) for group in groups[1:-1]}
    return len(pairs) > 1 or (pairs == {2} and len(groups[0]) == 3)


def _decimal(written, locale):
    if locale == "eu":
        written = written.replace(".", "").replace(",", ".")
    return Decimal(written.replace(",", ""))


# Words. A number is a list of Decimals and of powers: [Decimal(3), 2, Decimal(8)] is 308.

HAN_DIGITS = dict(zip("〇零一二三四五六七八九", [0, *range(10)], strict=True))
HAN_DIGITS |= {"两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6}
HAN_DIGITS |= {"柒": 7, "捌": 8, "玖": 9}
HAN_POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
HAN_POWERS |= {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
# 千瓦, 千米 and 兆瓦 are units of measure.
HAN_POWER = r"(?:[十拾佰万萬亿億]|百(?!慕)|[千仟](?![瓦米克卡伏])|兆(?![瓦赫伏字]))"
_HAN_DIGIT = f"[{''.join(HAN_DIGITS)}]"
HAN_NUMERAL = rf"(?:{_HAN_DIGIT}|{HAN_POWER})+(?:点{_HAN_DIGIT}+{HAN_POWER}+)?"

ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
ONES = {word: number for number, word in enumerate(ONES.split(), 1)}
ONES |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * number for number, word in enumerate(TENS.split(), 2)}
ENGLISH_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
ENGLISH_POWERS |= {"lakh": 5, "crore": 7}
_WORD = any_of([*ONES, *TENS])
_POWER = any_of(ENGLISH_POWERS)
_AND = r"(?:[ \u00a0\n-]|(?:(?<=hundred)|(?<=thousand)|(?<=million)) and )"
ENGLISH_NUMERAL = (
    rf"{NOT_IN_WORD}(?:(?:an?|half an?|{_WORD}(?: and a half)?)[ \u00a0\n-]{_POWER}|{_WORD})"
    rf"(?:{_AND}(?:{_WORD}|{_POWER}){WORD_ENDS})*{WORD_ENDS}"
)
ABOUT_TENS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30}
ABOUT_TENS |= {"quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100}
ABOUT_NUMERAL = rf"{NOT_IN_WORD}une {any_of(ABOUT_TENS)}{WORD_ENDS}"


def evaluate(parts: list) -> Decimal | None:
    """The value of numbers and powers in their order, or None where they make no number.

    A power multiplies what stands before it and what is smaller before that: 861 亿 3000 万 are
    two parts, 1 万 2 千 亿 is one. Two powers together must rise: 万亿 and lakh crore, not 亿亿.
    """
    if len(parts) > MAX_PARTS:
        return None
    sums: list[Decimal] = []
    before = None
    for part in parts:
        if isinstance(part, Decimal):
            if isinstance(before, Decimal):
                if not (before in TENS.values() and part < 10):
                    return None
                sums[-1] += part
            else:
                if sums and part >= sums[-1]:
                    return None
                sums.append(part)
        else:
            if isinstance(before, int) and part <= before:
                return None
            product = (sums.pop() if sums else Decimal(1)) * 10**part
            while sums and sums[-1] < 10**part:
                product += sums.pop() * 10**part
            if sums and product >= sums[-1]:
                return None
            sums.append(product)
        before = part
    return sum(sums) if sums else None


def han_parts(written: str) -> list | None:
    """Parts of a Chinese numeral, 九百五十二点五亿 too; None for one that is no number.

    A row of bare digits (二〇二四) is a year, not an amount.
    """
    whole, _point, behind = written.partition("点")
    parts = _han_whole(whole)
    if not behind or parts is None:
        return parts
    digits = [HAN_DIGITS[char] for char in behind if char in HAN_DIGITS]
    value = evaluate(parts)
    powers = [HAN_POWERS[char] for char in behind if char in HAN_POWERS]
    return value and [value + Decimal(f"0.{''.join(map(str, digits))}"), *powers]


def _han_whole(written: str) -> list | None:
    parts: list = []
    for char in written:
        if char in HAN_POWERS:
            # 百 and the 十 of 一百十 count one.
            if not parts or (char in "十拾" and isinstance(parts[-1], int)):
                parts.append(Decimal(1))
            parts.append(HAN_POWERS[char])
        elif HAN_DIGITS[char]:
            parts.append(Decimal(HAN_DIGITS[char]))
    has_zero = any(HAN_DIGITS.get(char) == 0 for char in written)
    return None if not has_zero and _is_clipped(parts) else parts


def _is_clipped(parts):
    """Whether the last digit stands for more than itself: 三万五 is 35,000."""
    return len(parts) > 2 and isinstance(parts[-1], Decimal) and parts[-2] != 1


def english_parts(written: str) -> list:
    parts: list = []
    for word in re.split(r"[ \u00a0\n-]+", written):
        if word == "half":
            before = parts.pop() if parts else 0  # two and a half
            parts.append(before + Decimal("0.5"))
        elif word in {"a", "an"}:
            parts += [] if parts else [Decimal(1)]
        elif word in ENGLISH_POWERS:
            parts.append(ENGLISH_POWERS[word])
        elif word != "and":
            parts.append(Decimal((ONES | TENS)[word]))
    return parts
