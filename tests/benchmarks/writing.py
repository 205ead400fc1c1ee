"""Writes, each inside a transaction that is rolled back afterwards: the data set stays as it is."""

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.urls import reverse
from psycopg2.extras import execute_values
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from deals import stats
from deals.imports import Choices, Limits, Plan, import_now
from deals.management.commands.measure_import import content_of, made_up
from deals.models import (
    Action,
    Investment,
    InvestmentInvestor,
    LoggedChange,
    Project,
    ProjectAmount,
    ProjectInvestor,
    ProjectStanding,
    write,
)
from deals.models.history import table_of
from tests.benchmarks import floor
from tests.benchmarks.registry import Way, Ways, operation
from tests.deals.admin.conftest import Page

LIMITS = Limits(size=2**30, unpacked=2**31, rows=100_000)
LOADED = (Project, Investment, InvestmentInvestor)
# In an order in which links lead to earlier ones.
WRITTEN = (
    *(Action, *LOADED, ProjectAmount, ProjectInvestor, ProjectStanding),
    *(*map(table_of, LOADED), LoggedChange),
)
JOBS = 123_457


class Undone:
    """A transaction that nothing stays of."""

    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def roll_back(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


def undone(run, read, before=lambda: None) -> Way:
    around = Undone()

    def begin() -> None:
        around.begin()
        before()

    return Way(lambda: checked(run), read, begin, around.roll_back)


def checked(run):
    """With what a commit would still do: links are proved at its end."""
    found = run()
    if connection.vendor == "postgresql":
        floor.do("SET CONSTRAINTS ALL IMMEDIATE")
    return found


# Many rows


@operation("Import (peer: bulk_create_with_history)", rounds=3)
def load() -> Ways:
    """A file that is checked already, with investments, investors, derived columns, search, totals
    and history. The floor and the peer store these same rows: the floor all of them as they are,
    the peer what has a history, after which it adds up all projects.
    """
    count = min(2_000, Project.objects.count() // 10)
    content = content_of(made_up(count), "csv")
    plan = Plan(content, Choices(), LIMITS)
    for _batch in plan.batches():
        pass
    digest = plan.summary.digest

    def stored() -> None:
        options = {"choices": Choices(), "limits": LIMITS, "digest": digest}
        import_now(content, file_name="measured", **options)

    rows, records = written_by(stored)
    return Ways(
        undone(stored, lambda _nothing: proved_totals()),
        undone(lambda: insert(rows), lambda _nothing: floor.totals()[0]),
        undone(lambda: create(records), lambda found: found.projects - found.resigned),
        stored=count,
    )


def proved_totals() -> int:
    """The number of projects by the totals that are kept, which must be those of the rows."""
    held = stats.totals(Project.objects.all(), "CNY")
    found = (
        *(held.projects - held.resigned, held.investment.low, held.investment.high),
        *(held.jobs.low, held.output_value.low),
    )
    projects, _known, *sums = floor.totals()
    facts = (projects, *sums[:2], sums[3], sums[5])
    if found != facts:
        raise RuntimeError(f"Derived totals are wrong: {found} for {facts}")
    return projects


def written_by(store) -> tuple[dict, dict]:
    """By table what `store` writes, as it is, and by model the records that have a history."""
    around = Undone()
    around.begin()
    try:
        last = {m: m._base_manager.aggregate(last=Max("pk"))["last"] or 0 for m in WRITTEN}
        store()
        new = {model: model._base_manager.filter(pk__gt=last[model]) for model in WRITTEN}
        records = {model: list(new[model]) for model in LOADED}
        return {model: columns_of(model, last[model]) for model in WRITTEN}, records
    finally:
        around.roll_back()


def columns_of(model, last: int) -> list[tuple]:
    meta = model._meta
    columns = ", ".join(field.column for field in meta.concrete_fields)
    return floor.rows(f"SELECT {columns} FROM {meta.db_table} WHERE {meta.pk.column} > %s", last)


def insert(rows: dict) -> None:
    for model, values in rows.items():
        meta = model._meta
        columns = ", ".join(field.column for field in meta.concrete_fields)
        into = f"INSERT INTO {meta.db_table} ({columns}) VALUES"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                execute_values(cursor.cursor, f"{into} %s", values, page_size=500)
            else:
                marks = ", ".join("?" * len(meta.concrete_fields))
                cursor.cursor.connection.executemany(f"{into} ({marks})", values)


def create(records: dict) -> stats.Totals:
    for model, made in records.items():
        bulk_create_with_history(made, model, batch_size=500)
    # The condition says nothing, but keeps the answer from what is held.
    return stats.totals(Project.objects.filter(pk__gt=0), "CNY")


# One record


@operation("Editor's write, by the form")
def by_form() -> Ways:
    """The POST of an open form of the admin, with its question for likely duplicates."""
    project, page = some_project(), []
    address = reverse("admin:deals_project_change", args=[project.pk])

    def open_form() -> None:
        client = Client()
        client.force_login(User.objects.create_superuser("measured", password="measured"))
        page[:] = [Page(client, address)]

    def send() -> None:
        if not page[0].save(jobs=JOBS, jobs_qualifier="exact"):
            raise RuntimeError(f"Not stored: {page[0].text[:300]}")

    return Ways(undone(send, jobs_of(project), before=open_form), updating(project))


@operation("Editor's write, by the model")
def by_model() -> Ways:
    """The peer is django-simple-history's own way; it keeps no totals."""
    project = some_project()

    def changed() -> Project:
        found = Project.objects.get(pk=project.pk)
        found.jobs, found.jobs_qualifier = JOBS, "exact"
        return found

    def save() -> None:
        with write(kind="edit"):
            changed().save()

    def plainly() -> None:
        bulk_update_with_history([changed()], Project, ["jobs", "jobs_qualifier"])

    read = jobs_of(project)
    return Ways(undone(save, read), updating(project), undone(plainly, read))


def some_project() -> Project:
    """In the middle of all, where it has many neighbours."""
    return Project.objects.filter(resigns_only=False).order_by("pk")[Project.objects.count() // 2]


def jobs_of(project: Project):
    return lambda _nothing: Project.objects.values_list("jobs", flat=True).get(pk=project.pk)


def updating(project: Project) -> Way:
    """The row, and the data version."""

    def update() -> None:
        changes = "jobs = %s, jobs_qualifier = 'exact', version = version + 1"
        floor.do(f"UPDATE deals_project SET {changes} WHERE id = %s", JOBS, project.pk)
        floor.do("UPDATE deals_dataversion SET number = number + 1")

    return undone(update, jobs_of(project))
