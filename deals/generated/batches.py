"""Made-up records on their way into the database, some thousand projects at a time."""

import datetime
from operator import attrgetter

from django.db import models
from django.db.models import Max

from deals.generated.storing import Writer, set_sequences
from deals.models import (
    Conference,
    Edition,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
    ProjectAmount,
    ProjectInvestor,
    ProjectSource,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
)
from deals.models.bulk import Row, row_type

PROJECTS_AT_ONCE = 10_000
MODELS = (
    *(Sector, Location, Organization, Conference, Edition, Source, Project, ProjectSource),
    *(Investment, InvestmentInvestor, StatusEvent, ProjectAmount, ProjectInvestor),
    *(ReportedFigure, FigureEdition),
)


class Batches:
    """Takes new rows, gives them their keys, and writes them when there are many."""

    def __init__(self, moment: datetime.datetime):
        self.types = {model: row_type(model, moment) for model in MODELS}
        self.first = {model: _next_key(model) for model in MODELS}
        self.next = dict(self.first)
        self.waiting: dict[type[models.Model], list] = {model: [] for model in MODELS}
        self.columns = {model: attrgetter(*_columns(model)) for model in MODELS}

    def new(self, model, **values) -> Row:
        key = self.next[model]
        self.next[model] = key + 1
        row = self.types[model](id=key, pk=key, **values)
        self.waiting[model].append(row)
        return row

    def add(self, model, *values) -> None:
        """A row that nothing else will look at: all its columns after the key, in their order."""
        key = self.next[model]
        self.next[model] = key + 1
        self.waiting[model].append((key, *values))

    def write_if_many(self) -> None:
        """To call where no row is unfinished."""
        if len(self.waiting[Project]) >= PROJECTS_AT_ONCE:
            self.write()

    def write(self) -> None:
        found = {model: self._values(model, rows) for model, rows in self.waiting.items() if rows}
        self.waiting = {model: [] for model in MODELS}
        self.writer.write(found)

    def _values(self, model, rows: list) -> list[tuple]:
        return rows if isinstance(rows[0], tuple) else list(map(self.columns[model], rows))

    def __enter__(self) -> "Batches":
        self.writer = Writer()
        return self

    def __exit__(self, kind, *error) -> None:
        if kind is None:
            self.write()
        self.writer.close()
        if kind is None:
            set_sequences(list(MODELS))

    @property
    def rows(self) -> int:
        return sum(self.next.values()) - sum(self.first.values())

    def stored(self, model) -> models.QuerySet:
        """The records of the model that came from here."""
        return model._base_manager.filter(pk__gte=self.first[model])


def _columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _next_key(model) -> int:
    return (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
