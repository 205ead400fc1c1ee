"""Imports of files: what came of each; while one waits for its editor, the rows of its plan."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.models.base import in_words

CHECKING, CHECKED, WRITING, DONE, FAILED, CANCELLED, INTERRUPTED = RUN_STATES = (
    "checking",
    "checked",
    "writing",
    "done",
    "failed",
    "cancelled",
    "interrupted",
)
AT_WORK = (CHECKING, WRITING)
KEPT = timedelta(days=7)  # a file whose editor does not come back
LONGEST_WORK = timedelta(minutes=30)
SILENCE = timedelta(minutes=2)  # of a process on another machine, until it counts as dead


class ImportRunQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-pk")

    def of_the_same_file(self, run):
        """Earlier imports of a file with the same content that were carried out."""
        return self.filter(sha256=run.sha256, state=DONE).exclude(pk=run.pk).newest_first()

    def tidy(self, now: datetime) -> None:
        """Drop the files and rows of runs that nobody came back to."""
        old = self.filter(created_at__lt=now - KEPT, content__isnull=False)
        for run in old:
            run.let_go(state=CANCELLED if run.state == CHECKED else run.state)

    def light(self):
        return self.defer("content")


class ImportRun(models.Model):
    """One import, from the upload to its end. The file is kept only while it waits.

    `choices`, `counts`, `faults`, `notices`, `new_organizations` and `columns_read` are JSON, as
    `deals.imports` writes them; `data_version` is the one that the preview was made from.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        related_name="+",
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("content"), null=True, editable=False)
    choices = models.JSONField(_("choices"), default=dict)
    state = models.CharField(_("state"), max_length=20, default=CHECKING)
    counts = models.JSONField(_("rows"), default=dict)
    faults = models.JSONField(_("faults of the file"), default=list)
    notices = models.JSONField(_("notices"), default=list)
    new_organizations = models.JSONField(_("new organizations"), default=list)
    columns_read = models.JSONField(_("columns"), default=list)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    data_version = models.BigIntegerField(_("data version"), null=True)
    done_rows = models.PositiveIntegerField(_("rows done"), default=0)
    total_rows = models.PositiveIntegerField(_("rows in all"), default=0)
    worker = models.CharField(max_length=200, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    action = models.ForeignKey(
        "Action",
        models.SET_NULL,
        verbose_name=_("change"),
        null=True,
        blank=True,
        related_name="import_runs",
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        default_permissions = ("add", "view")
        constraints = [
            in_words("import_run_state_known", "state", RUN_STATES),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="import_run_has_digest"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def has_file(self) -> bool:
        """Asks without reading it."""
        return ImportRun.objects.filter(pk=self.pk, content__isnull=False).exists()

    @property
    def is_waiting(self) -> bool:
        return self.state == CHECKED

    def is_abandoned(self, now: datetime) -> bool:
        """Whether the process that worked on it has died."""
        if not self.is_at_work:
            return False
        host, _at, process = self.worker.rpartition("@")
        if host == socket.gethostname() and not _is_alive(process):
            return True
        # SQLite lets nobody note a sign of life while a transaction writes.
        most = LONGEST_WORK if host == socket.gethostname() else SILENCE
        return self.heartbeat_at is None or now - self.heartbeat_at > most

    def let_go(self, *, state: str, **fields) -> None:
        """End the run, and drop its file and rows."""
        self.rows.all().delete()
        for name, value in {"state": state, "content": None, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "content", *fields])


class ImportedRow(models.Model):
    """A row of a plan that waits: what it would become, or what is wrong with it."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    ref = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    matches = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="imported_row_unique")
        ]
        indexes = [models.Index(fields=["run", "state", "number"], name="imported_row_by_state")]

    def __str__(self):
        return f"{self.number}"


def this_process() -> str:
    """Names the running process so that another one of this machine can see whether it lives."""
    return f"{socket.gethostname()}@{os.getpid()}:{_started(os.getpid())}"


def _is_alive(process: str) -> bool:
    pid, _colon, started = process.partition(":")
    return pid.isdecimal() and _started(int(pid)) == started


def _started(pid: int) -> str:
    """When the process began, as the system counts; "" where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _without_proc(pid)
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else fields[18]


def _without_proc(pid: int) -> str:  # pragma: no cover - systems without /proc
    try:
        os.kill(pid, 0)
    except OSError:
        return ""
    return "0"
