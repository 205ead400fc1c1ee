"""One spelling for names that mean the same: keys for uniqueness, text for search."""

import re
import unicodedata
from functools import lru_cache

_SUFFIX_WORDS = frozenset(
    {"ag", "as", "bhd", "bv", "co", "company", "corp", "corporation", "gmbh", "inc"}
    | {"incorporated", "kk", "limited", "llc", "llp", "ltd", "nv", "oy", "oyj", "plc", "pjsc"}
    | {"private", "pt", "pte", "pty", "pvt", "sa", "sab", "sas", "sdn", "se", "spa", "srl"}
)
_SUFFIX_CJK = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司$|株式会社$|^株式会社|주식회사")
_SEPARATORS = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """NFKC, case-folded, runs of blanks as one: full-width, NFD and doubled spaces are equal."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def name_key(name: str) -> str:
    """The key under which two spellings of an organization's name are the same.

    Punctuation and company suffixes are dropped, unless nothing else would be left.
    """
    words = [word for word in _SEPARATORS.split(normalise(name).replace(".", "")) if word]
    while len(words) > 1 and words[-1] in _SUFFIX_WORDS:
        words.pop()
    key = " ".join(words)
    return _SUFFIX_CJK.sub("", key).strip() or key


def script_language(text: str) -> str:
    """The language a name's script gives away (BCP 47), or ``""`` where several share it."""
    if text.isascii():
        return ""
    languages = dict.fromkeys(map(_language_of, text))
    found = [language for language in languages if language not in ("", "zh")]
    return found[0] if found else "zh" if "zh" in languages else ""


@lru_cache(maxsize=16_384)
def _language_of(char: str) -> str:
    """What a character alone gives away; ``zh`` where it may as well be Japanese."""
    name = unicodedata.name(char, "")
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return "ja"
    for prefix, language in (("ARABIC", "ar"), ("HANGUL", "ko"), ("TAMIL", "ta")):
        if name.startswith(prefix):
            return language
    return "zh" if "CJK UNIFIED" in name else ""
