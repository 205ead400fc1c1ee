"""The rows of THE column list straight out of the database, as there may be a million of them.

Nothing is made for a row but the tuple of its values: a record with its neighbours costs thirty
times as much.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import itemgetter

from django.db.models import Case, F, Func, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from deals.columns import Column
from deals.models import ProjectAmount, ProjectInvestor
from deals.money import DISPLAY_CURRENCIES


class Joined(Subquery):
    """The texts that the subquery selects as `part`, in its order, with semicolons between them.

    None where there are none.
    """

    template = "(SELECT %(function)s(parts.part, ';') FROM (%(subquery)s) parts)"
    output_field = TextField()

    def as_sql(self, compiler, connection, **context):
        function = "GROUP_CONCAT" if connection.vendor == "sqlite" else "STRING_AGG"
        return super().as_sql(compiler, connection, function=function, **context)


def _text(name: str) -> Cast:
    return Cast(name, TextField())


def _in_a_row(*texts) -> Func:
    """The texts, none of them null; `Concat` would look for nulls in each."""
    whole = {"template": "(%(expressions)s)", "arg_joiner": " || "}
    return Func(*texts, **whole, output_field=TextField())


def _text_if(condition: Q, text: str) -> Case:
    return Case(When(condition, then=Value(text)), default=Value(""), output_field=TextField())


_UPPER_END = Case(
    When(high=F("low"), then=Value("")), default=_text("high"), output_field=TextField()
)
_AMOUNT = _in_a_row(
    *(_text("low"), Value(","), _UPPER_END, Value(","), "currency", Value(","), "bound")
)
_CODES = [_text_if(Q((f"unconverted_{c.lower()}", True)), f"{c};") for c in DISPLAY_CURRENCIES]
# What the paths of columns name beside columns of the database: see `deals.columns.OF_RECORDS`.
FOUND = {
    "amounts_as_text": lambda projects: Joined(
        ProjectAmount.objects.filter(project=OuterRef("pk"))
        .order_by("currency")
        .values(part=_AMOUNT)
    ),
    "investor_slugs": lambda projects: Joined(
        ProjectInvestor.objects.filter(project=OuterRef("pk"))
        .order_by("position")
        .values(part=F("organization__slug"))
    ),
    "status_shown": lambda projects: F(projects.status_column),
    "unconverted_codes": lambda projects: _in_a_row(*_CODES),
}


def rows_of(projects, columns: Iterable[Column]) -> tuple[tuple[Column, ...], Iterable[tuple]]:
    """The columns with readers of tuples, and a query that gives the projects as such tuples."""
    columns = tuple(columns)
    paths = list(dict.fromkeys(column.path for column in columns))
    found = {path: FOUND[path](projects) for path in paths if path in FOUND}
    readers = tuple(replace(column, read=_reader(column, paths)) for column in columns)
    return readers, projects.annotate(**found).values_list(*paths)


def _reader(column: Column, paths: list[str]) -> Callable:
    value, make = itemgetter(paths.index(column.path)), column.make
    return value if make is None else lambda row: make(value(row))
