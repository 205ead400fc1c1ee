"""The standing totals made anew from the projects, in a few statements for each dimension."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import BigIntegerField, Case, Count, F, Q, Value, When

from deals.bounds import QUALIFIERS
from deals.models.projects import Project
from deals.models.standing import (
    DIMENSIONS,
    GROUPS_AT_ONCE,
    WHOLE,
    ProjectStanding,
    StandingTotal,
    band_case,
    band_dimension,
    standings,
    text_of,
    total,
)
from deals.models.whole_sum import WholeSum
from deals.money import DISPLAY_CURRENCIES

_COUNTED = Q(resigns_only=False)


def rebuild() -> None:
    """For a migration, and for what stored projects past `write`. Nobody may write meanwhile."""
    StandingTotal.objects.all().delete()
    ProjectStanding.objects.all().delete()
    table, quote = ProjectStanding._meta, connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in table.concrete_fields)
    rows, params = standings(Project.objects.all()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(table.db_table)} ({columns}) {rows}", params)
    for dimension, column in _columns().items():
        StandingTotal.objects.bulk_create(_totals(dimension, column), batch_size=GROUPS_AT_ONCE)


def _columns() -> dict:
    """By dimension: what its groups are of."""
    found = {name: F(name) for name in DIMENSIONS} | {
        WHOLE: Value(None, BigIntegerField()),
        "conference": F("edition__conference"),
        "investor": F("investor_links__organization"),
    }
    return found | {
        band_dimension(currency): band_case(currency) for currency in DISPLAY_CURRENCIES
    }


def _totals(dimension: str, column) -> Iterator[StandingTotal]:
    added = _added()
    columns = {f"added_{n}": each for n, each in enumerate(added.values())}
    rows = Project.objects.order_by().values(of=column).annotate(**columns)
    # Not read by a cursor: the server uses one core for what it may have to stop in.
    for of, *numbers in rows.values_list("of", *columns):
        sums = {name: number for name, number in zip(added, numbers, strict=True) if number}
        yield total(f"{dimension}:{text_of(of)}", sums)


def _added() -> dict:
    """By the names of `standing.adds`: the sums of what it gives for each project."""
    found = {
        "projects": Count("pk"),
        "resigned": Count("pk", filter=~_COUNTED),
        "investment_undisclosed": Count("pk", filter=_COUNTED & Q(disclosed=False)),
        "investment_stated": Count("pk", filter=Q(disclosed=True)),
        "output_stated": Count("pk", filter=_COUNTED & Q(output_value__isnull=False)),
        **_sums("jobs", "jobs", "jobs_qualifier", _COUNTED),
    }
    for currency in DISPLAY_CURRENCIES:
        c, investment = currency.lower(), f"{currency} investment"
        found |= {
            **_sums(investment, f"invested_{c}_low", "amount_bound", Q()),
            f"{investment}_high": WholeSum(F(f"invested_{c}_high")),
            f"{investment}_unconverted": Count("pk", filter=Q(**{f"unconverted_{c}": True})),
            **_sums(f"{currency} output", f"output_{c}", "output_qualifier", _COUNTED),
        }
    return found


def _sums(name: str, column: str, qualifier: str, condition: Q) -> dict:
    known = condition & Q(**{f"{column}__isnull": False})
    return {
        f"{name}_low": WholeSum(Case(When(known, then=F(column)))),
        f"{name}_known": Count("pk", filter=known),
    } | {
        f"{name}_{word}": Count("pk", filter=known & Q(**{qualifier: word})) for word in QUALIFIERS
    }
