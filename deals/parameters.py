"""Reads query parameters: typed, bounded, and every fault named with its value and the remedy."""

import datetime
import difflib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from deals.models.base import YEARS
from deals.money import DISPLAY_CURRENCIES, is_currency


class InvalidParameters(ValueError):
    """Parameters that cannot be answered; `errors` is a list of {"name", "value", "detail"}.

    `slug` names the kind of problem: ``unknown-parameter`` where no name has a bad value.
    """

    def __init__(self, errors: list[dict], slug: str = "invalid-parameter"):
        self.errors, self.slug = errors, slug
        super().__init__(" ".join(f"{e['name']}: {e['detail']}" for e in errors))


Reader = Callable[[str], object]  # its `schema` is the JSON Schema of what it takes


@contextmanager
def strict(data: QueryDict, known: Collection[str]) -> Iterator[None]:
    """Read parameters within it: unknown names are refused together with bad values."""
    unknown = unknown_names(data, known)
    try:
        yield
    except InvalidParameters as error:
        raise InvalidParameters([*unknown, *error.errors]) from None
    if unknown:
        raise InvalidParameters(unknown, "unknown-parameter")


def read(data: QueryDict, readers: dict[str, Reader], defaults: dict | None = None) -> dict:
    """The value of each reader's parameter, its default where it is absent or blank.

    Raises `InvalidParameters` with every fault. Names that no reader has are left alone.
    """
    values, errors = dict(defaults or {}), []
    for name, reader in readers.items():
        given = [value for value in data.getlist(name) if value.strip()]
        try:
            if len(given) > 1:
                raise ValueError(_("This parameter can be given once only."))
            if given:
                values[name] = reader(given[0].strip())
        except ValueError as error:
            errors.append({"name": name, "value": ", ".join(given)[:100], "detail": str(error)})
    if errors:
        raise InvalidParameters(errors)
    return values


def all_of(*readings: Callable[[], object]) -> list:
    """What each reading returns; the faults of all of them are raised together."""
    results, errors = [], []
    for reading in readings:
        try:
            results.append(reading())
        except InvalidParameters as error:
            errors += [fault for fault in error.errors if fault not in errors]
    if errors:
        raise InvalidParameters(errors)
    return results


def unknown_names(data: QueryDict, known: Collection[str]) -> list[dict]:
    """An error for each parameter name that is not known, with the nearest one that is."""
    return [
        {"name": name[:100], "value": data.get(name, "")[:100], "detail": _unknown(name, known)}
        for name in data
        if name not in known
    ]


def _unknown(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, 1, cutoff=0.7)
    if close:
        return _("There is no such parameter. Did you mean “%(name)s”?") % {"name": close[0]}
    return _("There is no such parameter. Known are: %(names)s.") % {
        "names": ", ".join(sorted(known))
    }


def takes(**schema) -> Callable[[Reader], Reader]:
    """Says what a reader takes, as the JSON Schema of one value."""

    def described(reader: Reader) -> Reader:
        reader.schema = schema
        return reader

    return described


def one_of(words: Collection[str]) -> Reader:
    @takes(type="string", enum=list(words))
    def reader(text: str) -> str:
        if text not in words:
            raise ValueError(not_one_of(text, words))
        return text

    return reader


def not_one_of(text: str, words: Collection[str]) -> str:
    """Says which words are allowed, or, of many, the nearest."""
    close = difflib.get_close_matches(text, words, 1)
    if close:
        return _("“%(text)s” is not known. Did you mean “%(word)s”?") % {
            "text": text[:60],
            "word": close[0],
        }
    if 0 < len(words) <= 16:
        return _("“%(text)s” is not known. Use one of: %(words)s.") % {
            "text": text[:60],
            "words": ", ".join(words),
        }
    return _("“%(text)s” is not known.") % {"text": text[:60]}


def whole_number(low: int, high: int) -> Reader:
    @takes(type="integer", minimum=low, maximum=high)
    def reader(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,20}", text) or not low <= int(text) <= high:
            raise ValueError(
                _("Use a whole number from %(low)d to %(high)d, in digits only.")
                % {"low": low, "high": high}
            )
        return int(text)

    return reader


def several(words: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma list of words from a fixed list, none of them twice; a leading hyphen stays."""
    known = [sign + word for word in words for sign in ("", "-")]

    @takes(type="array", items={"type": "string", "enum": known}, uniqueItems=True)
    def reader(text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        names = [part.removeprefix("-") for part in parts]
        for name in names:
            if name not in words:
                raise ValueError(not_one_of(name, words))
        if len(set(names)) != len(names):
            raise ValueError(_("A name stands there twice."))
        return tuple(parts)

    return reader


def some_of(words: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma list of words from a fixed list; they come in the order of that list."""

    @takes(type="array", items={"type": "string", "enum": list(words)})
    def reader(text: str) -> tuple[str, ...]:
        parts = {part.strip() for part in text.split(",") if part.strip()}
        for name in sorted(parts - set(words)):
            raise ValueError(not_one_of(name, words))
        return tuple(word for word in words if word in parts)

    return reader


def up_to(most: int, words: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A comma list of one to `most` different words from a fixed list, in the order given."""
    items = {"type": "string", "enum": list(words)}

    @takes(type="array", items=items, minItems=1, maxItems=most, uniqueItems=True)
    def reader(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(",") if part.strip())
        for name in names:
            if name not in words:
                raise ValueError(not_one_of(name, words))
        if len(set(names)) != len(names):
            raise ValueError(_("A name stands there twice."))
        if not 1 <= len(names) <= most:
            raise ValueError(
                _("Name at most %(most)d, with a comma between them: %(words)s.")
                % {"most": most, "words": ", ".join(words)}
            )
        return names

    return reader


currency = one_of(DISPLAY_CURRENCIES)
language = one_of(["en", "zh-hans"])


@takes(type="string", title="id", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=120)
def slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 120:
        raise ValueError(
            _("“%(text)s” is no slug: use lower-case letters, digits and hyphens.")
            % {"text": text[:60]}
        )
    return text


@takes(type="string", format="date")
def date(text: str) -> datetime.date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = datetime.date.fromisoformat(text)
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise ValueError
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a date. Write year-month-day, such as 2024-09-01.")
            % {"text": text[:60]}
        ) from None
    return day


@takes(type="string", anyOf=[{"format": "date"}, {"format": "date-time"}])
def moment(text: str) -> datetime.datetime:
    """A date or a date with time; without a zone it is UTC."""
    try:
        read = parse_datetime(text) if "T" in text else None
        if read is None:
            read = datetime.datetime.combine(date(text), datetime.time())
        if not YEARS[0] < read.year < YEARS[1]:
            raise ValueError
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a moment. Write 2024-09-01 or 2024-09-01T12:00:00Z.")
            % {"text": text[:60]}
        ) from None
    return read if timezone.is_aware(read) else read.replace(tzinfo=datetime.UTC)


@takes(type="string", pattern="^[A-Z]{3}$")
def currency_code(text: str) -> str:
    if not is_currency(text):
        raise ValueError(
            _("“%(text)s” is no currency. Use the three capital letters of ISO 4217, such as CNY.")
            % {"text": text[:60]}
        )
    return text
