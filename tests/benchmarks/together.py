"""Eight people who write at the same time, and one who writes as much alone: PostgreSQL only.

Each changes a project of another place of the table, and back again, in transactions of its own.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from deals.models import Project, write
from tests.benchmarks import floor
from tests.benchmarks.registry import Way, Ways, operation

WRITERS, WRITES = 8, 4


@operation("8 writers at once (peer: one alone)", rounds=5)
def writers() -> Ways | None:
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return None
    everyone = (
        Project.objects.filter(continues=None)
        .order_by("pk")
        .values_list("pk", "jobs", "jobs_qualifier")
    )
    apart = everyone.count() // WRITERS
    projects = list(everyone[: apart * WRITERS : apart])

    def stored(_nothing) -> list[tuple]:
        return list(everyone.filter(pk__in=[pk for pk, *_jobs in projects]))

    return Ways(
        Way(lambda: at_once(save, projects), stored),
        Way(lambda: at_once(update, projects), stored),
        Way(lambda: [write_in_turns(save, *each) for each in projects], stored),
        stored=WRITERS * WRITES,
    )


def at_once(store: Callable, projects: Iterable[tuple]) -> None:
    """Each in a thread with a connection of its own; raises what one of them raised."""

    def work(project: tuple) -> None:
        try:
            write_in_turns(store, *project)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(work, projects))


def write_in_turns(store: Callable, pk: int, jobs: int | None, qualifier: str) -> None:
    """An even number of writes, of which the last one puts back what was there."""
    for values in [((jobs or 0) + 1, "exact"), (jobs, qualifier)] * (WRITES // 2):
        store(pk, *values)


def save(pk: int, jobs: int | None, qualifier: str) -> None:
    with write(kind="edit"):
        project = Project.objects.get(pk=pk)
        project.jobs, project.jobs_qualifier = jobs, qualifier
        project.save()


def update(pk: int, jobs: int | None, qualifier: str) -> None:
    with transaction.atomic():
        changes = "jobs = %s, jobs_qualifier = %s, version = version + 1"
        floor.do(f"UPDATE deals_project SET {changes} WHERE id = %s", jobs, qualifier, pk)
        floor.do("UPDATE deals_dataversion SET number = number + 1")
