"""Every table of the API in one registry: files, their descriptor and the data dictionary."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from deals.columns import PROJECTS
from deals.tables.changes import CHANGES
from deals.tables.checks import CHECKS
from deals.tables.classes import LOCATIONS, ORGANIZATIONS, SECTORS
from deals.tables.events import CONFERENCES, EDITIONS
from deals.tables.evidence import FIGURES, SOURCES
from deals.tables.follow_through import FOLLOW_THROUGH
from deals.tables.investments import INVESTMENTS
from deals.tables.rates import PEGS, RATES
from deals.tables.reconciled import RECONCILIATION, reconciliation_rows
from deals.tables.table import Table
from deals.tables.totals import TOTALS, totals_rows

__all__ = [
    "RECONCILIATION",
    "TABLES",
    "Table",
    "dictionary",
    "reconciliation_rows",
    "totals_rows",
]

_PROJECTS = Table(
    "projects",
    _("Projects"),
    PROJECTS,
    key=("ref",),
    refers={
        "edition": ("editions", "id"),
        "conference": ("conferences", "id"),
        "location": ("locations", "id"),
        "sector": ("sectors", "id"),
        "continues": ("projects", "ref"),
        "source": ("sources", "id"),
    },
    of_records=True,
)

# By the name of their list in the API.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _PROJECTS,
        INVESTMENTS,
        CONFERENCES,
        EDITIONS,
        LOCATIONS,
        SECTORS,
        ORGANIZATIONS,
        FIGURES,
        SOURCES,
        TOTALS,
        FOLLOW_THROUGH,
        CHECKS,
        CHANGES,
        RATES,
        PEGS,
    )
}


def dictionary(tables: Iterable[Table] = (*TABLES.values(), RECONCILIATION)) -> Iterator[tuple]:
    """The data dictionary in the active language.

    ``(title, name, [(column, title, description, type, unit)])`` of each table; `unit` is blank
    for what has none.
    """
    for table in tables:
        rows = [
            (c.name, str(c.title), str(c.description), c.type, str(c.unit)) for c in table.columns
        ]
        yield str(table.title), table.name, rows
