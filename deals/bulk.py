"""Status, sector and place of many projects at once: what it would do, and doing it.

A selection is the keys of projects, each with the version that the person saw.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from deals.models import Project, StatusEvent, again_after_collision, write
from deals.models.history import State, state_of
from deals.models.version import BATCH
from deals.versions import RecordChange, state_in

COLUMNS = ("status", "sector_id", "location_id")
MOST = 10_000
PAIR = re.compile(r"\d{1,9}\.\d{1,9}", re.ASCII)

Selection = dict[int, int]
Values = dict[str, object]


class Step(NamedTuple):
    """One project: its stored values, by column, of those that change.

    `keeps_status`: it should get another one, but has status events, and follows the latest.
    """

    project: Project
    old: Values
    keeps_status: bool


class Newer(Exception):
    """Nothing was stored: others changed or deleted these projects since they were selected."""

    def __init__(self, changes: list[RecordChange]):
        super().__init__(f"{len(changes)} newer")
        self.changes = changes


def select(projects) -> Selection:
    return dict(projects.order_by().values_list("pk", "version")[: MOST + 1])


def as_text(selection: Selection) -> str:
    """``12.3 15.0``: 10,000 form fields would be refused, and larger."""
    return " ".join(f"{key}.{version}" for key, version in selection.items())


def from_text(text: str) -> Selection:
    """Raises ValueError for what `as_text` does not write."""
    pairs = text.split(" ", MOST)
    if not all(PAIR.fullmatch(pair) for pair in pairs):
        raise ValueError(text[:50])
    return {int(key): int(version) for key, _dot, version in (p.partition(".") for p in pairs)}


def plan(selection: Selection, values: Values) -> Iterator[Step]:
    """What giving the projects these values would do, in the order of their keys."""
    fields = ("pk", "version", "name", *COLUMNS)
    for batch in _batches(selection):
        yield from _steps(Project.objects.filter(pk__in=batch).only(*fields), values)


@again_after_collision
def change(selection: Selection, values: Values, *, user=None, why: str = "") -> int:
    """Give the projects these values; returns how many changed. Raises `Newer`.

    As one statement for each column and batch: `Project.save` asks some twenty questions for each
    record, none of which these columns can make fail beyond what the database checks itself.
    """
    with write(kind="bulk", user=user, why=why) as whole:
        count, newer = 0, []
        for batch in _batches(selection):
            rows = Project.objects.filter(pk__in=batch).order_by("pk")
            projects = {row.pk: row for row in rows.select_for_update(no_key=True)}
            newer += _newer(projects, {key: selection[key] for key in batch})
            if not newer:
                count += _change(list(projects.values()), values, whole)
        if newer:
            raise Newer(newer)
        return count


def _steps(projects: Iterable[Project], values: Values) -> Iterator[Step]:
    projects = list(projects)
    events = StatusEvent.objects.filter(project__in=[project.pk for project in projects])
    led = set(events.values_list("project", flat=True)) if "status" in values else set()
    for project in projects:
        old = {name: getattr(project, name) for name in values}
        old = {name: value for name, value in old.items() if value != values[name]}
        keeps_status = project.pk in led and old.pop("status", None) is not None
        yield Step(project, old, keeps_status)


def _change(projects, values, whole) -> int:
    changing = [step for step in _steps(projects, values) if step.old]
    for step in changing:
        whole.note(step.project)
    for name, value in values.items():
        keys = [step.project.pk for step in changing if name in step.old]
        Project.objects.filter(pk__in=keys).update(**{name: value})
    keys = [step.project.pk for step in changing]
    Project.objects.filter(pk__in=keys).update(version=F("version") + 1, updated_at=timezone.now())
    whole.projects.update(keys)
    return len(keys)


def _newer(projects: dict[int, Project], selected: Selection) -> list[RecordChange]:
    stale = {
        key: version
        for key, version in selected.items()
        if key not in projects or projects[key].version != version
    }
    seen: dict[int, State | None] = dict.fromkeys(stale)
    for row in Project.history.filter(id__in=stale).order_by("history_id") if stale else ():
        if row.version <= stale[row.id]:
            seen[row.id] = state_in(Project, row)
    return [_since(key, before, projects.get(key)) for key, before in seen.items()]


def _since(key: int, seen: State | None, project: Project | None) -> RecordChange:
    now = state_of(project) if project else None
    # A version without a row of history differs in nothing that is compared.
    return RecordChange(Project, key, seen or now or {}, now)


def _batches(selection: Selection) -> Iterator[list[int]]:
    keys = iter(sorted(selection))
    return iter(lambda: list(islice(keys, BATCH)), [])
