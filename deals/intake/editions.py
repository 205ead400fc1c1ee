"""The edition that an article reports on: year, ordinal, days and place."""

import datetime
import re

from deals.intake.conferences import EventName, ordinal_of, same_event
from deals.intake.dates import Days, dates_in, relative_days
from deals.intake.gazetteer import Gazetteer, Mention
from deals.intake.header import Header
from deals.intake.past import PREVIOUS, previous_count
from deals.intake.places import CLOSES, EVENT_WORD, OPENS, read_place, without_region
from deals.intake.proposals import EditionProposal
from deals.intake.sentences import Sentence, within

ATTENDED = re.compile(
    r"\b(?:attend(?:ed|ing)?|gather(?:ed|ing)|brought together)\b|参会|出席", re.IGNORECASE
)
FIRST_DAY = re.compile(r"\b(?:first|opening) day of\b|首日", re.IGNORECASE)
LENGTHS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
LASTS = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|\d)[- ]days?\b"
    r"|(?:为期|会期)(?P<han>[一二两三四五六七八九十\d])天",
    re.IGNORECASE,
)
INCEPTION = re.compile(
    r"(?:inception|first (?:held|edition|launched|staged)|launched|debut\w*|inaugurated|founded)"
    r"\D{0,30}?\b(?:in|of) ((?:19|20)\d\d)|自((?:19|20)\d\d)年(?:首届|创办|首次)",
    re.IGNORECASE,
)
ITSELF = re.compile(r"\b(?:since|when|after|before) it (?:opened|began|started|kicked off)\b")
NTH_TIME = re.compile(
    r"第([一二三四五六七八九十\d]{1,3})次(?:举办|举行|召开)|for the (\w+) time"
    r"|\b(\w+?)(?:st|nd|rd|th)? edition\b",
    re.IGNORECASE,
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
    mine = [each for each in names if event and same_event(each, event)]
    edition.year = next((each.year for each in mine if each.year), None)
    about = [each for each in sentences if _is_about(each, names)]
    if event is None and not any(_moved(each.text) for each in about):
        return edition
    published = header.published_on.year if header.published_on else None
    year = edition.year or published or header.year
    _read_days(edition, about, header, year)
    _read_ranges(edition, sentences, header, year)
    _read_day_beside_name(edition, about, names, header, year)
    edition.year = edition.year or (edition.starts_on.year if edition.starts_on else year)
    _read_ordinal(edition, mine, sentences)
    read_place(edition, event, about, header, places)
    without_region(edition, gazetteer)
    _match(edition, event, gazetteer)
    return edition


def _is_about(sentence: Sentence, names: list[EventName]) -> bool:
    named = bool(within(names, sentence.start, sentence.end))
    return (
        named
        or _moved(sentence.text)
        or bool(
            LASTS.search(sentence.text)
            or (ATTENDED.search(sentence.text) and EVENT_WORD.search(sentence.text))
        )
    )


def _moved(text: str) -> bool:
    """Whether a sentence says that the event, or “it”, opened or closed."""
    moved = OPENS.search(text) or CLOSES.search(text)
    return bool(moved and (EVENT_WORD.search(text) or ITSELF.search(text)))


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
            ) and edition.ends_on in (None, days.last):
                edition.starts_on, edition.ends_on = days.first, days.last


def _read_day_beside_name(edition, about: list[Sentence], names, header: Header, year) -> None:
    """“At the tenth Choose France Summit on 10 May”: no verb says that it opened."""
    for sentence in about:
        if edition.starts_on or PREVIOUS.search(sentence.text):
            return
        if not within(names, sentence.start, sentence.end):
            continue
        days = dates_in(sentence.text, year=year)
        days += relative_days(_blanked(sentence.text, days), header.published_on)
        for each in days:
            gap = (header.published_on - each.first).days if header.published_on else 0
            free = edition.starts_on is None and edition.ends_on is None
            if free and each.last is None and -30 <= gap <= 30:
                edition.starts_on = each.first


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
    if FIRST_DAY.search(text) and not edition.starts_on:
        edition.starts_on = days.first
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


def _match(edition: EditionProposal, event: EventName | None, gazetteer: Gazetteer) -> None:
    """Label, and slug and ordinal of the edition that exists already."""
    edition.label = str(edition.year) if edition.year else ""
    if event is None or not event.known:
        return
    stored = [e for e in gazetteer.editions[event.known.slug] if e.year == edition.year]
    if len(stored) == 1:
        edition.label, edition.slug = stored[0].label, stored[0].slug
        edition.ordinal = edition.ordinal or stored[0].ordinal
