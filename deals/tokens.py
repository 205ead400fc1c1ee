"""Text as the search reads it: folded words, and runs of Chinese, Japanese or Korean as bigrams.

The rule of every search, the same on both databases and in Python (`holds`):

    Each token of the question is the beginning of a token of the text.

So “yibi” finds Yibin, and “bin” does not. A run of CJK characters becomes its overlapping pairs and
its last character, so that 宜宾 (two characters) and each of its characters alone are found.
Signs between words mean nothing, in the text and in the question.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from operator import add

from deals.names import normalise

# PostgreSQL takes no lexeme above 2 KB. The question is cut as the text is, so prefixes still meet.
LONGEST = 60
_ACCENTS = re.compile("[\u0300-\u036f]+")
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3041-\u3096"
    "\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Vowel signs of Indian scripts and the like belong to their word; `\w` leaves them out.
_MARKS = "".join(
    char for char in map(chr, range(0x0370, 0x10000)) if unicodedata.category(char)[0] == "M"
)
_WORD = re.compile(f"(?P<cjk>[{_CJK}]+)|(?:(?![{_CJK}])(?:[^\\W_]|[{_MARKS}]))+")

# The same where there is nothing else, at a tenth of the time.
_ASCII_WORD = re.compile("[^\\W_]+", re.ASCII)


def fold(text: str) -> str:
    """Normalised and without accents: Schäfer and SCHAFER are one."""
    if text.isascii():
        return normalise(text)
    apart = unicodedata.normalize("NFD", normalise(text))
    return normalise(_ACCENTS.sub("", apart))


def words(text: str) -> list[str]:
    """The folded words and CJK runs, each once."""
    return list(dict.fromkeys(match[0] for match in _WORD.finditer(fold(text))))


def terms(question: str) -> list[str]:
    """What a text must hold to answer the question: its words, and the pairs of its CJK runs."""
    return list(dict.fromkeys(_tokens(question, ends=False)))


def index_text(texts: Iterable[str]) -> str:
    """All tokens of the texts, each once, with blanks between: what the databases index."""
    return " ".join(dict.fromkeys(chain.from_iterable(map(_tokens_of, texts))))


@lru_cache(maxsize=5_000)
def _tokens_of(text: str) -> tuple[str, ...]:
    # Many projects share the names of a place, a sector, a conference.
    return tuple(_tokens(text))


def tokens(text: str) -> set[str]:
    return set(_tokens(text))


def _tokens(text: str, *, ends: bool = True) -> Iterator[str]:
    folded = fold(text)
    if folded.isascii():
        yield from (run[:LONGEST] for run in _ASCII_WORD.findall(folded))
        return
    for match in _WORD.finditer(folded):
        run = match[0]
        if not match["cjk"]:
            yield run[:LONGEST]
            continue
        yield from map(add, run, run[1:])
        if ends or len(run) == 1:
            yield run[-1]


def held(asked: Iterable[str], there: Iterable[str]) -> set[str]:
    """Those of the terms that begin one of the tokens."""
    there = tuple(there)
    return {term for term in asked if any(token.startswith(term) for token in there)}


def holds(text: str, asked: list[str]) -> bool:
    """Whether the text answers the question with these terms; without terms there is no answer."""
    folded = fold(text)
    # Almost every text fails here, which costs a fraction of taking it apart.
    if not asked or any(term not in folded for term in asked):
        return False
    return len(held(asked, tokens(text))) == len(asked)


def marked(text: str, asked: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether the terms begin or are it."""
    hit = [False] * len(text)
    for match in _WORD.finditer(text):
        places = range(*match.span()) if match["cjk"] else [match.start()]
        for start in places:
            for term in asked:
                end = _end_of(text, start, match.end(), term)
                hit[start:end] = [True] * (end - start)
    pieces: list[tuple[str, bool]] = []
    for char, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + char, is_hit)
        else:
            pieces.append((char, is_hit))
    return pieces


def _end_of(text: str, start: int, stop: int, term: str) -> int:
    """Where the term that begins at `start` ends; `start` itself where it does not begin there."""
    for end in range(start + 1, stop + 1):
        folded = fold(text[start:end])
        if folded.startswith(term):
            return end
        if not term.startswith(folded):
            break
    return start
