"""Other editions that a sentence speaks of: “the previous two editions”, “last year”, 前两届."""

import itertools
import re

from deals.intake.conferences import ordinal_of
from deals.intake.gazetteer import KnownEdition
from deals.intake.phrases import Phrase

_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,2}"
_EVENT = (
    "editions?|conferences?|summits?|forums?|fora|expos?|fairs?|congress(?:es)?|meetings?|meets?"
    "|events?|deal rooms?|roundtables?|conclaves?|conventions?|exhibitions?|gatherings?"
    "|dialogues?|missions?|festivals?|symposiums?|marts?"
    "|shows?|occasions?|sessions?|years?"
)
SEVERAL = re.compile(
    rf"\b(?:previous|past|last|preceding|first|earlier"
    rf"|prior)\s(?P<word>{_NUMBER})\s(?:\w+\s)?(?:{_EVENT})\b"
    rf"|\b(?P<word2>{_NUMBER})\s(?:previous|past|preceding|earlier|prior)\s(?:\w+\s)?(?:{_EVENT})\b"
    r"|(?:前|过去|此前)(?P<han>[一二两三四五六七八九十\d]{1,2})届",
    re.IGNORECASE,
)
LAST = re.compile(
    rf"\blast year['’]s\s(?:\w+\s)?(?:{_EVENT})|\b(?:previous|last|preceding"
    rf"|prior)\s(?:{_EVENT}(?<!years)(?<!year))\b"
    r"|\b(?:a|one) year (?:ago|earlier|before|previously)\b|\bthe year before\b"
    r"|上届|上一届|去年(?:的)?(?:大会|峰会|论坛|展会|博览会|洽谈会"
    r"|同期)|去年这一",
    re.IGNORECASE,
)
NTH = re.compile(
    rf"\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    rf"|inaugural)\s(?:\w+\s)?(?:{_EVENT})\b"
    r"|首届(?P<debut>)|第(?P<han>[一二三四五六七八九十\d]{1,3})届",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\bsince (?:its |the )?(?:\w+ )?(?:in )?((?:19|20)\d\d)|自((?:19|20)\d\d)年|((?:19"
    r"|20)\d\d)年以来",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\b(?:total|altogether|cumulative\w*|together|combined|in all)\b|累计|共|总计", re.IGNORECASE
)
# 2000 in 2000亿元, ₹2000 and “2,000 jobs” is no year.
OLD_YEAR = re.compile(
    r"(?<![\d.,$€£¥₹])(?<!Rs )((?:19|20)\d\d)(?![\d%]|,\d{3}|\.\d"
    r"|\s?[余多]?[亿万千个项家人名吨架元份件位座]"
    r"|[\s-]?(?:million|billion|trillion|bn|crore|lakh|jobs|people|projects|workers|mous|agreements"
    r"|deals|companies|delegates|MW|megawatts?|tonnes|hectares|km|yuan|euros?|dollars)\b)",
    re.IGNORECASE,
)
PREVIOUS = re.compile(re.sub(r"\?P<\w+>", "?:", f"{SEVERAL.pattern}|{LAST.pattern}"), re.IGNORECASE)
POINTS_BACK = re.compile(
    r"\b(?:edition|conference|summit|forum|expo|fair|congress|event|meet|show|(?:opening|first) day"
    r"|the (?:figure|total|sum|amount) (?:was|had|stood|came))\b"
    r"|峰会|大会|论坛|博览会|届|展会",
    re.IGNORECASE,
)


YEARS_AGO = re.compile(
    rf"\b(?P<word>{_NUMBER}) years (?:ago|earlier|before|previously)\b"
    r"|(?P<han>[一二两三四五六七八九十\d]{1,2})年(?:之)?前(?!三|两|\d)",
    re.IGNORECASE,
)
# Right before a number that another edition had: “above the $8.8bn of the third”, 较第十届的….
COMPARED = re.compile(
    r"(?:\b(?:than|compared (?:with|to)|against|from|above|below|over|beating|exceeding|versus"
    r"|up on|down on|topping|short of)\s(?:[\w'’-]+\s){0,6}?"
    r"|(?:较|比|是|高于|低于|超过|高出|上年同期|相比|对比)[^，。；]{0,14}?)\Z",
    re.IGNORECASE,
)
# Where the number’s own words end and a comparison begins.
COMPARING = re.compile(
    r"[;；]|\b(?:than|compared|against|above|below|versus|up|down|from|beating)\b|较|比|高于|低于|高出",
    re.IGNORECASE,
)
LAST_YEAR = re.compile(r"\blast year\b|\bthe year before\b|去年|上年|一年前", re.IGNORECASE)
# “… and the sixth PLN 9.4 billion”: only the ordinal is left of the event.
NTH_ALONE = re.compile(
    r"\b(?:and|,|while) the (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?: one| edition)?(?: had)?\s\Z|[，、；]第([一二三四五六七八九十\d]{1,3})届\D{0,4}\Z",
    re.IGNORECASE,
)
OF_NTH = re.compile(
    r"\b(?:of|at|in) the (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
EACH_OF = re.compile(
    r"\b(?:editions|conferences|summits|forums|expos|congresses|together|combined)\b|两届|合计",
    re.IGNORECASE,
)
ALL_SO_FAR = re.compile(
    r"([二两三四五六七八九\d])届(?:大会|峰会|论坛|博览会)?(?:以来)?(?:，)?(?:已)?累计"
)
# A comparison with another edition says nothing of that edition's own number.
AGAINST_IT = re.compile(
    r"\b(?:than|compared (?:with|to)|against|over|on|beating|from)\s(?:the\s|those of the\s"
    r"|that of the\s)?(?:last year['’]s|previous|last|preceding)\s\w+|[比较]上[一]?届|[比较]去年",
    re.IGNORECASE,
)
OWN = re.compile(r"\bthis (?:year|time|edition)\b[^.]*\Z|(?:本届|今年)[^。]*\Z", re.IGNORECASE)


def previous_count(text: str) -> int | None:
    """How many previous editions a sentence takes together; None for none or one."""
    found = SEVERAL.search(text)
    if not found:
        return None
    return _number(found["word"] or found["word2"] or found["han"])


def _number(word: str) -> int | None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    if word.lower() in words:
        return words.index(word.lower())
    return 2 if word == "两" else ordinal_of(word)


def labels_at(
    phrase: Phrase, year: int | None, ordinal: int | None, known: list[KnownEdition]
) -> list[str] | None:
    """Labels of the editions that this number is about; see `labels_of`."""
    if (found := COMPARED.search(phrase.before)) and year:
        behind = re.split("[,;，。；]", phrase.after, maxsplit=1)[0]
        if labels := _compared(f"{found[0]}{behind}", year, ordinal, known):
            return labels
    if year and ordinal and (found := NTH_ALONE.search(phrase.before)):
        before = [edition for edition in known if edition.year < year]
        if labels := _numbered_as(ordinal_of(found[1] or found[2]), [], year, ordinal, before):
            return labels
    end = phrase.quantity.end - phrase.sentence.start
    behind = COMPARING.split(phrase.after, maxsplit=1)[0]
    return labels_of(phrase.sentence.text[:end] + behind, year, ordinal, known)


def _compared(text: str, year: int, ordinal: int | None, known) -> list[str] | None:
    """The edition that a number was compared with: fewer words are needed to mean one."""
    before = [edition for edition in known if edition.year < year]
    if LAST_YEAR.search(text) or LAST.search(text):
        return [_label(year - _step(known), before)]
    years = [int(each) for each in OLD_YEAR.findall(text) if int(each) < year]
    if found := OF_NTH.search(text) or NTH.search(text):
        if not found.groupdict() or found["debut"] is None:
            return _numbered_as(
                ordinal_of(found.group(1) or found["han"]), years, year, ordinal, before
            )
        return _numbered_as(1, years, year, ordinal, before)
    return [_label(years[0], before)] if len(years) == 1 else None


def labels_of(
    text: str, year: int | None, ordinal: int | None, known: list[KnownEdition]
) -> list[str] | None:
    """Labels of the editions that a sentence is about; None where it is about this one.

    An empty list: about others, but nothing says which.
    """
    if year is None:
        return [] if PREVIOUS.search(text) or SINCE.search(text) else None
    before = [edition for edition in known if edition.year < year]
    step = _step(known)
    text = AGAINST_IT.sub(" ", text)
    if OWN.search(text):
        return None
    years = sorted({int(each) for each in OLD_YEAR.findall(text) if int(each) < year})
    if count := previous_count(text):
        named = years if len(years) == count else range(year - count * step, year, step)
        return [_label(each, before) for each in named]
    if LAST.search(text):
        if len(years) == 1:
            return [_label(years[0], before)]
        return [_label(year - step, before)]
    if found := YEARS_AGO.search(text):
        ago = _number(found["word"] or found["han"])
        if ago and POINTS_BACK.search(text):
            return [_label(year - ago, before)]
    if found := NTH.search(text):
        return _numbered(found, years, year, ordinal, before)
    if len(years) > 1 and EACH_OF.search(text):
        return [_label(each, before) for each in years]
    if found := SINCE.search(text):
        return _since(int(next(filter(None, found.groups()))), text, year, known)
    if found := ALL_SO_FAR.search(text):
        return _so_far(_number(found[1]), year, known)
    if len(years) == 1 and POINTS_BACK.search(text) and not this_year(text, year):
        return [_label(years[0], before)]
    return None


def _since(first: int, text: str, year: int, known: list[KnownEdition]) -> list[str]:
    """All from the first on, where the sentence adds them up; else nothing says which."""
    step = _step(known)
    if TOGETHER.search(text) and year - 8 <= first <= year and (year - first) % step == 0:
        return [_label(each, known) for each in range(first, year + 1, step)]
    return []


def _so_far(count: int | None, year: int, known: list[KnownEdition]) -> list[str] | None:
    step = _step(known)
    if not count:
        return None
    return [_label(each, known) for each in range(year - (count - 1) * step, year + 1, step)]


def _numbered(found, years, year, ordinal, before) -> list[str] | None:
    number = 1 if found["debut"] is not None else ordinal_of(found["word"] or found["han"])
    return _numbered_as(number, years, year, ordinal, before)


def _numbered_as(number, years, year, ordinal, before) -> list[str] | None:
    if number is None or number == ordinal:
        return None
    for edition in before:
        if edition.ordinal == number:
            return [edition.label]
    if len(years) == 1:
        return [_label(years[0], before)]
    if ordinal and number < ordinal:
        return [_label(year - (ordinal - number), before)]
    return None


def this_year(text: str, year: int) -> bool:
    return str(year) in text


def _label(year: int, known: list[KnownEdition]) -> str:
    return next((edition.label for edition in known if edition.year == year), str(year))


def _step(known: list[KnownEdition]) -> int:
    """Years from one edition to the next: 1, or more where no two known ones are so close."""
    years = sorted({edition.year for edition in known})
    return min((b - a for a, b in itertools.pairwise(years)), default=1)
