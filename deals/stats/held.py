"""The totals of all projects, which `models.standing` keeps; nothing is added up here."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Cast

from deals.bounds import QUALIFIERS
from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Sector,
    StandingTotal,
)
from deals.stats.sums import Group, Key, Sum, Totals

# So many records and more are looked up all together.
MANY = 500
# Totals that a process remembers, of some 1.5 kB each.
MOST_KEPT = 4_000
RECORDS = {
    "conference": Conference,
    "edition": Edition,
    "location": Location,
    "sector": Sector,
    "investor": Organization,
}


def are_all(projects) -> bool:
    """Whether nothing restricts the projects, or says anything of them."""
    query = projects.all().query
    return not (query.where or query.annotations or query.is_sliced or query.combinator)


def held(dimension: str, currency: str) -> list[Group]:
    """The groups of all projects, in no order, from what the writes keep."""
    stored = StandingTotal.objects.filter(dimension=dimension)
    rows = dict(stored.values_list("of", "sums"))
    return _groups(dimension, rows, currency, _totals_of)


def held_investment(dimensions: Collection[str], currency: str) -> dict[str, list[Group]]:
    """The same of several dimensions, without jobs and output: that takes half the time."""
    rows = {dimension: {} for dimension in dimensions}
    stored = StandingTotal.objects.filter(dimension__in=rows)
    for dimension, of, sums in stored.values_list("dimension", "of", "sums"):
        rows[dimension][of] = sums
    return {each: _groups(each, rows[each], currency, _investment_of) for each in rows}


def _groups(dimension: str, rows: Mapping[str, str], currency: str, read: Callable) -> list[Group]:
    keys = keys_of(dimension, list(rows))
    return [Group((keys[of],), read(sums, currency)) for of, sums in rows.items()]


def held_of(dimension: str, keys: Collection[Key], currency: str) -> list[Group]:
    """The groups with these keys alone, in no order."""
    pks = keys_of_totals(dimension, keys)
    rows = StandingTotal.objects.filter(pk__in=pks).values_list("pk", "sums")
    return [Group((pks[pk],), _totals_of(sums, currency)) for pk, sums in rows]


def keys_of_totals(dimension: str, keys: Collection[Key]) -> dict[str, Key]:
    """By the primary key of a standing total: the key of its group."""
    if dimension in RECORDS:
        stored = RECORDS[dimension].objects.filter(slug__in=[key for key in keys if key])
        found = dict(stored.values_list("pk", "slug"))
        found |= {"": None} if None in keys else {}
    else:
        found = {"" if key is None else key: key for key in keys}
    return {f"{dimension}:{of}": key for of, key in found.items()}


def count_held(dimension: str) -> int:
    """How many groups all projects have."""
    return StandingTotal.objects.filter(dimension=dimension).count()


def largest_held(
    dimension: str, currency: str, start: int, end: int, slugs: Collection[str] = ()
) -> list[Group]:
    """Some of the groups of all projects by their size.

    From `start` on to before `end` come the largest first, after all others the one that is not
    stated; those of records with these slugs, and that one, are always there.
    """
    totals, model = StandingTotal.objects.filter(dimension=dimension), RECORDS[dimension]
    record = model.objects.filter(pk=Cast(OuterRef("of"), BigIntegerField()))
    stated = totals.exclude(of="").annotate(slug=Subquery(record.values("slug")))
    by_size = stated.order_by(f"-{currency.lower()}_order", "-projects", "slug")
    rows = dict(by_size.values_list("slug", "sums")[start:end])
    pks = keys_of_totals(dimension, [*slugs, None])
    rows |= {pks[pk]: sums for pk, sums in totals.filter(pk__in=pks).values_list("pk", "sums")}
    return [Group((key,), _totals_of(sums, currency)) for key, sums in rows.items()]


def keys_of(dimension: str, held: list[str]) -> dict[str, Key]:
    """By what a standing total is of: the key of the group."""
    if dimension in RECORDS:
        stored = RECORDS[dimension].objects.values_list("pk", "slug")
        if len(held) < MANY:
            stored = stored.filter(pk__in=[of for of in held if of])
        found = {str(pk): slug for pk, slug in stored}
    elif dimension == "year" or dimension.startswith("band"):
        found = {of: int(of) for of in held if of}
    else:
        found = dict(zip(held, held, strict=True))
    return found | {"": None}


# Most are as they were when they were last read, so each is made of its text once: that takes ten
# times as long as reading the text.


@lru_cache(MOST_KEPT)
def _totals_of(stored: str, currency: str) -> Totals:
    """Sums by the names of `standing.adds`."""
    get, found = json.loads(stored).get, _investment_of(stored, currency)
    counted, jobs = found.projects - found.resigned, get("jobs_known", 0)
    output, known = get("output_stated", 0), get(f"{currency} output_known", 0)
    names = _names(f"{currency} output")
    return replace(
        found,
        jobs=_sum(get, _names("jobs"), None, jobs, counted - jobs),
        output_value=_sum(get, names, currency, output, counted - output, output - known),
    )


@lru_cache(MOST_KEPT)
def _investment_of(stored: str, currency: str) -> Totals:
    get = json.loads(stored).get
    investment = _sum(
        get,
        _names(f"{currency} investment"),
        currency,
        get("investment_stated", 0),
        get("investment_undisclosed", 0),
        get(f"{currency} investment_unconverted", 0),
    )
    return Totals(get("projects", 0), get("resigned", 0), investment, Sum(), Sum(currency))


def _sum(get: Callable, names: dict, currency, stated, undisclosed, unconverted=0) -> Sum:
    low = high = None
    if get(names["known"]):
        low = get(names["low"], 0)
        high = get(names["high"], low)
    qualifiers = {word: get(names[word], 0) for word in QUALIFIERS}
    return Sum(currency, low, high, stated, undisclosed, unconverted, qualifiers)


@cache
def _names(name: str) -> dict[str, str]:
    return {word: f"{name}_{word}" for word in ("known", "low", "high", *QUALIFIERS)}
