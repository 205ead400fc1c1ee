"""Stores the rows of a folder: what is new is added, what differs is kept or overwritten."""

from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from deals.models import (
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Project,
    ReportedFigure,
    RetiredAddress,
    again_after_collision,
    write,
)
from deals.models.derived import figure_columns
from deals.starter.objections import objections
from deals.starter.reading import Reading
from deals.starter.rows import FaultyFolder, Report, Row
from deals.starter.stored import differs, model_fields, money, same_event, stored_records
from deals.starter.tables import TABLES

FOLDER = Path(__file__).parents[1] / "starter_data"


@again_after_collision
def load(folder: Path = FOLDER, *, overwrite: bool = False, progress=lambda text: None) -> Report:
    """Load the folder; raises `FaultyFolder` with every fault, and then nothing was changed."""
    return _Load(Path(folder), overwrite, progress).run()


class _Load:
    def __init__(self, folder: Path, overwrite: bool, progress):
        self.overwrite, self.progress = overwrite, progress
        self.reading = Reading(folder)
        self.report = Report(notices=self.reading.notices)
        self.left_out: set[tuple[str, str]] = set()
        self.stored = {
            name: stored_records(table) for name, table in TABLES.items() if table.has_key
        }

    def run(self) -> Report:
        self.reading.check_links(self.stored)
        with _write_if_needed() as begin:
            for name in TABLES:
                self.progress(name)
                for row in self.reading.in_order(name):
                    self._store(name, row, begin)
            self._check_preferred()
            if self.reading.faults:
                raise FaultyFolder(self.reading.faults)
        if self.report.added or self.report.replaced:
            _count_rows_anew()
        return self.report

    def _store(self, name: str, row: Row, begin: Callable) -> None:
        fields, absent = self._fields(name, row)
        row.record = self._existing(name, row, fields)
        if row.faults or (absent and row.record is None):
            self._check_only(name, row, fields, absent)
        elif row.record is not None:
            self._store_again(name, row, fields, absent, begin)
        elif _was_deleted(name, row.key):
            self._leave_out(name, row, "was deleted here, and was not loaded")
        else:
            begin()
            self._save(name, row, TABLES[name].model(**fields))
            self.report.added[name] += not row.faults

    def _leave_out(self, name: str, row: Row, why: str) -> None:
        self.report.keep(row, why)
        self.left_out.add((name, row.key))

    def _existing(self, name: str, row: Row, fields: dict):
        return self.stored[name].get(row.key) if TABLES[name].has_key else same_event(fields)

    def _fields(self, name: str, row: Row) -> tuple[dict, dict[str, str]]:
        """Model fields by name; and by column, each slug whose record is not to be had."""
        fields, absent = model_fields(name, row), {}
        for column, link in TABLES[name].links.items():
            targets = {s: self._target(link.table, s) for s in row.values.get(column, ())}
            missing = [slug for slug, target in targets.items() if target is None]
            if missing:
                absent[column] = missing[0]
            if not link.many:
                fields[column] = next(iter(targets.values()), None)
        return fields, absent

    def _target(self, table: str, slug: str):
        row = self.reading.by_key[table].get(slug)
        return row.record if row else self.stored[table].get(slug)

    def _store_again(self, name, row, fields, absent, begin) -> None:
        if not absent and not differs(name, row, row.record, fields):
            self.report.unchanged[name] += 1
        elif absent or not self.overwrite:
            self.report.keep(row, "differs here and was kept")
        else:
            begin()
            for column, value in fields.items():
                setattr(row.record, column, value)
            self._save(name, row, row.record)
            self.report.replaced[name] += not row.faults

    def _check_only(self, name: str, row: Row, fields: dict, absent: dict[str, str]) -> None:
        """Name the other faults of a row that cannot be stored, or say why it is left out."""
        links = TABLES[name].links
        for column, slug in absent.items() if not row.faults else ():
            if (links[column].table, slug) in self.left_out:
                self._leave_out(name, row, f"was not loaded: its {column} {slug} was deleted here")
                break
        skip = row.faulty_columns | absent.keys()
        self._object(row, TABLES[name].model(**fields), skip)
        if name == "projects":
            self._object(row, Investment(**money(row)), skip | {"project"})

    def _object(self, row: Row, record, skip=frozenset(), *, complete=False) -> None:
        for columns, message in objections(record, skip, complete=complete):
            row.fault(columns, message)

    # Saving

    def _save(self, name: str, row: Row, record) -> None:
        if not self._saved(row, record):
            if name == "projects":
                self._object(row, Investment(**money(row)), row.faulty_columns | {"project"})
            return
        row.record = record
        if name == "figures":
            self._save_editions(row, record)
        elif name == "projects":
            self._save_investment(row, record)

    def _saved(self, row: Row, record) -> bool:
        """Save; where the model or the database refuses, say why in words."""
        try:
            with transaction.atomic():
                record.save(leave_constraints_to_database=True)
        except (ValidationError, IntegrityError) as error:
            self._object(row, record, complete=True)
            if not row.faults:
                row.fault("", str(error))
            return False
        return True

    def _save_editions(self, row: Row, figure: ReportedFigure) -> None:
        figure.edition_links.all().delete()
        for position, slug in enumerate(row.values["editions"]):
            edition = self._target("editions", slug)
            FigureEdition(figure=figure, edition=edition, position=position).save()

    def _save_investment(self, row: Row, project: Project) -> None:
        project.investments.all().delete()
        investment = Investment(project=project, **money(row))
        if not self._saved(row, investment):
            return
        for position, slug in enumerate(row.values["investors"]):
            organization = self._target("organizations", slug)
            InvestmentInvestor(
                investment=investment, organization=organization, position=position
            ).save()

    def _check_preferred(self) -> None:
        """At most one preferred figure says the same thing: one group, one headline."""
        chosen: dict[str, str] = {}
        for figure in self.stored["figures"].values():
            if figure.preferred and figure.ref not in self.reading.by_key["figures"]:
                chosen[figure.group_key] = figure.ref
        for row in self.reading.rows["figures"]:
            if row.record is None or not row.record.preferred or row.faults:
                continue
            group = figure_columns(row.record, row.values["editions"])["group_key"]
            other = chosen.setdefault(group, row.record.ref)
            if other != row.record.ref:
                row.fault(
                    "preferred", f"{other} is preferred for the same statement already. Choose one."
                )


def _was_deleted(table: str, key: str) -> bool:
    kind = TABLES[table].model._meta.model_name
    return TABLES[table].has_key and RetiredAddress.objects.filter(kind=kind, key=key).exists()


def _count_rows_anew() -> None:
    """Tells the query planner how large the tables are now; both databases know the word."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _write_if_needed:
    """Opens `write` when the first change comes, so that a load without changes is not one."""

    def __enter__(self) -> Callable:
        self._write = None
        return self._begin

    def _begin(self) -> None:
        if self._write is None:
            self._write = write(kind="load")
            self._write.__enter__()

    def __exit__(self, *error):
        return self._write.__exit__(*error) if self._write else None
