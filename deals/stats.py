"""THE aggregation path: every total and every breakdown of projects comes from here.

`totals`, `by` and `across` take a projects queryset and a display currency. They read the project
table alone (with its derived `ProjectAmount` and `ProjectInvestor`), add stored whole units, and
keep the doubt: the bound of each sum, and how many projects it knows something of.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)

from deals.bounds import QUALIFIERS, bound_of_sum
from deals.models import Location, Project, ProjectAmount, ProjectInvestor

Key = str | int | None
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


@dataclass(frozen=True)
class Sum:
    """A sum in whole units: its ends, how often each qualifier occurs, and what it does not know.

    `low` and `high` are None where nothing is known. `stated` counts the projects that state a
    value, `unconverted` those of them that have an amount no rate converts, `undisclosed`
    those that state none.
    """

    currency: str | None = None
    low: int | None = None
    high: int | None = None
    stated: int = 0
    undisclosed: int = 0
    unconverted: int = 0
    qualifiers: Mapping[str, int] = field(default_factory=dict)

    @property
    def bound(self) -> str | None:
        """The qualifier of the whole sum; None where nothing is known."""
        if self.low is None:
            return None
        return bound_of_sum(q for q, n in self.qualifiers.items() if n)

    def __add__(self, other: "Sum") -> "Sum":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return Sum(
            self.currency,
            _plus(self.low, other.low),
            _plus(self.high, other.high),
            self.stated + other.stated,
            self.undisclosed + other.undisclosed,
            self.unconverted + other.unconverted,
            {q: self.qualifiers.get(q, 0) + other.qualifiers.get(q, 0) for q in QUALIFIERS},
        )

    def as_dict(self) -> dict:
        """The JSON shape of DESIGN.md section 5; `value` is what a page shows first."""
        return {
            "value": self.low,
            "low": self.low,
            "high": self.high,
            "bound": self.bound,
            "stated": self.stated,
            "undisclosed": self.undisclosed,
            "unconverted": self.unconverted,
            "currency": self.currency,
            "qualifiers": {q: n for q, n in self.qualifiers.items() if n},
        }


@dataclass(frozen=True)
class Totals:
    """What a set of projects adds up to; `resigned` of them only sign an earlier one again."""

    projects: int
    resigned: int
    investment: Sum
    jobs: Sum
    output_value: Sum

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.projects + other.projects,
            self.resigned + other.resigned,
            self.investment + other.investment,
            self.jobs + other.jobs,
            self.output_value + other.output_value,
        )

    def as_dict(self) -> dict:
        return {
            "projects": self.projects,
            "resigned": self.resigned,
            "investment": self.investment.as_dict(),
            "jobs": self.jobs.as_dict(),
            "output_value": self.output_value.as_dict(),
        }


@dataclass(frozen=True)
class Group:
    """One row of a breakdown by one or two dimensions, with a key for each.

    A key is a slug, a word or a year, None for “not stated”.
    """

    keys: tuple[Key, ...]
    totals: Totals

    @property
    def key(self) -> Key:
        return self.keys[0]

    def as_dict(self) -> dict:
        return {"key": self.key, **self.totals.as_dict()}


def totals(projects, currency: str = "CNY") -> Totals:
    """Everything the projects add up to, in whole units of the display currency."""
    row = projects.order_by().aggregate(**_columns(_own_money(currency)))
    return _totals(row, currency, currency)


def by(projects, dimension: str, currency: str = "CNY", level: str | None = None) -> list[Group]:
    """The totals of each group of one dimension, as `across` gives them."""
    return across(projects, (dimension,), currency, level)


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
    groups = _grouped(projects.order_by(), dimensions, currency)
    if level and "location" in dimensions:
        groups = _at_level(groups, dimensions.index("location"), level)
    if len(dimensions) == 1:
        return _in_order(groups, dimensions[0])
    if dimensions[1] in NOT_ADDING_UP:
        wholes = by(projects, dimensions[0], currency, level)
    else:
        wholes = _in_order(merged(groups, lambda first: first), dimensions[0])
    place = {group.key: n for n, group in enumerate(wholes)}
    return sorted(_in_order(groups, dimensions[1]), key=lambda group: place[group.key])


def by_columns(projects, columns: Iterable[str], currency: str = "CNY") -> dict[tuple, Totals]:
    """The totals of each combination of values of the columns, which may be annotations."""
    columns = list(columns)
    rows = projects.order_by().values(*columns).annotate(**_columns(_own_money(currency)))
    return {tuple(row[c] for c in columns): _totals(row, currency, currency) for row in rows}


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
    return rolled_up(by(projects, "location", currency), Location.objects.all())


def rolled_up(groups: Iterable[Group], places: Iterable[Location]) -> dict[str, Totals]:
    """The same from groups by location and all places; what states no place is in none."""
    above = {place.slug: [*place.slugs_above, place.slug] for place in places}
    return _added_up((slug, group.totals) for group in groups for slug in above.get(group.key, ()))


def by_band(projects, bands: Iterable[int], currency: str = "CNY") -> dict[int | None, Totals]:
    """By lower end of a band of amounts, in one query; None: no amount in that currency.

    A band ends below the next one; it takes the lower end of an amount, as the filter does.
    """
    low = f"invested_{currency.lower()}_low"
    bands = sorted(bands, reverse=True)
    whens = [When(**{f"{low}__gte": band}, then=Value(band)) for band in bands]
    banded = projects.annotate(band=Case(*whens, output_field=BigIntegerField()))
    return {band: sums for (band,), sums in by_columns(banded, ["band"], currency).items()}


def nothing(currency: str = "CNY") -> Totals:
    """The totals of no projects."""
    return Totals(0, 0, Sum(currency), Sum(), Sum(currency))


# From columns to sums


class WholeSum(Aggregate):
    """A sum of big integers that cannot overflow: int on every database, None for no rows.

    SQLite adds in 64 bits and fails past 9.2·10^18, so there it adds two halves of each number.
    """

    function = "SUM"
    output_field = BigIntegerField()
    allow_distinct = False

    def as_sqlite(self, compiler, connection, **extra):
        sql, params = compiler.compile(self.source_expressions[0])
        # The driver fills in %s, so a literal percent sign is written twice.
        halves = f"SUM(({sql}) / 4294967296) || ' ' || SUM(({sql}) %% 4294967296)"
        return halves, [*params, *params]

    def convert_value(self, value, expression, connection):
        if value is None:
            return None
        if isinstance(value, str):
            high, low = value.split(" ")
            return int(high) * 4294967296 + int(low)
        return int(value)


@dataclass(frozen=True)
class _Money:
    """Which columns hold the invested money of a row of the grouping."""

    low: str
    high: str
    bound: str
    unconverted: Q
    output: str


def _own_money(currency: str) -> _Money:
    c = currency.lower()
    return _Money(
        f"invested_{c}_low",
        f"invested_{c}_high",
        "amount_bound",
        Q(**{f"unconverted_{c}": True}),
        f"output_{c}",
    )


_COUNTED = Q(resigns_only=False)


def _columns(money: _Money) -> dict:
    columns = {"projects": Count("pk"), "resigned": Count("pk", filter=~_COUNTED)}
    columns |= _sum_columns("investment", money.low, money.high, money.bound, Q())
    columns["investment_stated"] = Count("pk", filter=Q(disclosed=True))
    columns["investment_undisclosed"] = Count("pk", filter=Q(disclosed=False) & _COUNTED)
    columns["investment_unconverted"] = Count("pk", filter=money.unconverted)
    columns |= _sum_columns("jobs", "jobs", "jobs", "jobs_qualifier", _COUNTED)
    columns |= _sum_columns("output", money.output, money.output, "output_qualifier", _COUNTED)
    columns["output_stated"] = Count("pk", filter=Q(output_value__isnull=False) & _COUNTED)
    return columns


def _sum_columns(name: str, low: str, high: str, qualifier: str, condition: Q) -> dict:
    known = condition & Q(**{f"{low}__isnull": False})
    columns = {
        f"{name}_low": WholeSum(Case(When(known, then=F(low)))),
        f"{name}_known": Count("pk", filter=known),
    }
    if high != low:
        columns[f"{name}_high"] = WholeSum(Case(When(known, then=F(high))))
    for word in QUALIFIERS:
        columns[f"{name}_{word}"] = Count("pk", filter=known & Q(**{qualifier: word}))
    return columns


def _column_of(projects, dimension: str) -> str:
    return projects.status_column if dimension == "status" else _DIMENSIONS[dimension]


def _totals(row: dict, currency: str | None, output_currency: str) -> Totals:
    counted = row["projects"] - row["resigned"]
    investment = replace(
        _sum(row, "investment", currency),
        stated=row["investment_stated"],
        undisclosed=row["investment_undisclosed"],
        unconverted=row["investment_unconverted"],
    )
    jobs = _sum(row, "jobs", None)
    output = _sum(row, "output", output_currency)
    stated = row["output_stated"]
    return Totals(
        row["projects"],
        row["resigned"],
        investment,
        replace(jobs, undisclosed=counted - jobs.stated),
        replace(
            output,
            stated=stated,
            undisclosed=counted - stated,
            unconverted=stated - output.stated,
        ),
    )


def _sum(row: dict, name: str, currency: str | None) -> Sum:
    low = row[f"{name}_low"]
    return Sum(
        currency,
        low,
        row.get(f"{name}_high", low),
        stated=row[f"{name}_known"],
        qualifiers={word: row[f"{name}_{word}"] for word in QUALIFIERS},
    )


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


# From rows to groups


def _grouped(projects, dimensions: Sequence[str], currency: str) -> list[Group]:
    """The groups of each value of the columns, in no order, by one query."""
    money = _own_money(currency)
    reported = "reported_currency" in dimensions
    if reported:
        money = replace(money, low="amounts__low", high="amounts__high", bound="amounts__bound")
        money = replace(money, unconverted=Q(pk__isnull=True))
    keys = {f"key_of_{name}": F(_column_of(projects, name)) for name in dimensions}
    rows = projects.values(**keys).annotate(**_columns(money))
    return [
        Group(
            tuple(row[name] for name in keys),
            _totals(row, row["key_of_reported_currency"] if reported else currency, currency),
        )
        for row in rows
    ]


def _added_up(parts: Iterable[tuple[Any, Totals]]) -> dict[Any, Totals]:
    """By key: the sum of all that have it."""
    sums: dict[Any, Totals] = {}
    for key, part in parts:
        sums[key] = sums[key] + part if key in sums else part
    return sums


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


def _in_order(groups: Iterable[Group], dimension: str) -> list[Group]:
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
