"""Where an edition was held, and which of several places of one name is meant."""

import re

from deals.intake.conferences import EventName
from deals.intake.dates import dates_in
from deals.intake.gazetteer import HAN, Gazetteer, Known, Mention
from deals.intake.header import Header
from deals.intake.past import PREVIOUS
from deals.intake.proposals import EditionProposal
from deals.intake.sector_words import SECTOR_WORDS
from deals.intake.sentences import Sentence, within

IN_PLACE = re.compile(
    r"\b(?:in|at)\s(?P<en>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
    r"|在(?P<zh>[\u4e00-\u9fff]{2,12}?)(?:市|省)?(?:举行|举办|开幕|启幕|召开|闭幕|落下[帷大]幕|揭幕"
    r"|落幕|拉开|收官|登场|谢幕|收尾|开锣|开启)"
    r"|于(?P<zh2>[\u4e00-\u9fff]{2,8}?)(?:市)?(?:举行|举办|开幕|启幕|召开|闭幕|落幕|揭幕)"
)
# “The Baltic Summit (Gdańsk, 14–15 October 2025)”
BRACKETED = re.compile(r"[(（](?P<place>[^\W\d_][\w'’ -]{1,30}?)[,，]\s?(?=\d|[A-Z][a-z]+\.?\s\d)")
NO_PLACE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
PROVINCE = re.compile(
    "^(?:中国)?(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东"
    "|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西"
    "|甘肃|青海|宁夏|新疆)省?(?=..)"
)
_SECTOR = "|".join(w for words in SECTOR_WORDS.values() for w in words.split("|") if HAN.match(w))
PLACE_AND_SECTOR = re.compile(
    rf"(?!世界|全球|中国|国际|亚洲|欧洲|非洲|全国|未来|绿色)([\u4e00-\u9fff]{{2}})(?:国际|{_SECTOR})"
)
VENUE = re.compile("(?:中心|馆|宫|酒店|饭店|大厦|博览城|会展城)$")
OPENS = re.compile(
    r"\b(?:open(?:ed|s)|kick(?:ed|s) off|beg[ai]n|begins|start(?:ed|s)|got under ?way|commenced"
    r"|inaugurated|held|staged|hosted|convened|gathered|met in|meeting in"
    r"|tak(?:es|ing) place|took place|raised the curtain|returned to)\b"
    r"|开幕|启幕|举行|举办|召开|拉开\w{0,2}[帷大序]幕|开启|揭幕|开锣|登场|揭开|启动",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"\b(?:clos(?:ed|es)|end(?:ed|s)|conclud(?:ed|es)|wrap(?:ped|s) up|wound (?:up|down)"
    r"|r[ua]n until|until|till|continues|runs until|came to (?:an end|a close)|finish(?:ed|es)"
    r"|drew to a close|shut(?:s)?|rounded off|adjourned|bowed out)\b"
    r"|闭幕|落下[帷大]幕|落幕|结束|收官|谢幕|收尾|画上句号|降下帷幕",
    re.IGNORECASE,
)
EVENT_WORD = re.compile(
    r"\b(?:conference|expo|forum|summit|fair|congress|meet|meeting|event|show|exhibition|talks"
    r"|gathering|dialogue|biennale|convention|symposium|mart|deal room|roundtable"
    r"|conclave|festival)\b"
    r"|大会|峰会|论坛|博览会|展会|洽谈会|会议|航展|开幕式|[对交]\w会|双年展|年会|展览",
    re.IGNORECASE,
)


def read_place(edition, event, about, header: Header, places: list[Mention]) -> None:
    for sentence in about:
        if not (OPENS.search(sentence.text) or CLOSES.search(sentence.text)):
            continue
        if PREVIOUS.search(sentence.text):
            continue
        inside = within(places, sentence.start, sentence.end)
        if _known_place(edition, sentence, inside) or _written_place(edition, sentence.text):
            return
    for sentence in about:
        inside = within(places, sentence.start, sentence.end)
        if dates_in(sentence.text, year=edition.year) and _known_or_written(
            edition, sentence, inside
        ):
            return
    _city_of_dateline(edition, header, about, places)
    for sentence in about:
        inside = within(places, sentence.start, sentence.end)
        if not edition.place and EVENT_WORD.search(sentence.text):
            _known_or_written(edition, sentence, inside)
    if not edition.place and event:
        _place_in_name(edition, event, places)
    if not edition.place and event:
        _first_word(edition, event, about)


def _known_or_written(edition, sentence: Sentence, inside: list[Mention]) -> bool:
    return _known_place(edition, sentence, inside) or _written_place(edition, sentence.text)


def _place_in_name(edition, event: EventName, places: list[Mention]) -> None:
    for each in places:
        if event.start <= each.start and each.end <= event.end:
            known = best_place(each, places)
            if known.kind == "city":
                edition.place, edition.location = each.text, known.slug
                return


def _first_word(edition, event: EventName, about: list[Sentence]) -> None:
    """Busan of the Busan Expo, where the text has the city of Busan too; 釜山 of 釜山博览会."""
    if HAN.search(event.name):
        if found := PLACE_AND_SECTOR.match(event.name):
            edition.place = found[1]
        return
    first = event.name.split()[0]
    for sentence in about:
        if re.search(
            rf"\b(?:city of|in|at) {re.escape(first)}\b|\w['’]s {re.escape(first)}\b", sentence.text
        ):
            edition.place = first
            return


def _known_place(edition, sentence: Sentence, inside: list[Mention]) -> bool:
    """The most precise of the places behind “in”, “at” or 在; the first of equally precise ones."""
    text = sentence.text
    behind = []
    for each in inside:
        before = text[max(0, each.start - sentence.start - 28) : each.start - sentence.start]
        if re.search(
            r"(?:\b(?:in|at|of|at the \w+ of)\s(?:[\w'’-]+,?\s){0,3}|,\s"
            r"|[在于][\u4e00-\u9fff]{0,8})\Z",
            before,
        ):
            behind.append(each)
    if not behind:
        return False
    best = max(behind, key=lambda each: (len(best_place(each, inside).inside), -each.start))
    known = best_place(best, inside)
    if known.kind == "country":
        return False
    edition.place, edition.location = best.text, known.slug
    return True


def best_place(mention: Mention, others: list[Mention]) -> Known:
    """Of places with one name, the one that lies within another place named in the text."""
    around = {known.slug for each in others if each is not mention for known in each.known}
    return max(
        mention.known,
        key=lambda known: (
            len(around & set(known.inside[:-1])),
            mention.text in (known.name, known.name_zh),
        ),
    )


def _written_place(edition: EditionProposal, text: str) -> bool:
    bracketed = BRACKETED.search(text)
    if bracketed and not NO_PLACE.match(bracketed["place"]):
        edition.place = bracketed["place"]
        return True
    for found in IN_PLACE.finditer(text):
        name = found["en"] or found["zh"] or found["zh2"]
        if found["en"] and (
            NO_PLACE.match(name) or not re.match(r"[ ,.)]|\Z", text[found.end() :])
        ):
            continue
        edition.place = re.sub(r"^.{1,8}(?:首都|城市)", "", name)
        return True
    return False


def _city_of_dateline(edition, header: Header, about, places: list[Mention]) -> None:
    city = header.city.title() if header.city.isupper() else header.city
    if not city:
        return
    edition.place = city
    for each in places:
        if each.text.casefold() == city.casefold():
            edition.location = best_place(each, places).slug
            return


def without_region(edition: EditionProposal, gazetteer: Gazetteer) -> None:
    """江苏南京 is 南京."""
    if not edition.location:
        region = PROVINCE.match(edition.place)
        if VENUE.search(edition.place):
            edition.place = region[0] if region else ""
        elif region:
            edition.place = edition.place[region.end() :]
    for each in gazetteer.places.find(edition.place):
        rest = edition.place[each.end :].lstrip("省市")
        if each.start == 0 and not edition.location and len(rest) > 1:
            edition.place = rest
