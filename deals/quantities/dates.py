"""Dates as people write them: 2024-09-01, 2024年9月1日, 1 September 2024, Sept. 1, 2024."""

import datetime
import re

from django.utils.translation import gettext

from deals.quantities.quantity import Ambiguous, Unreadable
from deals.quantities.script import any_of, script

NAMES = (
    "january|jan|januar|janvier|enero|janeiro",
    "february|feb|februar|février|febrero|fevereiro",
    "march|mar|märz|mars|marzo|março",
    "april|apr|avril|abril",
    "may|mai|mayo|maio",
    "june|jun|juni|juin|junio|junho",
    "july|jul|juli|juillet|julio|julho",
    "august|aug|août|agosto",
    "september|sept|sep|septembre|septiembre|setembro",
    "october|oct|oktober|octobre|octubre|outubro",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|décembre|diciembre|dezembro",
)
MONTHS = {name: number for number, names in enumerate(NAMES, 1) for name in names.split("|")}
_MONTH = rf"(?P<name>{any_of(MONTHS)})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>[0-9]{4})"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_MIDNIGHT = r"(?:[t ]00:00(?::00)?(?:\.0+)?z?)?"  # a spreadsheet's date
FORMS = [
    re.compile(form)
    for form in (
        rf"{_YEAR}([-/.])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}}){_MIDNIGHT}",
        rf"{_YEAR} ?年 ?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}) ?[日号號]",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{_WEEKDAY}{_DAY}[ -](?:of |de )?{_MONTH}(?: de)?,?[ -]{_YEAR}",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}",
    )
]
SLASHED = re.compile(rf"(?P<first>[0-9]{{1,2}})([/-])(?P<second>[0-9]{{1,2}})\2{_YEAR}")


def read_date(text: str) -> datetime.date:
    """The date that the whole text is; 03/04/2024 is refused, 13/04/2024 is not."""
    low = " ".join(script(text).low.replace("\u00a0", " ").split())
    for form in FORMS:
        if found := form.fullmatch(low):
            names = found.groupdict()
            month = MONTHS.get(names.get("name") or "") or names.get("month")
            return _date(text, names["year"], month, names["day"])
    if found := SLASHED.fullmatch(low):
        return _slashed(text, *(int(found[name]) for name in ("year", "first", "second")))
    raise Unreadable(text, _no_date(text))


def _slashed(text, year, first, second) -> datetime.date:
    days = [(second, first), (first, second)]
    dates = {_possible(year, month, day) for month, day in days} - {None}
    if len(dates) > 1:
        readings = [date.isoformat() for date in sorted(dates)]
        raise Ambiguous(text, readings, gettext("Write it in one of these ways."))
    if not dates:
        raise Unreadable(text, _no_date(text))
    return dates.pop()


def _possible(year, month, day) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _date(text, year, month, day) -> datetime.date:
    date = _possible(year, month, day)
    if date is None:
        raise Unreadable(text, _no_date(text))
    return date


def _no_date(text) -> str:
    return gettext("“%(text)s” is not a date. Write 2024-09-01 or 1 September 2024.") % {
        "text": text.strip()[:60]
    }
