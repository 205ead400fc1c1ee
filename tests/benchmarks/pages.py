"""Whole answers: the two pages that everybody opens, and filters that many rows match.

Kept: asked for a second time with the data unchanged. After a change: nothing is kept any more.
"""

import re
from dataclasses import replace

from django.db.models import Count

from deals.models import Project
from tests.benchmarks import floor
from tests.benchmarks.operations import PEER, filtered_list, get
from tests.benchmarks.registry import Way, Ways, operation

LANDING, LIST = "/", "/projects/"
# The second number of the bar of totals, after that of the projects: what they invest.
INVESTED = re.compile(r'class="totals".*?<data value=.*?<data value="(\d+)"', re.DOTALL)


@operation("Landing page, kept", rounds=5)
def landing_kept() -> Ways:
    return kept(LANDING, [f"{PEER}/projects/landing/"])


@operation("Landing page, after a change", rounds=5)
def landing_after_a_change() -> Ways:
    return Ways(viewed(LANDING), Way(landing_by_sql, lambda found: str(found[0][2])))


@operation("List with totals and facets, kept", rounds=5)
def list_kept() -> Ways:
    return kept(LIST, [f"{PEER}/projects/", f"{PEER}/projects/everything/"])


@operation("List with totals and facets, after a change", rounds=5)
def list_after_a_change() -> Ways:
    return Ways(viewed(LIST), Way(lambda: floor.filtered("1 = 1"), lambda found: str(found[1][2])))


@operation("Broad filter, totals, facets", rounds=5)
def broad() -> Ways:
    status = broad_status()
    return filtered_list(f"status={status}", "p.status = %s", status)


@operation("Broad filter, kept", rounds=5)
def broad_kept() -> Ways:
    """The floor of what is kept is the same as for a page."""
    found = broad()
    answer = found.ours.read(found.ours.run())
    return replace(found, ours=once_more(found.ours), floor=version(answer))


def kept(page: str, peers: list[str]) -> Ways:
    ours = viewed(page)
    return Ways(
        once_more(ours),
        version(ours.read(ours.run())),
        Way(lambda: [get(each) for each in peers], lambda found: str(found[-1].json()["low"])),
    )


def viewed(page: str) -> Way:
    return Way(lambda: [get(page)], lambda found: INVESTED.search(found[0].content.decode())[1])


def once_more(way: Way) -> Way:
    """The same when it was asked for just before; all its answers must have been kept."""
    return replace(way, before=way.run, read=lambda found: way.read(was_kept(found)))


def was_kept(found: list) -> list:
    statuses = [response.headers.get("Cache-Status", "") for response in found]
    if not all("; hit" in status for status in statuses):
        raise RuntimeError(f"Not kept: {statuses}")
    return found


def version(answer) -> Way:
    """No reader can know less than whether the data are still the same."""
    return Way(lambda: floor.rows("SELECT number FROM deals_dataversion"), lambda _rows: answer)


def landing_by_sql() -> tuple:
    groups = [floor.groups(by) for by in ("edition_id", "p.year", "p.location_id", "p.sector_id")]
    return floor.totals(), groups, floor.page("1 = 1", limit=5)


def broad_status() -> str:
    """The status that comes nearest to a third of the projects."""
    counts = dict(Project.objects.order_by().values_list("status").annotate(Count("pk")))
    third = sum(counts.values()) / 3
    return min(counts, key=lambda status: abs(counts[status] - third))
