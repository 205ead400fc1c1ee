"""Stores a plan: projects with their investments and investors, batch by batch, in one `write`."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.utils import timezone

from deals.imports.known import Known
from deals.imports.matching import investors_of, only_investment
from deals.imports.planning import Plan
from deals.imports.rows import NEW, UPDATE, Row
from deals.models import (
    Distinct,
    Investment,
    InvestmentInvestor,
    Organization,
    Project,
    RetiredAddress,
)
from deals.models.bulk import Row as NewRow
from deals.models.bulk import store_again
from deals.models.creating import Creator, Draft
from deals.models.projects import new_project_ref
from deals.models.version import Change
from deals.names import name_key, script_language

QUEUE = 0x6465616C  # "deal": the lock on PostgreSQL that imports wait for
COLUMNS = ("name", "name_local", "signed_on", "status", "commitment", "resigns_only")
LINKS = ("edition", "location", "sector", "source", "continues")


class Outdated(Exception):
    """What is stored has changed since the preview: the file would now do something else."""


def wait_for_other_imports() -> None:
    """Imports queue. On SQLite the transaction itself holds the one lock for writing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # A large import takes longer than any statement of a page may.
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL lock_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE])


def store(plan: Plan, change: Change, *, expected: str, progress: Callable[[int], None]) -> None:
    """Walk through the plan and store each batch; `Outdated` where its digest is another one."""
    writer = _Writer(plan.known, change, plan.choices.answers)
    done = 0
    for batch in plan.batches(lock=True):
        writer.store(batch)
        done += len(batch)
        progress(done)
    if plan.summary.digest != expected:
        raise Outdated
    writer.remember_answers()


class _Writer:
    def __init__(self, known: Known, change: Change, answers: dict):
        self.known, self.change, self.answers = known, change, answers
        self.now: datetime = timezone.now()
        self.creator = Creator(change, self.now)
        self.different: list[tuple[int, int]] = []

    def store(self, batch: list[Row]) -> None:
        wanted = [row for row in batch if row.state in (NEW, UPDATE)]
        self._create_organizations(wanted)
        self._create([row for row in wanted if row.state == NEW])
        self._update([row for row in wanted if row.state == UPDATE])

    def remember_answers(self) -> None:
        for one, other in self.different:
            Distinct.remember(Project, one, other, self.change.user)

    def _create_organizations(self, rows: list[Row]) -> None:
        names = dict.fromkeys(name for row in rows for name in row.new_investors)
        records, taken = {}, set()
        for name in names:
            key = name_key(name)
            if not self.known.organizations.found(name) and key not in records:
                slug = self.known.new_slug(name, taken)
                taken.add(slug)
                records[key] = self._organization(slug, name, key)
        if not records:
            return
        self.creator.store(Organization, list(records.values()))
        RetiredAddress.take_all_back(Organization, [each.slug for each in records.values()])
        for record in records.values():
            self.known.organizations.add(record.pk, record.slug, [record.name_key])

    def _organization(self, slug: str, name: str, key: str) -> NewRow:
        local = script_language(name)
        more = {"name_local": name, "local_lang": local} if local else {}
        return self.creator.new(Organization, slug=slug, name=name, name_key=key, **more)

    # New projects

    def _create(self, rows: list[Row]) -> None:
        drafts = [self._draft(row) for row in rows]
        if drafts:
            self.creator.create(drafts)
        given = []
        for row, draft in zip(rows, drafts, strict=True):
            if "ref" in row.values:
                given.append(draft.project.ref)
            self.different += [(draft.project.pk, pk) for pk in self._not_the_same(row)]
        if given:
            RetiredAddress.take_all_back(Project, given)  # undone imports may come again

    def _draft(self, row: Row) -> Draft:
        fields, investors = _money(row), self._investors(row)
        investment = self.creator.new(Investment, **fields) if fields or investors else None
        project = self.creator.new(Project, ref=row.values.get("ref") or new_project_ref())
        _assign(project, row)
        return Draft(project, investment, investors)

    def _not_the_same(self, row: Row) -> list[int]:
        answer = self.answers.get(row.number, ())
        return answer if isinstance(answer, list) else []

    def _links(self, row: Row, investment: Investment) -> list[InvestmentInvestor]:
        return [
            InvestmentInvestor(investment=investment, organization_id=pk, position=position)
            for position, pk in enumerate(self._investors(row))
        ]

    def _investors(self, row: Row) -> tuple[int, ...]:
        """Primary keys, those of just created organizations among them, each once."""
        found = (
            each if isinstance(each, int) else self.known.organizations.one(each)
            for each in row.values.get("investors") or ()
        )
        return tuple(dict.fromkeys(found))

    # Stored projects

    def _update(self, rows: list[Row]) -> None:
        changed, investments = [], []
        for row in rows:
            project = row.project
            self.change.note(project)
            _assign(project, row)
            project.version, project.updated_at = project.version + 1, self.now
            changed.append(project)
            if row.changes.keys() & {"amount", "amount_max", "currency", "qualifier"}:
                investments.append(row)
        self.change.projects.update(project.pk for project in changed)
        if changed:
            fields = [*COLUMNS, *LINKS, *NUMBERS, "local_lang", "version", "updated_at"]
            store_again(Project, changed, fields)
        self._update_investments(investments)
        for row in rows:
            if "investors" in row.changes:
                self._update_investors(row)

    def _update_investments(self, rows: list[Row]) -> None:
        stored = []
        for row in rows:
            investment = only_investment(row.project)
            if investment is None:
                Investment(project=row.project, **_money(row)).save()
                continue
            self.change.note(investment)
            for name, value in (_money(row) or NO_MONEY).items():
                setattr(investment, name, value)
            investment.version, investment.updated_at = investment.version + 1, self.now
            stored.append(investment)
        if stored:
            store_again(Investment, stored, [*NO_MONEY, "version", "updated_at"])

    def _update_investors(self, row: Row) -> None:
        investment = Investment.objects.filter(project=row.project).first()
        investment = investment or Investment.objects.create(project=row.project)
        wanted = self._investors(row)
        if wanted == investors_of(investment):
            return
        investment.investor_links.all().delete()
        for link in self._links(row, investment):
            link.save()


NO_MONEY = {"amount": None, "amount_max": None, "currency": "", "qualifier": "", "as_written": ""}
NUMBERS = ("jobs", "jobs_qualifier", "output_value", "output_currency", "output_qualifier")


def _assign(project: Project | NewRow, row: Row) -> None:
    values = row.values
    for name in COLUMNS:
        if name in values:
            setattr(project, name, values[name])
    for name in LINKS:
        if name in values:
            setattr(project, f"{name}_id", values[name])
    project.local_lang = project.local_lang or script_language(project.name_local)
    if jobs := values.get("jobs"):
        project.jobs, project.jobs_qualifier = jobs.value, jobs.qualifier
    if output := values.get("output"):
        project.output_value, project.output_currency = output.value, output.currency
        project.output_qualifier = output.qualifier


def _money(row: Row) -> dict:
    """The fields of the investment; empty where no amount is stated."""
    money = row.values.get("money")
    if money is None or money.value is None:
        return {}
    return {
        "amount": money.value,
        "amount_max": money.value_max,
        "currency": money.currency,
        "qualifier": money.qualifier,
        "as_written": money.written,
    }
