"""Each public resource as plain data in its JSON shape, for pages and API alike."""

from deals.resources.changes import change, changes
from deals.resources.checks import check, kinds_of_checks
from deals.resources.classes import location, organization, sector
from deals.resources.events import conference, edition, editions_of, reconciled
from deals.resources.evidence import figure, source
from deals.resources.links import link
from deals.resources.listing import list_context
from deals.resources.projects import investment, project, project_detail
from deals.resources.rates import exchange_rate, peg
from deals.resources.totals import groups, totals

__all__ = [
    "change",
    "changes",
    "check",
    "conference",
    "edition",
    "editions_of",
    "exchange_rate",
    "figure",
    "groups",
    "investment",
    "kinds_of_checks",
    "link",
    "list_context",
    "location",
    "organization",
    "peg",
    "project",
    "project_detail",
    "reconciled",
    "sector",
    "source",
    "totals",
]
