"""The rows of each table on the starter data."""

import datetime

from deals import claims, columns, resources
from deals.models import (
    Conference,
    Edition,
    ExchangeRate,
    Investment,
    Location,
    Organization,
    Peg,
    Project,
    ReportedFigure,
    Sector,
    Source,
)
from deals.queries import ProjectQuery
from deals.tables import TABLES, totals_rows

TODAY = datetime.date(2026, 1, 1)


def _listed(resource, records) -> list[dict]:
    return [resource(record) for record in records()]


# By the name of the table: what its list answers with, records where its columns read those.
RESULTS = {
    "projects": lambda: columns.fetched(Project.objects.all()),
    "investments": lambda: Investment.objects.select_related("project"),
    "conferences": lambda: _listed(
        resources.conference, lambda: Conference.objects.prefetch_related("editions")
    ),
    "editions": lambda: _listed(resources.edition, Edition.objects.with_names),
    "locations": lambda: _listed(resources.location, Location.objects.all),
    "sectors": lambda: _listed(resources.sector, Sector.objects.all),
    "organizations": lambda: _listed(
        resources.organization, lambda: Organization.objects.select_related("country")
    ),
    "figures": lambda: _listed(resources.figure, ReportedFigure.objects.with_names),
    "sources": lambda: _listed(resources.source, lambda: Source.objects.select_related("copy_of")),
    "totals": lambda: totals_rows(resources.totals(ProjectQuery(), 1, ("edition",))),
    "follow-through": lambda: resources.follow_through(Project.objects.all(), "CNY", TODAY)[
        "cohorts"
    ],
    "checks": lambda: _listed(resources.check, claims.everywhere),
    "changes": lambda: _listed(resources.change, resources.changes),
    "rates": lambda: _listed(resources.exchange_rate, ExchangeRate.objects.all),
    "pegs": lambda: _listed(resources.peg, Peg.objects.all),
}


def values_of(name: str) -> list[dict]:
    """Column → value of each row of a table."""
    table = TABLES[name]
    return [
        {column.name: column.read(row) for column in table.columns}
        for row in table.rows(RESULTS[name]())
    ]
