"""From the columns of projects to sums: what a row of a grouping adds up, and its totals."""

import json
from dataclasses import dataclass
from functools import cache

from django.db.models import Aggregate, TextField

from deals.bounds import QUALIFIERS
from deals.stats.sums import Sum, Totals

# SQLite adds in 64 bits and fails past 9.2·10^18, so there it adds two halves of each number.
HALF = 2**32


@dataclass(frozen=True)
class Money:
    """Which columns hold the invested money of a row; `unconverted` None: nothing is converted."""

    low: str
    high: str
    bound: str
    unconverted: str | None
    output: str


def own_money(currency: str) -> Money:
    c = currency.lower()
    ends = (f"invested_{c}_low", f"invested_{c}_high")
    return Money(*ends, "amount_bound", f"unconverted_{c}", f"output_{c}")


class Added(Aggregate):
    """All that `Totals` need of a row, in one expression; its value is a dict of whole numbers.

    As some forty aggregates of their own it would take Django longer to write the statement than
    it takes the database to answer it.
    """

    output_field = TextField()
    allow_distinct = False

    def __init__(self, money: Money, **extra):
        columns = {
            "low": money.low,
            "high": money.high,
            "bound": money.bound,
            "unconverted": money.unconverted or "resigns_only",
            "output": money.output,
            "disclosed": "disclosed",
            "resigned": "resigns_only",
            "jobs": "jobs",
            "jobs_bound": "jobs_qualifier",
            "output_bound": "output_qualifier",
            "output_value": "output_value",
        }
        self.names, self.converts = tuple(columns), money.unconverted is not None
        super().__init__(*columns.values(), **extra)

    def __repr__(self):
        return f"Added({', '.join(self.names)})"

    def as_sql(self, compiler, connection, **extra):
        columns = {}
        for name, column in zip(self.names, self.source_expressions, strict=True):
            columns[name], params = compiler.compile(column)
            if params:
                raise TypeError(f"{name} is no column")
        parts = _parts(connection.vendor, self.converts).values()
        make = {"postgresql": "json_build_array", "sqlite": "json_array"}[connection.vendor]
        sql = f"{make}({', '.join(parts)})".format(**columns)
        return (f"({sql})::text" if connection.vendor == "postgresql" else sql), []

    def convert_value(self, value, expression, connection):
        return self.read(value, connection.vendor)

    def read(self, value: str, vendor: str) -> dict[str, int | None]:
        """By name of the part: what the database gives for it."""
        # Without a GROUP BY and without rows there are no sums, but the counts are there.
        names, numbers = _parts(vendor, self.converts), json.loads(value)
        # PostgreSQL adds in one number, so there is nothing to put together.
        whole = numbers if vendor == "postgresql" else map(_whole, numbers)
        return dict(zip(names, whole, strict=True))


@cache
def _parts(vendor: str, converts: bool) -> dict[str, str]:
    """By name: the SQL of each sum and count, with the names of the columns in braces."""
    return {
        "projects": "COUNT(*)",
        "resigned": _count("{resigned}"),
        "investment_stated": _count("{disclosed}"),
        "investment_undisclosed": _count("NOT {disclosed} AND NOT {resigned}"),
        "investment_unconverted": _count("{unconverted}") if converts else "0",
        "output_stated": _count("{output_value} IS NOT NULL AND NOT {resigned}"),
        **_ends(vendor, "investment", "{low} IS NOT NULL", "{low}", "{bound}"),
        "investment_high": _sum(vendor, "{high}", "{low} IS NOT NULL"),
        **_ends(vendor, "jobs", "{jobs} IS NOT NULL AND NOT {resigned}", "{jobs}", "{jobs_bound}"),
        **_ends(
            *(vendor, "output", "{output} IS NOT NULL AND NOT {resigned}"),
            *("{output}", "{output_bound}"),
        ),
    }


def _ends(vendor: str, name: str, known: str, low: str, bound: str) -> dict[str, str]:
    counts = {word: _count(f"{known} AND {bound} = '{word}'") for word in QUALIFIERS}
    return {
        f"{name}_low": _sum(vendor, low, known),
        f"{name}_known": _count(known),
        **{f"{name}_{word}": sql for word, sql in counts.items()},
    }


def _count(condition: str) -> str:
    return f"COUNT(*) FILTER (WHERE {condition})"


def _sum(vendor: str, column: str, condition: str) -> str:
    if vendor == "postgresql":
        return f"SUM({column}) FILTER (WHERE {condition})"
    # The driver fills in %s, so a literal percent sign is written twice.
    halves = (f"{column} / {HALF}", f"{column} %% {HALF}")
    return " || ' ' || ".join(f"SUM({half}) FILTER (WHERE {condition})" for half in halves)


def _whole(added) -> int | None:
    if isinstance(added, str):
        high, low = added.split(" ")
        return int(high) * HALF + int(low)
    return added


def totals_of(added: dict, currency: str | None, output_currency: str) -> Totals:
    get = added.__getitem__
    counted = get("projects") - get("resigned")
    jobs, output = get("jobs_known"), get("output_stated")
    missing = [get(f"investment_{word}") for word in ("stated", "undisclosed", "unconverted")]
    return Totals(
        get("projects"),
        get("resigned"),
        _sum_of(added, "investment", currency, *missing),
        _sum_of(added, "jobs", None, jobs, counted - jobs),
        _sum_of(
            *(added, "output", output_currency),
            *(output, counted - output, output - get("output_known")),
        ),
    )


def _sum_of(
    added: dict, name: str, currency: str | None, stated, undisclosed, unconverted=0
) -> Sum:
    low = added[f"{name}_low"]
    high = added.get(f"{name}_high", low)
    qualifiers = {word: added[f"{name}_{word}"] for word in QUALIFIERS}
    return Sum(currency, low, high, stated, undisclosed, unconverted, qualifiers)
