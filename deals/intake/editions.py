"""The edition that an article reports on: year, ordinal, days and place."""

import datetime
import re

from deals.intake.conferences import EventName, ordinal_of, same_event
from deals.intake.dates import Days, dates_in, relative_days
from deals.intake.gazetteer import Gazetteer, Known, Mention
from deals.intake.header import Header
from deals.intake.past import PREVIOUS, previous_count
from deals.intake.proposals import EditionProposal
from deals.intake.sentences import Sentence

OPENS = re.compile(
    r"\b(?:opened|opens|kicked off|kicks off|began|begins|started|starts|got under way|commenced"
    r"|inaugurated|held|takes place|took place|taking place|meeting in|convened|gathered)\b"
    r"|开幕|启幕|举行|举办|召开|拉开帷幕|开启|揭幕",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"\b(?:closed|closes|ended|ends|concluded|concludes|wrapped up|run until|until|runs until"
    r"|came to an end|finished)\b|闭幕|落下帷幕|落幕|结束|收官",
    re.IGNORECASE,
)
EVENT_WORD = re.compile(
    r"\b(?:conference|expo|forum|summit|fair|congress|meet|meeting|event|show|exhibition|talks"
    r"|gathering)\b|大会|峰会|论坛|博览会|展会|洽谈会|会议|航展|开幕式",
    re.IGNORECASE,
)
ATTENDED = re.compile(
    r"\b(?:attend(?:ed|ing)?|gather(?:ed|ing)|brought together)\b|参会|出席", re.IGNORECASE
)
PROVINCE = re.compile(
    "^(?:中国)?(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)省?(?=..)"
)
VENUE = re.compile("(?:中心|馆|宫|酒店|饭店|大厦)$")
LENGTHS = "one two three four five six seven eight nine ten".split()
LASTS = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|\d)[- ]days?\b|(?:为期|会期)(?P<han>[一二两三四五六七八九十\d])天",
    re.IGNORECASE,
)
INCEPTION = re.compile(
    r"(?:inception|first (?:held|edition|launched|staged)|launched|debut\w*|inaugurated|founded)"
    r"\D{0,30}?\b(?:in|of) ((?:19|20)\d\d)|自((?:19|20)\d\d)年(?:首届|创办|首次)",
    re.IGNORECASE,
)
NTH_TIME = re.compile(
    r"第([一二三四五六七八九十\d]{1,3})次(?:举办|举行|召开)|for the (\w+) time"
    r"|\b(\w+?)(?:st|nd|rd|th)? edition\b",
    re.IGNORECASE,
)
IN_PLACE = re.compile(
    r"\b(?:in|at)\s(?P<en>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
    r"|在(?P<zh>[\u4e00-\u9fff]{2,12}?)(?:市|省)?(?:举行|举办|开幕|启幕|召开|闭幕|落下帷幕|揭幕|落幕)"
    r"|在(?P<zh2>[\u4e00-\u9fff]{2,8}?)(?:市)?召开"
)
NO_PLACE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def read_edition(
    event: EventName | None,
    names: list[EventName],
    sentences: list[Sentence],
    header: Header,
    gazetteer: Gazetteer,
    places: list[Mention],
) -> EditionProposal:
    edition = EditionProposal()
    if event is None:
        return edition
    mine = [each for each in names if same_event(each, event)]
    edition.year = next((each.year for each in mine if each.year), None)
    about = [each for each in sentences if _is_about(each, names)]
    published = header.published_on.year if header.published_on else None
    year = edition.year or published or header.year
    _read_days(edition, about, header, year)
    _read_ranges(edition, sentences, header, year)
    edition.year = edition.year or (edition.starts_on.year if edition.starts_on else year)
    _read_ordinal(edition, mine, sentences)
    _read_place(edition, event, about, header, places)
    _without_region(edition, gazetteer)
    _match(edition, event, gazetteer)
    return edition


def _is_about(sentence: Sentence, names: list[EventName]) -> bool:
    named = any(sentence.start <= each.start < sentence.end for each in names)
    moved = OPENS.search(sentence.text) or CLOSES.search(sentence.text)
    return (
        named
        or bool(moved and EVENT_WORD.search(sentence.text))
        or bool(
            LASTS.search(sentence.text)
            or (ATTENDED.search(sentence.text) and EVENT_WORD.search(sentence.text))
        )
    )


def _read_days(edition, about: list[Sentence], header: Header, year: int | None) -> None:
    for sentence in about:
        if PREVIOUS.search(sentence.text) or INCEPTION.search(sentence.text):
            continue
        days = dates_in(sentence.text, year=year)
        days += relative_days(_blanked(sentence.text, days), header.published_on)
        for each in days:
            if header.published_on is None or abs((each.first - header.published_on).days) < 300:
                _take(edition, sentence.text, each)
    for sentence in about:
        _fill_by_length(edition, sentence.text)


def _read_ranges(edition, sentences: list[Sentence], header: Header, year) -> None:
    """Days from … to … around the day of publication, where no sentence names the event."""
    for sentence in sentences:
        for days in dates_in(sentence.text, year=year):
            near = header.published_on is None or (
                -40 <= (header.published_on - days.first).days <= 20
            )
            if (
                edition.starts_on is None
                and days.last
                and (days.last - days.first).days < 15
                and near
            ):
                if edition.ends_on in (None, days.last):
                    edition.starts_on, edition.ends_on = days.first, days.last


def _blanked(text: str, days: list[Days]) -> str:
    for each in days:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _take(edition: EditionProposal, text: str, days: Days) -> None:
    """A range gives both ends; a single day the one that the nearest verb says."""
    if days.last:
        if edition.starts_on is None or (edition.starts_on, edition.ends_on) == (days.first, None):
            edition.starts_on, edition.ends_on = days.first, days.last
        return
    opens, closes = (_distance(form, text, days) for form in (OPENS, CLOSES))
    if opens is None and closes is None:
        return
    if closes is not None and (opens is None or closes < opens):
        if edition.ends_on is None and (not edition.starts_on or days.first >= edition.starts_on):
            edition.ends_on = days.first
    elif edition.starts_on is None and (not edition.ends_on or days.first <= edition.ends_on):
        edition.starts_on = days.first


def _distance(form: re.Pattern, text: str, days: Days) -> int | None:
    """Characters between a day and the nearest such verb in the sentence."""
    gaps = [
        days.start - each.end() if each.end() <= days.start else each.start() - days.end
        for each in form.finditer(text)
    ]
    return min(gaps, default=None)


def _fill_by_length(edition: EditionProposal, text: str) -> None:
    found = LASTS.search(text)
    if not found or (edition.starts_on and edition.ends_on):
        return
    word = found["word"] or found["han"]
    days = LENGTHS.index(word.lower()) + 1 if word.lower() in LENGTHS else ordinal_of(word) or 2
    if not 2 <= days <= 15:
        return
    length = datetime.timedelta(days - 1)
    if edition.starts_on:
        edition.ends_on = edition.starts_on + length
    elif edition.ends_on:
        edition.starts_on = edition.ends_on - length


def _read_ordinal(edition, mine: list[EventName], sentences: list[Sentence]) -> None:
    for each in mine:
        if each.ordinal and each.year in (None, edition.year):
            edition.ordinal = each.ordinal
            return
    inception = previous = None
    for sentence in sentences:
        if found := NTH_TIME.search(sentence.text):
            number = ordinal_of(next(filter(None, found.groups())))
            if number and not PREVIOUS.search(sentence.text):
                edition.ordinal = number
                return
        if found := INCEPTION.search(sentence.text):
            inception = inception or int(found[1] or found[2])
        previous = previous or previous_count(sentence.text)
    if previous and inception and edition.year and inception + previous == edition.year:
        edition.ordinal = previous + 1


def _read_place(edition, event, about, header: Header, places: list[Mention]) -> None:
    for sentence in about:
        if not (OPENS.search(sentence.text) or CLOSES.search(sentence.text)):
            continue
        if PREVIOUS.search(sentence.text):
            continue
        inside = [each for each in places if sentence.start <= each.start < sentence.end]
        if _known_place(edition, sentence, inside) or _written_place(edition, sentence.text):
            return
    for sentence in about:
        inside = [each for each in places if sentence.start <= each.start < sentence.end]
        if dates_in(sentence.text, year=edition.year) and _known_or_written(
            edition, sentence, inside
        ):
            return
    _city_of_dateline(edition, header, about, places)
    for sentence in about:
        inside = [each for each in places if sentence.start <= each.start < sentence.end]
        if not edition.place and EVENT_WORD.search(sentence.text):
            _known_place(edition, sentence, inside)
    if not edition.place and event:
        _place_in_name(edition, event, places)


def _known_or_written(edition, sentence: Sentence, inside: list[Mention]) -> bool:
    return _known_place(edition, sentence, inside) or _written_place(edition, sentence.text)


def _place_in_name(edition, event: EventName, places: list[Mention]) -> None:
    for each in places:
        if event.start <= each.start and each.end <= event.end:
            known = best_place(each, places)
            if known.kind == "city":
                edition.place, edition.location = each.text, known.slug
                return


def _known_place(edition, sentence: Sentence, inside: list[Mention]) -> bool:
    """The most precise of the places behind “in”, “at” or 在; the first of equally precise ones."""
    text = sentence.text
    behind = []
    for each in inside:
        before = text[max(0, each.start - sentence.start - 28) : each.start - sentence.start]
        if re.search(
            r"(?:\b(?:in|at|of|at the \w+ of)\s(?:[\w'’-]+,?\s){0,3}|,\s|在[\u4e00-\u9fff]{0,8})\Z",
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
    return max(mention.known, key=lambda known: len(around & set(known.inside[:-1])))


def _written_place(edition: EditionProposal, text: str) -> bool:
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


def _without_region(edition: EditionProposal, gazetteer: Gazetteer) -> None:
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


def _match(edition: EditionProposal, event: EventName, gazetteer: Gazetteer) -> None:
    """Label, and slug and ordinal of the edition that exists already."""
    edition.label = str(edition.year) if edition.year else ""
    if not event.known:
        return
    stored = [e for e in gazetteer.editions[event.known.slug] if e.year == edition.year]
    if len(stored) == 1:
        edition.label, edition.slug = stored[0].label, stored[0].slug
        edition.ordinal = edition.ordinal or stored[0].ordinal
