"""Days in running text: “from 5 to 10 November”, 9月1日至3日, “on Sunday”, 11日."""

import datetime
import re
from dataclasses import dataclass

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)\b\.?"
)
_TO = r"\s?(?:-|–|—|to|and|&|through|until)\s?"
_NTH = r"(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>[0-3]?\d){_NTH}(?:{_TO}(?P<last>[0-3]?\d){_NTH})?(?![\d%]|[.,]\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_HAN_TO = r"\s?(?:-|–|—|~|～|至|到)\s?"
FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d)(?P<day>[0-3]?\d){_NTH}\s(?:of\s)?{_MONTH}{_TO}(?P<last>[0-3]?\d){_NTH}"
        rf"\s(?:of\s)?{_MONTH2}(?:,?\s{_YEAR})?",
        rf"(?<![a-z]){_MONTH}\s(?P<day>[0-3]?\d){_NTH}{_TO}{_MONTH2}\s(?P<last>[0-3]?\d){_NTH}"
        rf"(?![\d%]|[.,]\d)(?:,?\s{_YEAR})?",
        rf"(?<!\d){_DAYS}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
        rf"(?<![a-z]){_MONTH}\s{_DAYS}(?:,?\s{_YEAR})?",
        rf"(?:{_YEAR}\s?年\s?)?(?<!\d)(?P<month>1?\d)\s?月\s?(?P<day>[0-3]?\d)\s?[日号]?"
        rf"(?:{_HAN_TO}(?:(?P<month2>1?\d)\s?月\s?)?(?P<last>[0-3]?\d)\s?[日号])?(?<=[日号])",
        rf"(?<!\d){_YEAR}([-/.])(?P<month>1?\d|0\d)\2(?P<day>[0-3]?\d)(?!\d)",
    )
]
DAY_ONLY = re.compile(r"(?<![\d月.至到~-])(?P<day>[0-3]?\d)日(?![本元])")
WEEKDAY = re.compile(
    rf"\b(?:on|this|last|late|early|by|until|to|began|\w+ed|up)\s({'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:ends|closes|concludes|will|continues|runs|until|till"
    r"|through)\b[^.]{0,24}\Z",
    re.IGNORECASE,
)
TWO_DAYS = re.compile(r"(?<![\d月.至到~-])(?P<day>[0-3]?\d)日?(?:至|到|-|—|~)(?P<last>[0-3]?\d)日")
TODAY = re.compile(r"\b(?:today)\b|今天|今日", re.IGNORECASE)
YESTERDAY = re.compile(r"\byesterday\b|昨天|昨日", re.IGNORECASE)
YEARS = (1900, 2100)


@dataclass(frozen=True)
class Days:
    """A day, or the days from `first` to `last`, and where they are named."""

    start: int
    end: int
    first: datetime.date
    last: datetime.date | None = None


def dates_in(text: str, *, year: int | None) -> list[Days]:
    """Days of a text by the calendar; one without a year is taken to be in `year`, if given."""
    found = []
    for form in FORMS:
        for match in form.finditer(text):
            days = _days(match, year)
            if days and not any(days.start < e.end and e.start < days.end for e in found):
                found.append(days)
    return sorted(found, key=lambda each: each.start)


def relative_days(text: str, published: datetime.date | None) -> list[Days]:
    """“On Sunday”, 11日 and “today”: the last such day that is not after the publication."""
    if published is None:
        return []
    found = [
        Days(each.start(), each.end(), _weekday(published, each[1], text[: each.start()]))
        for each in WEEKDAY.finditer(text)
    ]
    for each in TWO_DAYS.finditer(text):
        last = _last_day_numbered(int(each["last"]), published + datetime.timedelta(3))
        first = last and a_date(last.year, last.month, int(each["day"]))
        if first and first < last:
            found.append(Days(each.start(), each.end(), first, last))
            text = text[: each.start()] + " " * (each.end() - each.start()) + text[each.end() :]
    found += [Days(each.start(), each.end(), published) for each in TODAY.finditer(text)]
    before = published - datetime.timedelta(1)
    found += [Days(each.start(), each.end(), before) for each in YESTERDAY.finditer(text)]
    for each in DAY_ONLY.finditer(text):
        if day := _last_day_numbered(int(each["day"]), published):
            found.append(Days(each.start(), each.end(), day))
    return sorted(found, key=lambda each: each.start)


def _weekday(published: datetime.date, name: str, before: str) -> datetime.date:
    """The day before publication; the coming one where it “ends on Monday”."""
    day = weekday_before(published, name)
    ahead = AHEAD.search(before) and day < published
    return day + datetime.timedelta(7) if ahead else day


def weekday_before(published: datetime.date, name: str) -> datetime.date:
    back = (published.weekday() - WEEKDAYS.index(name.lower())) % 7
    return published - datetime.timedelta(back)


def _last_day_numbered(day: int, published: datetime.date) -> datetime.date | None:
    if day <= published.day:
        return a_date(published.year, published.month, day)
    before = published.replace(day=1) - datetime.timedelta(1)
    return a_date(before.year, before.month, day)


def _days(match: re.Match, year: int | None) -> Days | None:
    parts = match.groupdict()
    year = int(parts.get("year") or 0) or year
    month = _month(parts["month"])
    first = a_date(year, month, int(parts["day"]))
    if first is None:
        return None
    last = None
    if parts.get("last"):
        last = a_date(year, _month(parts.get("month2") or parts["month"]), int(parts["last"]))
        if last is None or last < first:
            return None
    return Days(match.start(), match.end(), first, last)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS.index(written[:3].lower()) + 1


def a_date(year: int | None, month: int, day: int) -> datetime.date | None:
    if year is None or not YEARS[0] <= year <= YEARS[1]:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
