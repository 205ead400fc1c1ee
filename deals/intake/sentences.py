"""Sentences and clauses of running text, English and Chinese, with their places in it."""

import re
from bisect import bisect_left
from dataclasses import dataclass

ABBREVIATION = re.compile(
    r"(?:[a-z]\.)*[a-z]|mr|mrs|ms|dr|prof|st|nos?|vs|rs|approx|ca|est|inc|ltd|co|corp|jr|sr|gen"
    r"|gov|sen"
    r"|rep|fig|vol|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|dept|etc|cr|mt|bros|govt|nr"
)
# What begins a new sentence even behind “Ltd.” or “U.S.”.
STARTER = re.compile(
    r"the|an?|in|on|at|its?|he|she|they|th[ie]se?|that|those|but|and|for|with|among|according|once"
    r"|since"
    r"|when|while|over|about|more|we|our|of|after|as"
)
LONGEST = 1000  # letters; rules look at a whole sentence again for each of its numbers
END = re.compile(
    r"[。！？；!?]+[”’」』）\"')]*|\n+"
    r"|\.[”’\"')]*(?=[ \u00a0\t]+[\"“‘'(\[]?[^\Wa-z])|\.(?=\s*(?:\n|\Z))"
)
LAST_WORD = re.compile(r"[^\W_][\w.]*\Z")
NEXT_WORD = re.compile(r"\W*(\w+)")
CLAUSE_END = re.compile(r"[，；：。、;:]|,(?![0-9])| – | — |——| -- ")


def within(items: list, start: int, end: int) -> list:
    """Those of the items, which are sorted by `start`, that begin between two places."""
    first = bisect_left(items, start, key=lambda each: each.start)
    return items[first : bisect_left(items, end, lo=first, key=lambda each: each.start)]


@dataclass(frozen=True)
class Sentence:
    """`start` and `end` bound `text` in the article."""

    start: int
    end: int
    text: str

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The bounds, in the article, of the clause around the span from `start` to `end`."""
        left, right = self.start, self.end
        for found in CLAUSE_END.finditer(self.text):
            if self.start + found.end() <= start:
                left = self.start + found.end()
            elif self.start + found.start() >= end:
                right = self.start + found.start()
                break
        return left, right


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences between two places of the text, without the blanks around them."""
    end = len(text) if end is None else end
    found, begin = [], start
    for mark in END.finditer(text, start, end):
        if mark[0].startswith(".") and _goes_on(text, begin, mark):
            continue
        found.append((begin, mark.end()))
        begin = mark.end()
    found.append((begin, end))
    short = [part for bounds in found for part in _cut(text, *bounds)]
    return [each for each in (_stripped(text, *bounds) for bounds in short) if each.text]


def _cut(text: str, start: int, end: int):
    """The bounds of pieces of at most `LONGEST` letters, cut at blanks where there are any."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = start + LONGEST if blank < 0 else blank
        yield start, middle
        start = middle
    yield start, end


def _goes_on(text: str, begin: int, mark: re.Match) -> bool:
    """Whether the full stop belongs to an abbreviation, not to the end of a sentence."""
    word = LAST_WORD.search(text, max(begin, mark.start() - 12), mark.start())
    if not word:
        return False
    if not ABBREVIATION.fullmatch(word[0].lower()):
        return False
    following = NEXT_WORD.match(text, mark.end(), mark.end() + 40)
    return bool(following) and not STARTER.fullmatch(following[1].lower())


def _stripped(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    part = part.strip()
    return Sentence(start, start + len(part), part)
