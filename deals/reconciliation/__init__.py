"""Reported against itemised: headlines, their named parts, remainders, running totals, copies.

Reported figures are evidence and projects are data: the two stand side by side and are never added
to each other. Every result here names the figures that it used.
"""

from deals.reconciliation.drift import Drift, Statement, drift_of, standing
from deals.reconciliation.evidence import (
    Evidence,
    Money,
    Shown,
    headline,
    is_headline,
    is_whole,
    known,
    money_of,
    shown_in,
)
from deals.reconciliation.running import (
    ADDITIVE_METRICS,
    RunningTotal,
    added,
    running_total,
    running_totals,
)
from deals.reconciliation.scorecard import (
    Coverage,
    Itemised,
    Line,
    Metric,
    Reconciliation,
    Remainder,
    coverage,
    of_edition,
    of_place,
)

__all__ = [
    "ADDITIVE_METRICS",
    "Coverage",
    "Drift",
    "Evidence",
    "Itemised",
    "Line",
    "Metric",
    "Money",
    "Reconciliation",
    "Remainder",
    "RunningTotal",
    "Shown",
    "Statement",
    "added",
    "coverage",
    "drift_of",
    "headline",
    "is_headline",
    "is_whole",
    "known",
    "money_of",
    "of_edition",
    "of_place",
    "running_total",
    "running_totals",
    "shown_in",
    "standing",
]
