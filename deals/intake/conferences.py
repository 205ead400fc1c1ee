"""Which conference an article is about: a known one, or the name that it is given."""

import re
from dataclasses import dataclass, replace

from deals.intake.gazetteer import HAN, Gazetteer, Known
from deals.intake.proposals import ConferenceProposal

_EVENT = (
    "Conference|Expo|Exposition|Forum|Summit|Fair|Congress|Convention|Meet|Exhibition|Initiative"
    "|Air ?[Ss]how|Airshow|Show|Dialogue|Week|Festival|Roundtable|Conclave|Symposium|Biennale"
)
_CAPITAL = r"[A-Z][\w'’&.-]*"
_WORD = r"[A-Z][\w'’&-]*"
_DAY_NAME = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July"
    r"|August"
    r"|September|October|November|December)\b"
)
ORDINALS = [
    *[
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
    ],
    *["twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"],
    *["nineteenth", "twentieth"],
]
NAMED = re.compile(
    rf"(?P<year>(?:19|20)\d\d[ \u00a0])?(?P<name>{_CAPITAL}(?:[ \u00a0](?:{_CAPITAL}|of|for|on|and"
    rf"|the|in|&)){{0,9}}?[ \u00a0](?:{_EVENT})\b"
    rf"(?:[ ](?:on|for|of)[ ](?:the )?(?!{_DAY_NAME}){_WORD}(?:[ ](?:and )?{_WORD}){{0,4}})?)"
    r"(?:\s(?P<after>(?:19|20)\d\d))?"
)
# “Lagos Agribusiness Deal Room”: two names before a noun that alone says little.
SOFT = re.compile(
    rf"(?P<name>{_CAPITAL}(?:[ \u00a0](?:{_CAPITAL}|of|for|on|and|&)){{1,7}}?[ \u00a0]"
    r"(?:Days?|Deal Room|Room|Mart|Market|Marketplace|Gala|Bazaar|Salon|Seminar|Assembly|Session"
    r"|Sessions|Talks|Roadshow|Showcase|Workshop|Gathering|Colloquium|Connect|Matchmaking|Auction"
    r"|Retreat|Encounter|Rendezvous|Rendez-vous|Exchange|Mission|Platform|Round|Parley|Jamboree"
    r"|Trade Days|Signing|Pitch|Huddle|Meeting|Meetings|Roundtables|Series))\b(?![’'-])"
    r"(?!\s[A-Z][a-z]+\s(?:said|says|told))"
)
# “Gulfood 2026”, “Aero India 2027”: a name with the year behind it.
WITH_YEAR = re.compile(
    rf"(?P<name>(?!{_DAY_NAME}){_CAPITAL}(?:[ ](?!{_DAY_NAME}){_CAPITAL}){{0,4}})[ ]20\d\d\b"
)
# “The Steppe Bazaar of Metals opened”: what a sentence says was opened or closed.
_HELD = (
    "opened|opens|closed|closes|ended|ends|concluded|concludes|wrapped up|kicked off|was held"
    "|was staged|took place|got under way|wound up|returned|began|finished|drew to a close"
)
SUBJECT = re.compile(
    rf"(?P<name>{_CAPITAL}(?:[ \u00a0](?:{_CAPITAL}|of|for|on|and|the|&)){{1,8}}?)"
    rf"(?:,[^,.]{{2,90}},|\s?\([^)]{{2,60}}\))?\s(?:which\s|that\s)?(?:{_HELD})\b"
)
# “the 16th Aero India show”: the number tells that it is a name.
NUMBERED = re.compile(
    rf"(?:\b\d{{1,3}}(?:st|nd|rd|th)|\b(?:19|20)\d\d|\b(?:{'|'.join(ORDINALS[1:])}))\s"
    rf"(?:annual )?(?P<name>{_WORD}(?:[ ](?:{_WORD}|and|of)){{0,6}}[ ](?:show|summit|forum"
    rf"|conference|expo"
    rf"|fair|congress|meet|exhibition|airshow|convention))\b"
)
_ZH_EVENT = (
    "博览会|交易会|洽谈会|展览会|展销会|投资大会|大会|论坛|峰会|年会|进博会|推介会|招商会|展会"
    "|双年展|[商洽交对签恳采展]\\w会(?!议)|(?:投资|贸易|采购|交易|产业|合作|经贸|产品|招商)(?:对话|周|日|节)"
    "|(?:航空|航天|车|汽车|工业|电池)展(?![览示区会开品商出望位馆台])"
)
ZH_NAMED = re.compile(
    r"(?:第(?P<ordinal>[一二三四五六七八九十百\d]{1,4})届|(?P<year>20\d\d)年?(?![\d年月]))"
    rf"[“「《]?(?P<name>[^，。、；：！？（）《》\s\d第]{{2,30}}?(?:{_ZH_EVENT}))(?:[”」》])?"
)
ZH_PLAIN = re.compile(
    rf"(?:^|(?<=[，。、；：“「《的日在\s]))(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{_ZH_EVENT}))"
)
# 第三届黄河玉米节在郑州开幕: the number and what follows tell that it is a name.
ZH_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}届|20\d\d年?(?![\d年月]))[“「《]?"
    r"(?P<name>[\u4e00-\u9fff]{3,24}?(?:会|展|周|节|对话|集市|日|论坛|倡议|峰会))[”」》]?"
    r"(?=[在于上，。（(昨今期开闭落共日\d])"
)
QUOTES = str.maketrans("", "", '“”「」《》‘’"')
LEADING = re.compile(
    r"^(?:(?:The|At|In|During|This|A|An|Its|Annual|First|Second|Third|Fourth|Fifth|Sixth|Seventh"
    r"|Eighth"
    r"|Ninth|Tenth|Eleventh|Twelfth|[IVX]{1,5}|\d{1,3}(?:st|nd|rd|th)|Inaugural)\s+)+"
)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
BEFORE_NAME = re.compile(
    rf"\b(?:(?P<number>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}|inaugural)"
    rf"|(?P<roman>[IVX]{{1,5}}))\s+(?:annual\s+)?\Z",
    re.IGNORECASE,
)
ZH_BEFORE_NAME = re.compile(r"第([一二三四五六七八九十百\d]{1,4})届[“「《]?\Z")
HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
GENERIC = re.compile(r"^(?:本届|今年|上届|去年|这[届次]|此次|历届|往届|全国|大会|主|分)")


@dataclass(frozen=True)
class EventName:
    """A mention of a conference in the text; `name` without ordinal and year."""

    start: int
    end: int
    name: str
    year: int | None = None
    ordinal: int | None = None
    known: Known | None = None


def ordinal_of(word: str) -> int | None:
    """3 for “third”, “3rd”, “III”, 三 and 十三; None for anything else."""
    if word.isdecimal():
        return int(word)
    if word.upper() in ROMAN:
        return ROMAN[word.upper()]
    if word.lower() in ORDINALS:
        return ORDINALS.index(word.lower())
    return 1 if word.lower() == "inaugural" else _han_number(word)


def _han_number(word: str) -> int | None:
    total = digit = 0
    for char in word:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        else:
            return None
    return total + digit or None


def event_names(text: str, gazetteer: Gazetteer) -> list[EventName]:
    """Every mention of a conference by its name, known or not, in order."""
    found = list(_known_names(text, gazetteer))
    _add_names(found, _new_names(text), text, gazetteer)
    if not found:
        _add_names(found, _guessed_names(text), text, gazetteer)
    return sorted(found, key=lambda each: each.start)


def _add_names(found: list[EventName], new, text: str, gazetteer: Gazetteer) -> None:
    """Adds those that overlap with none that is there."""
    taken = bytearray(len(text))
    for each in found:
        taken[each.start : each.end] = b"x" * (each.end - each.start)
    for each in new:
        each = _without_country(each)
        if known := _resembling(each.name, gazetteer):
            each = replace(each, name=known.name, known=known)
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"x" * (each.end - each.start)
            found.append(each)


def _without_country(event: EventName) -> EventName:
    """“Nigeria’s Lagos Deal Room” is the Lagos Deal Room."""
    owner = re.match(r"([A-Z]\w+(?: [A-Z]\w+)?)['’]s\s(?=[A-Z]\S*(?:\s\S+){2})", event.name)
    if not owner or re.fullmatch("Women|Children|Men|People|World|Investor|King|Queen", owner[1]):
        return event
    return replace(event, start=event.start + owner.end(), name=event.name[owner.end() :])


def _resembling(name: str, gazetteer: Gazetteer) -> Known | None:
    """The one known conference that this name leaves a single leading word out of."""
    words = name.casefold().split()
    found = [
        known
        for known in gazetteer.all_conferences
        if len(words) > 2 and known.name.casefold().split()[1:] == words
    ]
    return found[0] if len(found) == 1 else None


def _known_names(text: str, gazetteer: Gazetteer):
    plain, places = _without_quotes(text)
    for each in gazetteer.conferences.find(plain):
        if each.text.islower() or len(each.text) < 4 or re.fullmatch(r"[A-Z]+", each.text):
            continue  # “leap” is a verb more often than a conference
        start, end = places[each.start], places[each.end - 1] + 1
        yield _with_number(text, start, end, each.known[0].name, each.known[0])


def _without_quotes(text: str) -> tuple[str, list[int]]:
    """“选择法国”峰会 is 选择法国峰会; with the place of each character that is left."""
    if not HAN.search(text):
        return text, list(range(len(text)))
    places = [at for at, char in enumerate(text) if ord(char) not in QUOTES]
    return "".join(text[at] for at in places), places


def _new_names(text: str):
    for each in NUMBERED.finditer(text):
        yield _with_number(text, each.start("name"), each.end("name"), each["name"], None)
    for each in NAMED.finditer(text):
        name = LEADING.sub("", each["name"])
        if len(name.split()) < 2:
            continue
        start = each.start("name") + len(each["name"]) - len(name)
        yield _with_number(text, start, each.end("name"), name, None)
    for form in (ZH_NAMED, ZH_NUMBERED, ZH_PLAIN):
        for each in form.finditer(text):
            if not GENERIC.match(each["name"]) and len(each["name"]) > 3:
                name = re.sub(r"^.{1,14}的(?=.{4})", "", each["name"])
                start = each.end("name") - len(name)
                yield _with_number(text, start, each.end("name"), name.translate(QUOTES), None)


def _guessed_names(text: str):
    """Where nothing is called a conference: names that stand where a conference would."""
    for form in (SOFT, WITH_YEAR, SUBJECT):
        names = []
        for each in form.finditer(text):
            name = LEADING.sub("", each["name"])
            if len(name.split()) > 1 or (form is WITH_YEAR and len(name) > 3):
                start = each.end("name") - len(name)
                names.append(_with_number(text, start, each.end("name"), name, None))
        if names:
            yield from names
            return


def _with_number(text: str, start: int, end: int, name: str, known: Known | None) -> EventName:
    before = text[max(0, start - 24) : start]
    after = re.match(r"\s?((?:19|20)\d\d)(?!\d)", text[end : end + 6])
    year = re.search(r"((?:19|20)\d\d)年?[\s“「《]*\Z", before) or after
    ordinal = BEFORE_NAME.search(before)
    word = next(filter(None, ordinal.groups())) if ordinal else ""
    if zh := ZH_BEFORE_NAME.search(before):
        word = zh[1]
    number = ordinal_of(word) if word else None
    return EventName(start, end, name, int(year[1]) if year else None, number, known)


def main_event(names: list[EventName], body: int) -> EventName | None:
    """The conference of the article: the one with number, year and mentions, early in the text."""
    if not names:
        return None
    score: dict[str, float] = {}
    for each in names:
        weight = 2 if each.start >= body else 1
        weight += 3 * bool(each.year or each.ordinal) + 3 * bool(each.known)
        weight += 4 / (1 + max(0, each.start - body) / 200)
        score[_key(each)] = score.get(_key(each), 0) + weight
    best = max(score, key=lambda key: score[key])
    mine = [each for each in names if _key(each) == best]
    return next((each for each in mine if each.start >= body), mine[0])


def _key(event: EventName) -> str:
    return event.known.slug if event.known else event.name.casefold()


def same_event(one: EventName, other: EventName) -> bool:
    return _key(one) == _key(other)


def by_abbreviation(text: str, gazetteer: Gazetteer) -> Known | None:
    """A known conference that the text only calls CIIE or 进博会."""
    for word in dict.fromkeys(
        re.findall(r"\b[A-Z]{3,6}\b|[\u4e00-\u9fff][^大峰年展论协委社\s]会", text)
    ):
        for known in gazetteer.all_conferences:
            if word[-1] == "会" and _abbreviates(word, known.name_zh):
                return known
            capitals = "".join(char for char in known.name if char.isupper())
            if len(word) > 3 and word == capitals:
                return known
    return None


def _abbreviates(word: str, name: str) -> bool:
    letters = iter(name)
    return name.endswith("会") and word != name[-3:] and all(char in letters for char in word)


def proposal(event: EventName | None) -> ConferenceProposal:
    if event is None:
        return ConferenceProposal()
    if event.known:
        return ConferenceProposal(event.known.name, event.known.name_zh, event.known.slug)
    if HAN.search(event.name):
        return ConferenceProposal(name_zh=event.name)
    return ConferenceProposal(name=event.name)
