"""Sentences and clauses of running text, English and Chinese, with their places in it."""

import re
from dataclasses import dataclass

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos vs rs approx ca est inc ltd co corp jr sr gen gov sen rep fig vol"
    " jan feb mar apr jun jul aug sept sep oct nov dec dept etc cr mt bros govt nr".split()
)
# What begins a new sentence even behind “Ltd.” or “U.S.”.
STARTERS = frozenset(
    "the a an in on at it its he she they this these those that but and for with according among"
    " once since when while over about more we our of after as".split()
)
END = re.compile(
    r"[。！？；!?]+[”’」』）\"')]*|\n+|\.[”’\"')]*(?=[ \u00a0\t]+[\"“‘'(\[]?[^\Wa-z])|\.(?=\s*(?:\n|\Z))"
)
LAST_WORD = re.compile(r"[^\W_][\w.]*\Z")
NEXT_WORD = re.compile(r"\W*(\w+)")
CLAUSE_END = re.compile(r"[，；：。、;:]|,(?![0-9])| – | — |——| -- ")


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
    return [each for each in (_stripped(text, *bounds) for bounds in found) if each.text]


def _goes_on(text: str, begin: int, mark: re.Match) -> bool:
    """Whether the full stop belongs to an abbreviation, not to the end of a sentence."""
    word = LAST_WORD.search(text, max(begin, mark.start() - 12), mark.start())
    if not word:
        return False
    last = word[0].lower()
    initial = len(last) == 1 or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last)
    if not initial and last not in ABBREVIATIONS:
        return False
    following = NEXT_WORD.match(text, mark.end(), mark.end() + 40)
    return bool(following) and following[1].lower() not in STARTERS


def _stripped(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    part = part.strip()
    return Sentence(start, start + len(part), part)
