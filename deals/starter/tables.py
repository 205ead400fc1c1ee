"""The files of a folder: for each its model, and for each column how its cells are read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from deals.bounds import QUALIFIERS
from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
)
from deals.models.base import MONTHS_AND_DAYS, SLUG, WEB_ADDRESS
from deals.models.metrics import HORIZON, METRIC
from deals.starter.cells import currency, day, degrees, fitting, flag, small, text, whole, word
from deals.vocabulary import COMMITMENTS, ORGANIZATION_KINDS, PLACE_KINDS, SOURCE_KINDS, STATUSES


@dataclass(frozen=True)
class Link:
    """A cell that names one record of another file, or several joined by semicolons.

    `needed` is what to say where the cell is blank; "" where it may be.
    """

    table: str
    many: bool = False
    needed: str = ""


@dataclass(frozen=True)
class Table:
    """The first column is the key, unless the rows of the file have none."""

    model: type[models.Model]
    cells: dict[str, Callable | Link]
    optional: dict[str, Callable | Link] = field(default_factory=dict)
    required: bool = True
    has_key: bool = True

    @property
    def key(self) -> str:
        return next(iter(self.cells))

    @property
    def columns(self) -> dict[str, Callable | Link]:
        return self.cells | self.optional

    @property
    def links(self) -> dict[str, Link]:
        return {name: read for name, read in self.columns.items() if isinstance(read, Link)}


slug = fitting(SLUG)
address = fitting(WEB_ADDRESS)
single = word(*(qualifier for qualifier in QUALIFIERS if qualifier != "range"))
NAMES = {"slug": slug, "name": text, "name_zh": text}
LOCAL = {"local_lang": text}

LOCATIONS = Table(
    Location,
    NAMES
    | {
        "kind": word(*PLACE_KINDS),
        "parent": Link("locations"),
        "code": text,
        "latitude": degrees,
        "longitude": degrees,
    },
)
ORGANIZATIONS = Table(
    Organization,
    {
        "slug": slug,
        "name": text,
        "name_local": text,
        "kind": word(*ORGANIZATION_KINDS),
        "country": Link("locations"),
    },
    LOCAL,
)
CONFERENCES = Table(
    Conference,
    NAMES | {"name_local": text, "organizer": text, "website": address, "summary": text},
    LOCAL,
)
EDITIONS = Table(
    Edition,
    {
        "slug": slug,
        "conference": Link("conferences", needed="An edition needs its conference."),
        "label": text,
        "year": small,
        "ordinal": small,
        "starts_on": day,
        "ends_on": day,
        "location": Link("locations"),
        "host": text,
        "note": text,
    },
)
SOURCES = Table(
    Source,
    {
        "slug": slug,
        "url": address,
        "publisher": text,
        "title": text,
        "published_on": day,
        "language": text,
        "kind": word(*SOURCE_KINDS),
        "copy_of": Link("sources"),
    },
    {"archived_url": address, "retrieved_on": day, "collected_by": day},
)
FIGURES = Table(
    ReportedFigure,
    {
        "id": slug,
        "editions": Link("editions", many=True, needed="A figure needs the edition it is about."),
        "metric": fitting(METRIC),
        "value": whole,
        "value_max": whole,
        "currency": currency,
        "qualifier": word(*QUALIFIERS),
        "location": Link("locations"),
        "sector": Link("sectors"),
        "scope_note": text,
        "horizon": fitting(HORIZON),
        "of_which": Link("figures"),
        "equivalent_of": Link("figures"),
        "source": Link("sources", needed="A figure needs its source."),
        "as_written": text,
        "preferred": flag,
        "suspect": flag,
        "note": text,
    },
)
PROJECTS = Table(
    Project,
    {
        "id": slug,
        "edition": Link("editions", needed="A project needs its edition."),
        "name": text,
        "name_local": text,
        "investors": Link("organizations", many=True),
        "location": Link("locations"),
        "sector": Link("sectors"),
        "status": word(*STATUSES),
        "commitment": word(*COMMITMENTS),
        "signed_on": day,
        "amount": whole,
        "amount_max": whole,
        "currency": currency,
        "qualifier": word(*QUALIFIERS),
        "amount_as_written": text,
        "jobs": whole,
        "jobs_qualifier": single,
        "output_value": whole,
        "output_currency": currency,
        "output_qualifier": single,
        "source": Link("sources", needed="A project needs its source."),
        "note": text,
    },
    LOCAL | {"continues": Link("projects"), "resigns_only": flag},
)
STATUS_EVENTS = Table(
    StatusEvent,
    {
        "project": Link("projects", needed="A status event needs its project."),
        "status": word(*STATUSES),
        "on": day,
        "precision": word(*MONTHS_AND_DAYS),
        "invested_amount": whole,
        "currency": currency,
        "source": Link("sources", needed="A status event needs its source."),
    },
    required=False,
    has_key=False,
)
# Each file after those that it refers to.
TABLES = {
    "locations": LOCATIONS,
    "sectors": Table(Sector, NAMES),
    "organizations": ORGANIZATIONS,
    "conferences": CONFERENCES,
    "editions": EDITIONS,
    "sources": SOURCES,
    "figures": FIGURES,
    "projects": PROJECTS,
    "status_events": STATUS_EVENTS,
}
# Columns of projects.csv that go to the project's investment.
MONEY_COLUMNS = ("amount", "amount_max", "currency", "qualifier", "amount_as_written")
