"""Characters: one form for each digit, sign and space, without moving any of them."""

import re
import sys
import unicodedata
from typing import NamedTuple

# Letters of alphabets that put spaces between words; a Chinese character may touch a number.
LETTER = (
    r"a-zA-Z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u06ef\u1e00-\u1fff"
)
NOT_IN_WORD = rf"(?<![{LETTER}])"
WORD_ENDS = rf"(?![{LETTER}])"
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
KANA = r"\u3040-\u30ff"

# A space that keeps a number together (13 000) stays apart from a plain one.
NO_BREAK = "\u00a0"
NO_BREAK_SPACES = "\u00a0\u2007\u2008\u2009\u200a\u202f"
OTHER_SPACES = "\t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u205f\u3000"
SIGNS = {"٫": ".", "٬": ",", "—": "–", "‒": "–", "―": "–", "‐": "-", "‑": "-", "’": "'", "ʼ": "'"}
SIGNS |= {"〜": "~", "～": "~", "￥": "¥", "￡": "£", "\r": "\n", "﹩": "$"}


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in range(128, sys.maxunicode + 1):
        digit = unicodedata.decimal(chr(code), None)
        if digit is not None:
            table[code] = str(digit)
    table |= {ord(char): NO_BREAK for char in NO_BREAK_SPACES}
    table |= {ord(char): " " for char in OTHER_SPACES}
    return table | {ord(char): plain for char, plain in SIGNS.items()}


TABLE = _table()


class Script(NamedTuple):
    """A text in two forms of its own length: `plain`, and `low` in small letters."""

    plain: str
    low: str


def script(text: str) -> Script:
    plain = text.translate(TABLE)
    low = plain.lower()
    if len(low) != len(plain):  # İ becomes two characters
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    return Script(plain, low)


def listed(words: str) -> list[str]:
    """The words between the bars; some hold spaces."""
    return words.split("|")


def any_of(words) -> str:
    """A pattern for one of these words, the longest first; a space stands for any gap."""
    longest_first = sorted(set(words), key=len, reverse=True)
    gap = r"[ \u00a0\n]{1,2}"
    escaped = [re.escape(word).replace(r"\ ", gap) for word in longest_first]
    return f"(?:{'|'.join(escaped)})"
