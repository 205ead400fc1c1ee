"""The totals of all projects, which `models.standing` keeps; nothing is added up here."""

import json
from collections import defaultdict
from collections.abc import Collection

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Cast

from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Sector,
    StandingTotal,
    standing,
)
from deals.stats.rows import totals_of_row
from deals.stats.sums import Group, Key, Totals

# So many records and more are looked up all together.
MANY = 500
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
    rows = standing.read(StandingTotal.objects.filter(dimension=dimension))
    keys = keys_of(dimension, [of for of, _sums in rows])
    return [Group((keys[of],), _totals_of(sums, currency)) for of, sums in rows]


def held_of(dimension: str, keys: Collection[Key], currency: str) -> list[Group]:
    """The groups with these keys alone, in no order."""
    pks = keys_of_totals(dimension, keys)
    rows = dict(StandingTotal.objects.filter(pk__in=pks).values_list("pk", "sums"))
    return [Group((pks[pk],), _totals_of(json.loads(sums), currency)) for pk, sums in rows.items()]


def keys_of_totals(dimension: str, keys: Collection[Key]) -> dict[str, Key]:
    """By the primary key of a standing total: the key of its group."""
    if dimension in RECORDS:
        stored = RECORDS[dimension].objects.filter(slug__in=[key for key in keys if key])
        found = dict(stored.values_list("pk", "slug"))
        found |= {"": None} if None in keys else {}
    else:
        found = {"" if key is None else key: key for key in keys}
    return {f"{dimension}:{of}": key for of, key in found.items()}


def largest_held(
    dimension: str, currency: str, start: int, end: int, slugs: Collection[str] = ()
) -> tuple[list[Group], int]:
    """Some of the groups of all projects by their size, and how many there are in all.

    From `start` on to before `end` come the largest first, after all others the one that is not
    stated; those of records with these slugs, and that one, are always there.
    """
    totals, model = StandingTotal.objects.filter(dimension=dimension), RECORDS[dimension]
    record = model.objects.filter(pk=Cast(OuterRef("of"), BigIntegerField()))
    stated = totals.exclude(of="").annotate(slug=Subquery(record.values("slug")))
    by_size = stated.order_by(f"-{currency.lower()}_order", "-projects", "slug")
    rows = dict(standing.read(by_size[start:end]))
    pks = keys_of_totals(dimension, [*slugs, None])
    rows |= dict(standing.read(totals.filter(pk__in=pks)))
    keys = keys_of(dimension, list(rows))
    groups = [Group((keys[of],), _totals_of(sums, currency)) for of, sums in rows.items()]
    return groups, totals.count()


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


def _totals_of(sums: standing.Sums, currency: str) -> Totals:
    """Sums by the names of `standing.adds`, as the totals of a row."""
    row = defaultdict(int, {name.removeprefix(f"{currency} "): n for name, n in sums.items()})
    for name in ("investment", "jobs", "output"):
        if not row[f"{name}_known"]:
            row[f"{name}_low"] = row[f"{name}_high"] = None
    return totals_of_row(row, currency, currency)
