"""The groups of several dimensions in one pass over the projects, as a filter form needs them.

The pass reads what it needs once (`base`), and groups it by each dimension and by the bound of the
amount, so that there are few columns to add up; the bounds of a group come together here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, QuerySet

from deals.bounds import QUALIFIERS
from deals.models import Organization, ProjectInvestor, StandingTotal, standing
from deals.stats.grouping import in_order
from deals.stats.held import RECORDS, are_all, held_investment, largest_held
from deals.stats.sums import Group, Sum, Totals

BAND = "band"
# Dimensions with so many groups that a filter form reads only the largest.
MANY = frozenset({"investor", "conference", "edition"})
# The columns of a project that tell its groups.
_COLUMNS = {
    "year": "year",
    "commitment": "commitment",
    "conference": "edition__conference_id",
    "edition": "edition_id",
    "location": "location_id",
    "sector": "sector_id",
}
# Dimensions of few groups: those of all of them at once are few as well, so what these add up to is
# added up again for each dimension.
FEW = ("status", "year", "commitment", BAND)
# A sum, what orders by it, a sum to be added up again, and the sum of such sums. SQLite adds in 64
# bits, so there each number is added in two halves, as `WholeSum` does.
_HALF = 2**32
_SUMS = {
    "postgresql": (
        "SUM({0})",
        "SUM({0}) AS first, 0 AS second",
        "SUM({0}) AS {0}",
        "SUM({0})",
    ),
    "sqlite": (
        f"SUM({{0}} / {_HALF}) || ' ' || SUM({{0}} %% {_HALF})",
        f"SUM({{0}} / {_HALF}) + SUM({{0}} %% {_HALF}) / {_HALF} AS first,"
        f" SUM({{0}} %% {_HALF}) %% {_HALF} AS second",
        f"SUM({{0}} / {_HALF}) AS {{0}}_first, SUM({{0}} %% {_HALF}) AS {{0}}_second",
        "SUM({0}_first) || ' ' || SUM({0}_second)",
    ),
}
_COUNTS = (
    "COUNT(*)",
    "COUNT(*) FILTER (WHERE f_resigned)",
    "COUNT(*) FILTER (WHERE f_disclosed)",
    "COUNT(*) FILTER (WHERE NOT f_disclosed AND NOT f_resigned)",
    "COUNT(*) FILTER (WHERE f_unconverted)",
    "COUNT(f_low)",
)
_GROUPS = """SELECT '{name}', {key}, f_bound, {added} FROM {table}
    GROUP BY f_{name}, f_bound"""
_TOGETHER = """together AS MATERIALIZED (
    SELECT {keys}, f_bound, {added} FROM base GROUP BY {keys}, f_bound
)"""
_SLUG = "(SELECT slug FROM {table} WHERE id = f_{name})"
# The projects once for each investor, and once where none is known; or those of some investors.
_LINKED = """linked AS MATERIALIZED (
    SELECT link.organization_id AS f_investor, {columns}
    FROM base LEFT JOIN {links} link ON link.project_id = base.f_project
)"""
_LINKED_AMONG = """linked AS MATERIALIZED (
    SELECT link.organization_id AS f_investor, {columns}
    FROM {links} link JOIN base ON base.f_project = link.project_id
    WHERE link.organization_id IN (
        SELECT id FROM {organizations} WHERE id IN ({keys})
        UNION SELECT id FROM {organizations} WHERE slug IN ({slugs})
    )
    UNION ALL
    SELECT NULL, {columns} FROM base
    WHERE {is_asked}
        AND NOT EXISTS (SELECT 1 FROM {links} link WHERE link.project_id = base.f_project)
)"""
# The investors that come first in `stats.by`, who names none last, with the number of all. Names
# are looked up for those alone that they may decide about.
_TOP = """top AS (
    SELECT f_investor, of_all
    FROM (
        SELECT f_investor, COUNT(*) OVER () AS of_all, RANK() OVER (
            ORDER BY f_investor IS NULL, known = 0, first DESC, second DESC, projects DESC
        ) AS place
        FROM (
            SELECT f_investor, COUNT(*) AS projects, COUNT(f_low) AS known, {order}
            FROM linked GROUP BY f_investor
        ) found
    ) placed
    WHERE place <= {largest}
    ORDER BY place, (SELECT slug FROM {organizations} WHERE id = f_investor)
    LIMIT {largest}
)"""
# Those and the ones that were asked for.
_TOP_INVESTORS = """
    SELECT 'of_all', '', '', COALESCE(MAX(of_all), 0), 0, 0, 0, 0, 0, NULL, NULL FROM top
    UNION ALL
    SELECT 'investor', {key}, f_bound, {added} FROM linked
    WHERE f_investor IN (
            SELECT f_investor FROM top UNION SELECT id FROM {organizations} WHERE slug IN ({slugs})
        )
        OR f_investor IS NULL
            AND ({is_asked} OR EXISTS (SELECT 1 FROM top WHERE f_investor IS NULL))
    GROUP BY f_investor, f_bound"""
_INVESTORS = """
    SELECT 'investor', {key}, f_bound, {added} FROM linked
    GROUP BY f_investor, f_bound"""
# Of so many projects the largest investors are looked for among those that are the largest of all
# projects: nobody else can be larger than the next one of these. Joining all links takes as long as
# all other dimensions together. Of a third of the projects an investor may have more than a third:
# the `FLOOR` is lower. With more than `MOST_LEADING` nothing would be gained.
VERY_MANY, FLOOR, MOST_LEADING = 50_000, 0.6, 500


@dataclass(frozen=True)
class Breakdown:
    """The groups of one dimension in the order of `stats.by`, and how many there are in all.

    `groups` are all of them, or the largest and those that were asked for. Of all projects, and of
    the investors of very many, there is then one more than was asked for, and `count` is of those
    that are here.
    """

    groups: list[Group]
    count: int


def facets(
    projects: QuerySet,
    dimensions: Sequence[str],
    currency: str,
    largest: int,
    chosen: Mapping[str, Collection[str]] = MappingProxyType({}),
    at_most: int | None = None,
) -> dict[str, Breakdown] | None:
    """By dimension: what `stats.by` gives, with the projects and the investment alone.

    `band` stands for the bands of amounts. Of investors, as many as projects, there are only the
    `largest` and those with the `chosen` slugs, and “not stated” where it is one of the largest or
    some are chosen; of all projects, of conferences and editions too. How many there are in all is
    not known of the investors of very many projects (`Breakdown`).
    None where there are `at_most` projects and more, but not all.
    """
    if are_all(projects):
        return _held(dimensions, currency, largest, chosen)
    if at_most and projects.order_by()[:at_most].count() == at_most:
        return None
    investors = chosen.get("investor", ())
    leading, bound = None, 0
    if "investor" in dimensions and not at_most:
        leading, bound = _leading(projects.count(), currency, largest)
    found = _counted(projects, dimensions, currency, largest, investors, leading)
    if leading is None:
        return found
    largest_ones = _largest_of(found["investor"], largest + 1, investors)
    if not _are_above(bound, largest_ones.groups[largest : largest + 1]):
        return found | _counted(projects, ["investor"], currency, largest, investors)
    return found | {"investor": largest_ones}


def _held(dimensions, currency, largest, chosen) -> dict[str, Breakdown]:
    found = {
        name: largest_held(name, currency, 0, largest + 1, chosen.get(name, ()))
        for name in dimensions
        if name in MANY
    }
    band = standing.band_dimension(currency)
    few = {name: band if name == BAND else name for name in dimensions if name not in MANY}
    groups = held_investment(few.values(), currency)
    found |= {name: groups[held] for name, held in few.items()}
    return {name: Breakdown(in_order(found[name], name), len(found[name])) for name in dimensions}


def _leading(count: int, currency: str, largest: int) -> tuple[list[str] | None, int]:
    """Investors among whom the largest of so many projects are likely to be, and how large anybody
    else is at most; None where looking for them is no gain.
    """
    if count < VERY_MANY:
        return None, 0
    order = f"{currency.lower()}_order"
    stated = StandingTotal.objects.filter(dimension="investor").exclude(of="")
    found = list(stated.order_by(f"-{order}").values_list("of", order)[: MOST_LEADING + 1])
    whole = StandingTotal.objects.get(dimension=standing.WHOLE).projects
    floor = sum(size for _of, size in found[largest : largest + 1]) * count / whole * FLOOR
    leading = [of for of, size in found if size >= floor]
    if len(leading) > MOST_LEADING:
        return None, 0
    return leading, found[len(leading)][1] if found[len(leading) :] else 0


def _largest_of(investors: Breakdown, most: int, slugs: Collection[str]) -> Breakdown:
    """So many of them, and those with these slugs and the one that is not stated."""
    groups = [
        group
        for place, group in enumerate(investors.groups)
        if place < most or group.key is None or group.key in slugs
    ]
    return Breakdown(groups, len(groups))


def _are_above(bound: int, groups: list[Group]) -> bool:
    """Whether the one is there and larger; past 63 bits sizes are not told apart."""
    known = [group.totals.investment.low or 0 for group in groups if group.key]
    return any(low > bound < standing.MAX_ORDER for low in known)


def _counted(projects, dimensions, currency, largest, investors, among=None):
    """By dimension; `among`: of investors only these keys and the slugs `investors`."""
    counted = defaultdict(lambda: defaultdict(_Counted))
    for name, of, bound, *added in _rows(projects, dimensions, currency, largest, investors, among):
        counted[name][of].count(bound, added)
    in_all = counted["of_all"][""].projects
    return {name: _breakdown(name, counted[name], currency, in_all) for name in dimensions}


def _breakdown(name: str, counted: dict, currency: str, investors: int) -> Breakdown:
    read = int if name in ("year", BAND) else str
    groups = [
        Group((None if of is None else read(of),), each.totals(currency))
        for of, each in counted.items()
    ]
    count = investors if name == "investor" else len(groups)
    return Breakdown(in_order(groups, name), count)


class _Counted:
    """What the rows of one group add up to; each has a bound of its own."""

    def __init__(self):
        self.numbers, self.low, self.high, self.bounds = [0] * 6, None, None, Counter()

    def count(self, bound: str, added: list) -> None:
        *numbers, low, high = added
        self.numbers = [one + other for one, other in zip(self.numbers, numbers, strict=True)]
        if numbers[-1]:
            self.low = (self.low or 0) + _whole(low)
            self.high = (self.high or 0) + _whole(high)
            self.bounds[bound] += numbers[-1]

    @property
    def projects(self) -> int:
        return self.numbers[0]

    def totals(self, currency: str) -> Totals:
        projects, resigned, stated, undisclosed, unconverted, _known = self.numbers
        qualifiers = {word: self.bounds[word] for word in QUALIFIERS}
        investment = Sum(
            currency, self.low, self.high, stated, undisclosed, unconverted, qualifiers
        )
        return Totals(projects, resigned, investment, Sum(), Sum(currency))


def _whole(added) -> int:
    if isinstance(added, str):
        high, low = added.split(" ")
        return int(high) * _HALF + int(low)
    return int(added)


# The statement


def _rows(projects, dimensions, currency, largest, investors, among) -> list[tuple]:
    """Dimension, what the group is of, bound, the numbers of `_COUNTS`, low, high."""
    connection = connections[projects.db]
    columns = _numbers(currency) | dict(_key(projects, name, currency) for name in dimensions)
    base = projects.order_by().values(**{f"f_{name}": each for name, each in columns.items()})
    try:
        sql, params = base.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    tables, selects = _groups([name for name in dimensions if name != "investor"], connection)
    if "investor" in dimensions:
        further, select = _investors(currency, largest, investors, among, connection)
        tables, selects = [*tables, *further], [*selects, select]
        params = (*params, *investors)
    tables = ", ".join([f"base AS MATERIALIZED ({sql})", *tables])
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} {' UNION ALL '.join(selects)}", params)
        return cursor.fetchall()


def _groups(dimensions: Sequence[str], connection) -> tuple[list[str], list[str]]:
    """The SQL of tables before, and of the groups of each dimension but investors."""
    add, _order, keep, add_again = _SUMS[connection.vendor]
    of, tables = dict.fromkeys(dimensions, ("base", _added(_COUNTS, add))), []
    few = [name for name in FEW if name in dimensions]
    if len(few) > 1:
        keys = ", ".join(f"f_{name}" for name in few)
        counts = [f"{count} AS n_{n}" for n, count in enumerate(_COUNTS)]
        tables.append(_TOGETHER.format(keys=keys, added=_added(counts, keep)))
        counts = [f"CAST(SUM(n_{n}) AS bigint)" for n in range(len(_COUNTS))]
        of |= dict.fromkeys(few, ("together", _added(counts, add_again)))
    selects = [
        _GROUPS.format(name=name, key=_key_of(name), table=table, added=added)
        for name, (table, added) in of.items()
    ]
    return tables, selects


def _investors(currency, largest, investors, among, connection) -> tuple[list[str], str]:
    """The SQL of tables before, and of the groups of investors; it takes their slugs, once."""
    add, order, *_rest = _SUMS[connection.vendor]
    names = {
        "columns": ", ".join(f"f_{name}" for name in _numbers(currency)),
        "links": ProjectInvestor._meta.db_table,
        "organizations": Organization._meta.db_table,
        "slugs": ", ".join(["%s"] * len(investors)) or "NULL",
        "is_asked": "1 = 1" if investors else "1 = 0",
        "key": _key_of("investor"),
        "added": _added(_COUNTS, add),
    }
    if among is None:
        top = _TOP.format(order=order.format("f_low"), largest=int(largest), **names)
        return [_LINKED.format(**names), top], _TOP_INVESTORS.format(**names)
    keys = ", ".join(str(int(key)) for key in among) or "NULL"
    return [_LINKED_AMONG.format(keys=keys, **names)], _INVESTORS.format(**names)


def _added(counts: Sequence[str], add: str) -> str:
    return ", ".join([*counts, add.format("f_low"), add.format("f_high")])


def _numbers(currency: str) -> dict:
    c = currency.lower()
    return {
        "low": F(f"invested_{c}_low"),
        "high": F(f"invested_{c}_high"),
        "bound": F("amount_bound"),
        "resigned": F("resigns_only"),
        "disclosed": F("disclosed"),
        "unconverted": F(f"unconverted_{c}"),
    }


def _key_of(name: str) -> str:
    """The SQL of what stands for a group: a slug, else the column itself as text."""
    if name in RECORDS:
        return _SLUG.format(table=RECORDS[name]._meta.db_table, name=name)
    return f"CAST(f_{name} AS text)"


def _key(projects, name: str, currency: str) -> tuple[str, F]:
    """What the column is called, and its value."""
    if name == BAND:
        return name, standing.band_case(currency)
    if name == "investor":
        return "project", F("pk")
    return name, F(projects.status_column if name == "status" else _COLUMNS[name])
