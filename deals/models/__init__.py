"""The model, re-exported: `from deals.models import Project`."""

from deals.models.acknowledgements import Acknowledgement
from deals.models.audit import AuditEntry
from deals.models.base import Editorial, RetiredAddress, Unsaved
from deals.models.change_log import LoggedChange
from deals.models.collisions import again_after_collision
from deals.models.conferences import Conference, Edition
from deals.models.distinct import Distinct
from deals.models.evidence import FigureEdition, ReportedFigure, Source
from deals.models.history import Action
from deals.models.imports import ImportedRow, ImportRun
from deals.models.places import Location
from deals.models.projects import (
    Investment,
    InvestmentInvestor,
    Project,
    ProjectAmount,
    ProjectInvestor,
    ProjectSource,
    StatusEvent,
)
from deals.models.rates import ExchangeRate, Peg, Rate, Rates
from deals.models.search_entries import SearchEntry
from deals.models.sectors import Organization, Sector
from deals.models.standing import ProjectStanding, StandingTotal
from deals.models.version import DataVersion, Snapshot, snapshot, write

__all__ = [
    "Acknowledgement",
    "Action",
    "AuditEntry",
    "Conference",
    "DataVersion",
    "Distinct",
    "Edition",
    "Editorial",
    "ExchangeRate",
    "FigureEdition",
    "ImportRun",
    "ImportedRow",
    "Investment",
    "InvestmentInvestor",
    "Location",
    "LoggedChange",
    "Organization",
    "Peg",
    "Project",
    "ProjectAmount",
    "ProjectInvestor",
    "ProjectSource",
    "ProjectStanding",
    "Rate",
    "Rates",
    "ReportedFigure",
    "RetiredAddress",
    "SearchEntry",
    "Sector",
    "Snapshot",
    "Source",
    "StandingTotal",
    "StatusEvent",
    "Unsaved",
    "again_after_collision",
    "snapshot",
    "write",
]
