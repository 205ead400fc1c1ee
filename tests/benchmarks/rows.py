"""Any number of projects within a minute: some that are made as editors make them, then copies."""

from django.db import connection
from django.db.models import Max, Min

from deals.models import (
    Investment,
    InvestmentInvestor,
    Project,
    ProjectAmount,
    ProjectInvestor,
    StatusEvent,
)
from tests import many

MADE = 2_500
COPIED = (Project, Investment, InvestmentInvestor, ProjectAmount, ProjectInvestor, StatusEvent)


def fill(projects: int) -> None:
    """At least so many projects with all that a row shows; copies stand in no search index."""
    many.fill(projects=MADE, organizations=2_000, figures=10, in_one_edition=100)
    made = {model: _range(model) for model in COPIED}
    with connection.cursor() as cursor:
        for number in range(1, -(-projects // MADE)):
            for model in COPIED:
                cursor.execute(_copying(model, made, number))
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def _range(model) -> range:
    """From the first id to the last."""
    found = model.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return range(found["first"], found["last"] + 1)


def _copying(model, made: dict[type, range], number: int) -> str:
    """SQL that copies what was made of the model for the n-th time, under ids of its own."""
    fields, table = model._meta.concrete_fields, model._meta.db_table
    columns = ", ".join(_quoted(field) for field in fields)
    values = ", ".join(_value(field, made, number) for field in fields)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} "
        f"WHERE id <= {made[model][-1]}"
    )


def _value(field, made: dict[type, range], number: int) -> str:
    of = field.model if field.primary_key else field.related_model
    if of in made:
        return f"{_quoted(field)} + {len(made[of]) * number}"
    return f"{_quoted(field)} || '-{number}'" if field.name == "ref" else _quoted(field)


def _quoted(field) -> str:
    return connection.ops.quote_name(field.column)
