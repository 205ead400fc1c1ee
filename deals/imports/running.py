"""An import from the upload to its end: checked, shown, carried out.

    checking ─► checked ─► writing ─► done
        │          │ ▲        │
        ▼          ▼ └────────┘  what is stored has changed since the preview
     failed    cancelled

Small files are worked on in the request, others in a thread of the process. A process that dies
leaves the run in a state from which a page tells that it was interrupted; what is written, is
written in one transaction together with `done`.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict

from django.db import OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from deals import room
from deals.imports.planning import Plan
from deals.imports.rows import DUPLICATE, BadFile, Choices, Limits, Row
from deals.imports.sheets import ADMIN, is_small
from deals.imports.writing import Outdated, store, wait_for_other_imports
from deals.models import DataVersion, ImportedRow, ImportRun, again_after_collision, write
from deals.models.imports import (
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    INTERRUPTED,
    WRITING,
    this_process,
)

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2
THREAD, PATIENCE = "import-", 30
MOST_FAULTS = 50  # kept of a row
# Of the runs that this process works on: rows done. While it writes, SQLite lets no one else.
PROGRESS: dict[int, int] = {}


def begin(
    content: bytes, *, file_name: str, user=None, choices: Choices | None = None
) -> ImportRun:
    """A new run, which waits to be checked."""
    return ImportRun.objects.create(
        user=user if getattr(user, "pk", None) else None,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        choices=asdict(choices or Choices()),
        worker=this_process(),
        heartbeat_at=timezone.now(),
    )


def check(run: ImportRun) -> None:
    """Make the plan, and keep its rows for the preview."""
    with _said_of(run):
        _check(run)


def check_again(run: ImportRun, **choices) -> bool:
    """With other choices, or since what is stored has changed. False where it is at work."""
    fields = {"choices": {**run.choices, **choices}, "message": ""}
    if _claim(run, CHECKING, [CHECKED, FAILED, INTERRUPTED], **fields):
        work_on(run, check)
        return True
    return False


def carry_out(run: ImportRun) -> None:
    """Store what the preview shows: all of it, or nothing."""
    with _said_of(run):
        try:
            _when_it_is_free(run)
        except Outdated:
            _set(run, state=CHECKING)
            _check(run)
            _set(run, message=OUTDATED())


def start_writing(run: ImportRun) -> bool:
    """False where someone else was faster."""
    if _claim(run, WRITING, [CHECKED], done_rows=0, message=""):
        work_on(run, carry_out)
        return True
    return False


def work_on(run: ImportRun, step: Callable[[ImportRun], None]) -> None:
    """Now where the file is small, else in a thread with a connection of its own."""
    if is_small(bytes(run.content)):
        step(run)
        return

    PROGRESS[run.pk] = 0

    def work():
        try:
            with translation.override(language):
                step(run)
        finally:
            connection.close()

    language = translation.get_language() or "en"
    threading.Thread(target=work, name=f"{THREAD}{run.pk}", daemon=True).start()


def note_interrupted(run: ImportRun) -> None:
    """To call where a run is shown: its process may be gone."""
    now = timezone.now()
    if run.is_at_work and _is_lost(run, now):
        at_work = ImportRun.objects.filter(pk=run.pk, state=run.state, worker=run.worker)
        at_work.update(state=INTERRUPTED, finished_at=now)
        run.refresh_from_db(fields=["state", "finished_at", "message"])


def _is_lost(run: ImportRun, now) -> bool:
    if run.worker == this_process():
        return run.pk not in PROGRESS
    return run.is_abandoned(now)


def OUTDATED() -> str:
    return _(
        "What is stored has changed since the preview was made, and nothing was written. This is "
        "the preview as of now; look at it, and import again."
    )


# Steps


def _check(run: ImportRun) -> None:
    version = _data_version()
    run.rows.all().delete()
    plan = Plan(bytes(run.content), Choices.from_json(run.choices), ADMIN)
    done = 0
    for batch in plan.batches():
        ImportedRow.objects.bulk_create(_kept(run, row) for row in batch)
        done += len(batch)
        _set(run, done_rows=done, heartbeat_at=timezone.now())
    for number, matches in plan.find_duplicates().items():
        rows = ImportedRow.objects.filter(run=run, number=number)
        rows.update(state=DUPLICATE, matches=[_match(match) for match in matches])
    summary = plan.summary
    _set(
        run,
        state=CHECKED,
        counts=dict(summary.counts),
        faults=[str(fault) for fault in summary.faults],
        notices=summary.notices,
        new_organizations=list(summary.new_organizations),
        digest=summary.digest,
        data_version=version,
        columns_read=plan.columns,
        total_rows=summary.rows,
    )


def _when_it_is_free(run: ImportRun) -> None:
    """SQLite gives up waiting for another import after 20 seconds; a thread can wait longer."""
    tries = PATIENCE if threading.current_thread().name.startswith(THREAD) else 1
    while True:
        tries -= 1
        try:
            return _carry_out(run)
        except OperationalError as error:
            if not tries or "locked" not in str(error):
                raise


@again_after_collision
def _carry_out(run: ImportRun) -> None:
    choices = Choices.from_json(run.choices)
    with write(kind="import", user=run.user, why=run.file_name) as change:
        change.subject = run.file_name
        wait_for_other_imports()
        content = bytes(run.content)
        if _data_version() != run.data_version:
            _refuse_outdated(run, Plan(content, choices, ADMIN))
        with _beats(run) as beat:
            plan = Plan(content, choices, ADMIN)
            store(plan, change, expected=run.digest, progress=beat)
        finished = timezone.now()
        run.let_go(state=DONE, action=change.action, finished_at=finished, counts=run.counts)


def _refuse_outdated(run: ImportRun, plan: Plan) -> None:
    for _batch in plan.batches():
        pass
    if plan.find_duplicates() or plan.summary.digest != run.digest:
        raise Outdated


@again_after_collision
def import_now(
    content: bytes,
    *,
    file_name: str,
    choices: Choices,
    limits: Limits,
    digest: str,
    user=None,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportRun:
    """Store a file that was checked a moment ago, without a preview that waits."""
    with write(kind="import", user=user, why=file_name) as change:
        change.subject = file_name
        wait_for_other_imports()
        plan = Plan(content, choices, limits)
        store(plan, change, expected=digest, progress=progress)
        run = begin(b"", file_name=file_name, user=user, choices=choices)
        run.sha256, run.size = hashlib.sha256(content).hexdigest(), len(content)
        run.total_rows = run.done_rows = plan.summary.rows
        run.let_go(
            state=DONE,
            action=change.action,
            finished_at=timezone.now(),
            counts=dict(plan.summary.counts),
            **{name: getattr(run, name) for name in ("sha256", "size", "total_rows", "done_rows")},
        )
    return run


# Keeping the run


def _claim(run: ImportRun, state: str, among: list[str], **fields) -> bool:
    """Take the run in hand, unless another request has done so just before."""
    fields |= {"state": state, "worker": this_process(), "heartbeat_at": timezone.now()}
    free = ImportRun.objects.filter(pk=run.pk, state__in=among, content__isnull=False)
    claimed = bool(free.update(**fields))
    run.refresh_from_db()
    return claimed


def _set(run: ImportRun, **fields) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=list(fields))


@contextmanager
def _said_of(run: ImportRun):
    """What goes wrong is kept with the run, for the page that shows it."""
    PROGRESS[run.pk] = 0
    try:
        yield
    except BadFile as error:
        # No other choices would help, so nothing of the file is kept.
        run.let_go(state=FAILED, message=str(error), finished_at=timezone.now())
    except Exception as error:
        logger.exception("Import %s broke off", run.pk)
        _set(run, state=FAILED, message=_reason(error), finished_at=timezone.now())
    finally:
        PROGRESS.pop(run.pk, None)


def _reason(error: Exception) -> str:
    if room.is_lacking(error):
        return _(
            "A disk of the server is full. Nothing was written. Tell whoever runs the site, and "
            "check again when there is room."
        )
    reason = (str(error).splitlines() or [type(error).__name__])[0][:300]
    return _("It broke off (%(reason)s). Nothing was written.") % {"reason": reason}


@contextmanager
def _beats(run: ImportRun):
    """Notes how far a long transaction is, over a second connection where there can be one."""
    stop = threading.Event()

    def beat():
        while not stop.wait(BEAT_SECONDS):
            here = ImportRun.objects.filter(pk=run.pk)
            here.update(done_rows=PROGRESS.get(run.pk, 0), heartbeat_at=timezone.now())
        connection.close()

    def note(rows: int):
        PROGRESS[run.pk] = rows

    ticker = threading.Thread(target=beat, daemon=True)
    can_beat = connection.vendor == "postgresql" and not is_small(bytes(run.content))
    if can_beat:
        ticker.start()
    try:
        yield note
    finally:
        stop.set()
        if can_beat:
            ticker.join()


def _data_version() -> int:
    return DataVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _kept(run: ImportRun, row: Row) -> ImportedRow:
    return ImportedRow(
        run=run,
        number=row.number,
        state=row.state,
        ref=row.project.ref if row.project else str(row.values.get("ref", ""))[:40],
        name=_name(row)[:300],
        changes=row.changes,
        faults=[str(fault) for fault in row.faults[:MOST_FAULTS]],
    )


def _name(row: Row) -> str:
    stored = row.project.name if row.project else ""
    return row.values.get("name") or stored or row.text("name")


def _match(match) -> dict:
    return {
        "pk": match.pk,
        "ref": match.ref,
        "name": match.name,
        "row": match.key if match.pk is None else None,
        "why": sorted(match.why),
    }
