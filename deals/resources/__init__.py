"""Each public resource as plain data in its JSON shape, for pages and API alike."""

from deals.resources.changes import change, changes
from deals.resources.checks import check, kinds_of_checks
from deals.resources.classes import location, organization, sector
from deals.resources.events import conference, edition
from deals.resources.evidence import figure, source
from deals.resources.explanations import explanation
from deals.resources.follow_through import follow_through, follow_through_page
from deals.resources.links import link
from deals.resources.listing import list_context, page_links, page_sizes, totals_context
from deals.resources.projects import (
    investment,
    investments_of,
    later_projects_of,
    place_paths,
    project,
    project_detail,
    sources_of,
    status_events_of,
)
from deals.resources.rates import exchange_rate, peg
from deals.resources.reconciliation import (
    conference_reconciled,
    figure_detail,
    place_reconciled,
    reconciled,
    reported_beside_itemised,
)
from deals.resources.rows import rows
from deals.resources.search import search
from deals.resources.totals import groups, totals

__all__ = [
    "change",
    "changes",
    "check",
    "conference",
    "conference_reconciled",
    "edition",
    "exchange_rate",
    "explanation",
    "figure",
    "figure_detail",
    "follow_through",
    "follow_through_page",
    "groups",
    "investment",
    "investments_of",
    "kinds_of_checks",
    "later_projects_of",
    "link",
    "list_context",
    "location",
    "organization",
    "page_links",
    "page_sizes",
    "peg",
    "place_paths",
    "place_reconciled",
    "project",
    "project_detail",
    "reconciled",
    "reported_beside_itemised",
    "rows",
    "search",
    "sector",
    "source",
    "sources_of",
    "status_events_of",
    "totals",
    "totals_context",
]
