"""THE aggregation path: every total and every breakdown of projects comes from here."""

from deals.models.whole_sum import WholeSum
from deals.stats.facets import BAND, Breakdown, facets
from deals.stats.grouping import (
    DIMENSIONS,
    LEVELS,
    MAX_GROUPS,
    NOT_ADDING_UP,
    across,
    by,
    by_band,
    by_columns,
    by_subtree,
    count,
    everything,
    in_group,
    inside_places,
    merged,
    of_each,
    some_of,
    totals,
)
from deals.stats.sums import Group, Key, Sum, Totals, added, nothing

__all__ = [
    "BAND",
    "DIMENSIONS",
    "LEVELS",
    "MAX_GROUPS",
    "NOT_ADDING_UP",
    "Breakdown",
    "Group",
    "Key",
    "Sum",
    "Totals",
    "WholeSum",
    "across",
    "added",
    "by",
    "by_band",
    "by_columns",
    "by_subtree",
    "count",
    "everything",
    "facets",
    "in_group",
    "inside_places",
    "merged",
    "nothing",
    "of_each",
    "some_of",
    "totals",
]
