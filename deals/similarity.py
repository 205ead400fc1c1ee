"""How alike two names are, and what tells them apart all the same: phases and numbers."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from deals.tokens import fold, tokens

ALIKE = 0.75  # of `likeness`, from 0 to 1: very similar
BOTH_DIFFER = 0.85  # asked of names that each have a word of their own: “Sesterce: data centre”
SAME_WORD = 0.84  # of two spellings of one word

_NUMBER_WORDS = (
    ("one", "first", "1st", "i"),
    ("two", "second", "2nd", "ii"),
    ("three", "third", "3rd", "iii"),
    ("four", "fourth", "4th", "iv"),
    ("five", "fifth", "5th", "v"),
    ("six", "sixth", "6th", "vi"),
    ("seven", "seventh", "7th", "vii"),
    ("eight", "eighth", "8th", "viii"),
    ("nine", "ninth", "9th", "ix"),
    ("ten", "tenth", "10th", "x"),
)
_VALUES = {word: number for number, words in enumerate(_NUMBER_WORDS, start=1) for word in words}
_CHINESE = {char: number for number, char in enumerate("一二三四五六七八九", start=1)}
_ENGLISH_NUMBER = (
    r"(?:\d{1,2}|i{1,3}|i[vx]|vi{0,3}|x|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_CHINESE_NUMBER = (
    r"(?:(?<!\d)\d{1,2}|(?<![a-z])(?:i{1,3}|i[vx]|vi{0,3})|[一二三四五六七八九十]{1,3}|首)"
)
_STEPS = "phase|stage|tranche"
_THINGS = "line|plant|factory|unit|module|lot|train|block|site|hall"
_ORDINAL_WORD = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[1-9](?:st|nd|rd|th)"
)

# (what is numbered, where its numbers stand). A phase that a name leaves out is its first.
_ORDINALS = [
    (
        "phase",
        re.compile(
            rf"\b(?:{_STEPS})s?[ -]*(?P<a>{_ENGLISH_NUMBER})"
            rf"(?: *(?:and|to|[&,–-]) *(?P<b>{_ENGLISH_NUMBER}))?\b"
        ),
    ),
    ("phase", re.compile(rf"\b(?P<a>{_ORDINAL_WORD})[ -](?:{_STEPS})\b")),
    (
        "phase",
        re.compile(
            rf"第?(?P<a>{_CHINESE_NUMBER})(?: *[、和及至~-] *(?P<b>{_CHINESE_NUMBER}))?(?:期|阶段)"
        ),
    ),
    (
        "number",
        re.compile(rf"\b(?:{_THINGS})[ -]*(?:no\.? *|#|number )?(?P<a>{_ENGLISH_NUMBER})\b"),
    ),
    ("number", re.compile(rf"\b(?:no\.|no|number|#) *(?P<a>{_ENGLISH_NUMBER})\b")),
    ("number", re.compile(rf"\b(?P<a>{_ORDINAL_WORD})[ -](?:{_THINGS})\b")),
    ("number", re.compile(rf"第?(?P<a>{_CHINESE_NUMBER}) *(?:号|#)")),
    ("number", re.compile(rf"第(?P<a>{_CHINESE_NUMBER})(?:工厂|厂|条|座|个|生产线|基地)")),
    ("phase", re.compile(r"\b(?P<a>ii|iii|iv|vi|vii|viii|ix)\b")),
    ("phase", re.compile(r"(?<=[^\d\s]) (?P<a>[2-9])$")),
]
_NUMBER = re.compile(r"\d+(?:[, ]\d{3})+|\d+(?:\.\d+)?")
_APOSTROPHES = re.compile("['’ʼ]")
_FILLERS = re.compile(r"(?:建设|工程|投资)?项目")
_SAY_NOTHING = frozenset(
    (  # noqa: SIM905 - short words
        "a an and at by d de des du et for from in l la le les of on project projects s the to with"
    ).split()
)


class Name(NamedTuple):
    """A name taken apart. `ordinals`: what is numbered → its numbers, such as phase → {1, 2}."""

    text: str
    key: str
    tokens: frozenset[str]
    numbers: frozenset[str]
    ordinals: tuple[tuple[str, frozenset[int]], ...]


def taken_apart(text: str) -> Name:
    text = rest = _APOSTROPHES.sub("", fold(text))
    ordinals: dict[str, frozenset[int]] = {}
    for label, pattern in _ORDINALS:
        if not pattern.search(rest):
            continue
        for match in pattern.finditer(rest):
            found = [_values(word) for word in match.groupdict().values() if word]
            ordinals[label] = ordinals.get(label, frozenset()).union(*found)
        rest = pattern.sub(" ", rest)
    numbers = frozenset(re.sub("[, ]", "", number) for number in _NUMBER.findall(rest))
    said = tokens(_FILLERS.sub(" ", _NUMBER.sub(" ", rest))) - _SAY_NOTHING
    said = _without_ends(said) | numbers
    key, known = " ".join(sorted(said)), tuple(sorted(ordinals.items()))
    return Name(text, key, frozenset(said), numbers, known)


def _values(word: str) -> set[int]:
    """The numbers that a word stands for; 一二期 are two phases, 十二期 is one."""
    if word.isdecimal():
        return {int(word)}
    if word in _VALUES:
        return {_VALUES[word]}
    if word == "首":
        return {1}
    if "十" in word:
        tens, ones = word.split("十", 1)
        return {10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)}
    return {_CHINESE[char] for char in word}


def _without_ends(said: set[str]) -> set[str]:
    """The search indexes the last character of a CJK run; here its pairs say all, if it has any."""
    pairs = {word for word in said if len(word) == 2 and not word.isascii()}
    return {w for w in said if w.isascii() or len(w) > 1 or not any(w == p[1] for p in pairs)}


def numbered(names: Iterable[Name]) -> frozenset[tuple[str, frozenset[int]]]:
    """What the names of one thing number together. Who differs in it is another: 一期 and 二期.

    A first phase may have been named before there was a second, so number 1 is like none.
    """
    found: dict[str, frozenset[int]] = {}
    for name in names:
        for label, numbers in name.ordinals:
            found[label] = found.get(label, frozenset()) | numbers
    return frozenset((label, numbers) for label, numbers in found.items() if numbers != {1})


def likeness(one: Name, other: Name) -> float:
    """0 to 1; 1 for names that say the same in another order or spelling, whatever they number."""
    if one.text == other.text:
        return 1.0 if one.text else 0.0
    if one.key == other.key:
        return 1.0 if one.key else 0.0
    if one.numbers - other.numbers and other.numbers - one.numbers:
        return 0.0
    mine, theirs = one.tokens - other.tokens, other.tokens - one.tokens
    common = len(one.tokens) - len(mine)
    if common or len(mine) == len(theirs) == 1:
        misspelt, mine, theirs = _misspelt(mine, theirs)
        common += misspelt
    score = 2 * common / (2 * common + len(mine) + len(theirs))
    both_differ = any(w.isascii() for w in mine) and any(w.isascii() for w in theirs)
    return score * ALIKE / BOTH_DIFFER if both_differ else score


def _misspelt(mine: frozenset[str], theirs: frozenset[str]):
    """How many of the words are one in two spellings, and what is left on either side."""
    found = 0
    if len(mine) > 4 or len(theirs) > 4:
        return found, mine, theirs
    for word in mine:
        other = next((w for w in theirs if _spelt_alike(word, w)), None)
        if other:
            found, mine, theirs = found + 1, mine - {word}, theirs - {other}
    return found, mine, theirs


def _spelt_alike(word: str, other: str) -> bool:
    if word[0] != other[0] or min(len(word), len(other)) < 4 or not word.isalpha():
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= SAME_WORD
