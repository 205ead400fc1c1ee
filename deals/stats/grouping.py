"""THE aggregation path: every total and every breakdown of projects comes from here.

`totals`, `by` and `across` take a projects queryset and a display currency. They read the project
table alone (with its derived `ProjectAmount` and `ProjectInvestor`), add stored whole units, and
keep the doubt: the bound of each sum, and how many projects it knows something of. Of all projects
they read the standing totals, which the writes keep.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
)

from deals.models import Location, Project, ProjectAmount, ProjectInvestor, standing
from deals.money import BANDS
from deals.stats.held import RECORDS, are_all, count_held, held, held_of, largest_held
from deals.stats.rows import Added, own_money, totals_of
from deals.stats.sums import Group, Key, Totals, added, nothing

LEVELS = ("country", "region", "city", "district")
_DIMENSIONS = {
    "year": "year",
    "conference": "edition__conference__slug",
    "edition": "edition__slug",
    "location": "location__slug",
    "sector": "sector__slug",
    "investor": "investor_links__organization__slug",
    "status": "status",
    "commitment": "commitment",
    "reported_currency": "amounts__currency",
}
DIMENSIONS = tuple(_DIMENSIONS)
# Of two dimensions: what an answer holds at most. A group is some 750 bytes of JSON.
MAX_GROUPS = 20_000
# A project can stand in several groups of these, or each group has a currency of its own.
NOT_ADDING_UP = frozenset({"investor", "reported_currency"})


def totals(projects, currency: str = "CNY", at_most: int | None = None) -> Totals:
    """Everything the projects add up to, in whole units of the display currency.

    Of `at_most` projects and more it is what so many of them add up to, as lower bounds.
    """
    if are_all(projects):
        found = held(standing.WHOLE, currency)
        return found[0].totals if found else nothing(currency)
    some = projects.order_by()[:at_most]
    added = some.aggregate(added=Added(own_money(currency)))["added"]
    # None of what the database is not asked, as nothing can match.
    found = totals_of(added, currency, currency) if added else nothing(currency)
    return found.as_part() if found.projects == at_most else found


def count(projects) -> int:
    """How many they are."""
    return totals(projects).projects if are_all(projects) else projects.count()


def by(projects, dimension: str, currency: str = "CNY", level: str | None = None) -> list[Group]:
    """The totals of each group of one dimension, as `across` gives them."""
    return across(projects, (dimension,), currency, level)


def of_each(
    projects, dimension: str, keys: Collection[Key], currency: str = "CNY"
) -> dict[Key, Totals]:
    """By key: the totals of these groups of one dimension alone, of those that there are."""
    if are_all(projects) and dimension in standing.HELD:
        groups = held_of(dimension, keys, currency)
    else:
        groups = [group for group in by(projects, dimension, currency) if group.key in keys]
    return {group.key: group.totals for group in groups}


def some_of(
    projects, dimension: str, start: int, end: int, currency: str = "CNY"
) -> tuple[list[Group], int]:
    """From `start` on to before `end`: groups as `by` gives them; and how many there are in all."""
    if are_all(projects) and dimension in RECORDS:
        groups, count = largest_held(dimension, currency, start, end), count_held(dimension)
        if not start < count <= end:
            groups = [group for group in groups if group.key is not None]
        return in_order(groups, dimension), count
    groups = by(projects, dimension, currency)
    return groups[start:end], len(groups)


def across(
    projects,
    dimensions: Sequence[str],
    currency: str = "CNY",
    level: str | None = None,
) -> list[Group]:
    """The totals of each combination of one or two dimensions, the first one's groups together.

    The largest investment comes first, years in order; groups of a first dimension stand as they
    do without the second. `level` applies to locations: a project counts for the topmost place of
    that kind around it. With ``reported_currency`` each group is in its own currency, as reported,
    unconverted; it and ``investor`` have a row for a project in each of its groups. With
    ``status`` it is the one on a day, where that has been asked for.
    """
    if are_all(projects) and dimensions[0] in standing.HELD and len(dimensions) == 1:
        groups = held(dimensions[0], currency)
    else:
        groups = _grouped(projects.order_by(), dimensions, currency)
    if level and "location" in dimensions:
        groups = _at_level(groups, dimensions.index("location"), level)
    if len(dimensions) == 1:
        return in_order(groups, dimensions[0])
    if dimensions[1] in NOT_ADDING_UP:
        wholes = by(projects, dimensions[0], currency, level)
    else:
        wholes = in_order(merged(groups, lambda first: first), dimensions[0])
    place = {group.key: n for n, group in enumerate(wholes)}
    return sorted(in_order(groups, dimensions[1]), key=lambda group: place[group.key])


def by_columns(projects, columns: Iterable[str], currency: str = "CNY") -> dict[tuple, Totals]:
    """The totals of each combination of values of the columns, which may be annotations."""
    rows = _in_columns(projects, columns, currency)
    return {tuple(key): totals_of(added, currency, currency) for *key, added in rows}


def by_columns_on(
    projects, columns: Iterable[str], currency: str, days: Iterable[date]
) -> list[dict[tuple, Totals]]:
    """`by_columns` with each of these days in the place of every `OpenDay` of the query.

    The statement is written once: that takes Django longer than the database takes to answer it.
    """
    connection = connections[projects.db]
    rows = _in_columns(projects, columns, currency)
    added = rows.query.annotations["added"]
    try:
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return [{} for _day in days]
    found = []
    with connection.cursor() as cursor:
        for day in days:
            given = connection.ops.adapt_datefield_value(day)
            cursor.execute(sql, [given if isinstance(p, OpenDay) else p for p in params])
            read = [(key, added.read(sums, connection.vendor)) for *key, sums in cursor.fetchall()]
            found.append({tuple(key): totals_of(sums, currency, currency) for key, sums in read})
    return found


def _in_columns(projects, columns: Iterable[str], currency: str):
    rows = projects.order_by().values_list(*columns)
    return rows.annotate(added=Added(own_money(currency)))


class OpenDay(Value):
    """A day that a statement leaves open when it is written, for `by_columns_on`."""

    def __init__(self):
        super().__init__(None, DateField())

    def as_sql(self, compiler, connection):
        return "%s", [self]


def merged(groups: Iterable[Group], into: Callable) -> list[Group]:
    """The groups added up by ``into(key)`` of their first key, the largest investment first."""
    sums = _added_up((into(group.key), group.totals) for group in groups)
    return sorted((Group((key,), total) for key, total in sums.items()), key=_largest_first)


def in_group(projects, dimension: str, key: Key, level: str | None = None):
    """The projects that stand in one group of `by`; key None for “not stated”.

    Those of a group of `across` stand in the group of each dimension.
    """
    if dimension == "location" and level:
        return projects.filter(_inside(key, level))
    if dimension == "investor":
        return projects.filter(_linked(ProjectInvestor, "organization__slug", key))
    if dimension == "reported_currency":
        return projects.filter(_linked(ProjectAmount, "currency", key))
    column = _column_of(projects, dimension)
    return projects.filter(Q(**{f"{column}__isnull": True} if key is None else {column: key}))


def by_subtree(projects, currency: str = "CNY") -> dict[str, Totals]:
    """By place slug: the totals of everything at the place or inside it."""
    groups = by(projects, "location", currency)
    found = inside_places(groups, Location.objects.slugs_around())
    return {slug: added(parts) for slug, parts in found.items()}


def inside_places(
    groups: Iterable[Group], around: Mapping[str, Sequence[str]]
) -> dict[str, list[Totals]]:
    """By place slug: the totals of each group that lies at the place or inside it.

    `groups` are those by location; what states no place is in none. `around` are all places, each
    with those around it, as `slugs_around` gives them.
    """
    found = defaultdict(list)
    for group in groups:
        if group.key in around:
            for slug in (*around[group.key], group.key):
                found[slug].append(group.totals)
    return found


def by_band(
    projects, currency: str = "CNY", bands: Sequence[int] = BANDS
) -> dict[int | None, Totals]:
    """By lower end of a band of amounts, in one query; None: no amount in that currency.

    A band ends below the next one; it takes the lower end of an amount, as the filter does.
    """
    if are_all(projects) and bands == BANDS:
        found = held(standing.band_dimension(currency), currency)
        return {group.key: group.totals for group in found}
    banded = projects.annotate(band=standing.band_case(currency, bands))
    return {band: sums for (band,), sums in by_columns(banded, ["band"], currency).items()}


# From rows to groups


def _column_of(projects, dimension: str) -> str:
    return projects.status_column if dimension == "status" else _DIMENSIONS[dimension]


def _grouped(projects, dimensions: Sequence[str], currency: str) -> list[Group]:
    """The groups of each value of the columns, in no order, by one query."""
    money = own_money(currency)
    reported = "reported_currency" in dimensions
    if reported:
        money = replace(money, low="amounts__low", high="amounts__high", bound="amounts__bound")
        money = replace(money, unconverted=None)
    keys = {f"key_of_{name}": F(_column_of(projects, name)) for name in dimensions}
    rows = projects.values(**keys).annotate(added=Added(money))
    return [
        Group(
            tuple(row[name] for name in keys),
            totals_of(
                row["added"], row["key_of_reported_currency"] if reported else currency, currency
            ),
        )
        for row in rows
    ]


def _added_up(parts: Iterable[tuple[Any, Totals]]) -> dict[Any, Totals]:
    """By key: the sum of all that have it."""
    found = defaultdict(list)
    for key, part in parts:
        found[key].append(part)
    return {key: added(each) for key, each in found.items()}


def _at_level(groups: Iterable[Group], place: int, level: str) -> list[Group]:
    """The groups with the topmost place of the kind at that place of their keys, added up."""
    top = {None: None}
    kinds = dict(Location.objects.values_list("slug", "kind"))
    for slug, path in Location.objects.values_list("slug", "path"):
        around = path.strip("/").split("/")
        top[slug] = next((slug for slug in around if kinds[slug] == level), None)

    def moved(keys: tuple[Key, ...]) -> tuple[Key, ...]:
        return (*keys[:place], top[keys[place]], *keys[place + 1 :])

    sums = _added_up((moved(group.keys), group.totals) for group in groups)
    return [Group(keys, total) for keys, total in sums.items()]


def _linked(links, column: str, key: str | None) -> Q:
    """A subquery, not a join: each project stays there once."""
    found = Q(pk__in=links.objects.filter(**{column: key} if key else {}).values("project"))
    return found if key else ~found


def _inside(key: str | None, level: str) -> Q:
    """At or inside the topmost place of this kind with this slug; None: inside none of the kind."""
    places = Location.objects.filter(kind=level)
    path = ExpressionWrapper(OuterRef("location__path"), CharField())
    around = places.alias(inner=path).filter(inner__startswith=F("path"))
    if key is None:
        return Q(location__isnull=True) | ~Exists(around)
    top = places.filter(slug=key).first()
    if top is None or places.filter(slug__in=top.slugs_above).exists():
        return Q(pk__in=[])
    return Q(location__path__startswith=top.path)


def in_order(groups: Iterable[Group], dimension: str) -> list[Group]:
    """By their last key, which is of that dimension."""
    return sorted(groups, key=_by_year if dimension == "year" else _largest_first)


def _largest_first(group: Group):
    key, low = group.keys[-1], group.totals.investment.low
    return (key is None, low is None, -(low or 0), -group.totals.projects, str(key))


def _by_year(group: Group):
    return (group.keys[-1] is None, group.keys[-1])


def everything():
    """All projects, the base of totals over the whole collection."""
    return Project.objects.all()
