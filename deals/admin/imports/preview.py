"""What the page of a run shows: counts as tabs, and the rows of one of them."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from deals.columns import PROJECTS
from deals.imports.rows import DUPLICATE, ERROR, NEW, UNCHANGED, UPDATE
from deals.imports.running import PROGRESS
from deals.models import Edition, ImportRun, Source
from deals.models.imports import (
    CANCELLED,
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    INTERRUPTED,
    WRITING,
)

PER_PAGE = 50
ROW_LABELS = {
    ERROR: _("Error"),
    DUPLICATE: _("Possible duplicate"),
    NEW: _("New"),
    UPDATE: _("Update"),
    UNCHANGED: _("Unchanged"),
}
RUN_LABELS = {
    CHECKING: _("Checking"),
    CHECKED: _("Waiting for you"),
    WRITING: _("Importing"),
    DONE: _("Imported"),
    FAILED: _("Failed"),
    CANCELLED: _("Cancelled"),
    INTERRUPTED: _("Interrupted"),
}
TITLES = {column.name: column.title for column in PROJECTS}


class Tab(NamedTuple):
    state: str
    label: str
    count: int
    query: str
    is_open: bool


class Change(NamedTuple):
    title: str
    old: str
    new: str


def tabs(run: ImportRun, opened: str) -> list[Tab]:
    return [
        Tab(state, label, run.counts.get(state, 0), f"?rows={state}", state == opened)
        for state, label in ROW_LABELS.items()
    ]


def counted(run: ImportRun) -> list[tuple[str, int]]:
    """(what rows became, how many) without zeros."""
    counts = [(label, run.counts.get(state, 0)) for state, label in ROW_LABELS.items()]
    return [(label, count) for label, count in counts if count]


def opened_tab(run: ImportRun, asked: str) -> str:
    """The asked one, else the first that has rows; errors come first."""
    if asked in ROW_LABELS:
        return asked
    return next((state for state in ROW_LABELS if run.counts.get(state)), NEW)


def rows_context(run: ImportRun, asked: str, number: str) -> dict:
    opened = opened_tab(run, asked)
    page = Paginator(run.rows.filter(state=opened), PER_PAGE).get_page(number)
    for row in page:
        row.shown_changes = [
            Change(TITLES.get(column, column), old, new)
            for column, (old, new) in row.changes.items()
        ]
    return {
        "opened": opened,
        "tabs": tabs(run, opened),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "page_query": f"rows={opened}&p",
    }


def progress(run: ImportRun) -> dict:
    """How far the work is; of a run in this process at once, else as of its last sign of life."""
    done = PROGRESS.get(run.pk) or run.done_rows
    return {"done": done, "total": run.total_rows if run.state == WRITING else 0}


def chosen(run: ImportRun) -> dict:
    """The choices as initial values of the form."""
    choices = {**run.choices}
    choices["edition"] = Edition.objects.filter(pk=choices.get("edition")).first()
    choices["source"] = Source.objects.filter(pk=choices.get("source")).first()
    return choices


def may_be_imported(run: ImportRun) -> bool:
    """Whether the preview has no fault, no open question, and something to store."""
    counts = run.counts
    open_questions = run.faults or counts.get(ERROR) or counts.get(DUPLICATE)
    return bool(run.is_waiting and not open_questions and (counts.get(NEW) or counts.get(UPDATE)))
