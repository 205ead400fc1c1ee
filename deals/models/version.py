"""The data version, the one write wrapper and the one read snapshot.

Every change of public data happens inside `write`, every public answer is read inside `snapshot`.
So an answer belongs to exactly one data version, and can be cached and cited by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """One row: how many changes were committed, and when the last one was."""

    number = models.BigIntegerField(_("number"), default=0)
    changed_at = models.DateTimeField(_("changed at"), null=True)

    class Meta:
        verbose_name = _("data version")
        verbose_name_plural = _("data version")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="data_version_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(number__gte=0), name="data_version_counts_up"
            ),
        ]

    def __str__(self):
        return str(self.number)


@dataclass
class Change:
    """What one `write` touched, so that derived columns are renewed once, at its end."""

    projects: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)
    every_project: bool = False
    kind: str = ""
    user: object = None
    why: str = ""
    subject: str = ""
    undoes: models.Model | None = None
    # (model, key) → the state that was stored before; None for a record that was not there.
    before: dict[tuple[type[models.Model], int], dict | None] = field(default_factory=dict)
    # By model: the records that a row was taken from and hung on another one.
    left: dict[type[models.Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    # (model, address) of each record that has another address now.
    given_up: list[tuple[type[models.Model], str]] = field(default_factory=list)
    # New public records of a bulk load, which have no history until one of them changes.
    loaded: list[models.QuerySet] = field(default_factory=list)
    # `standing.Deltas`: by how much the sums of groups of projects change.
    sums: object = None
    _action: models.Model | None = None

    def note(self, record: models.Model) -> None:
        """Keep the state of a stored record that is about to change; the first note counts."""
        from deals.models.history import is_tracked, state_of

        if is_tracked(type(record)):
            self.before.setdefault((type(record), record.pk), state_of(record))

    def note_created(self, model: type[models.Model], keys: Iterable[int]) -> None:
        """To call after storing many at once, which sends no signal: these records are new."""
        from deals.models.history import is_tracked

        if is_tracked(model):
            for key in keys:
                self.before.setdefault((model, key), None)

    def lead_on(self, lost: models.Model, kept: models.Model) -> None:
        """Remember whose address leads to whose, for who undoes this and then undoes that."""
        kind, field = lost._meta.model_name, lost.address_field
        self.action.successors[f"{kind} {getattr(lost, field)}"] = getattr(kept, field)
        self.action.save(update_fields=["successors"])

    @property
    def has_action(self) -> bool:
        return self._action is not None

    @property
    def action(self):
        """The change record, made when it is first asked for."""
        from deals.models.history import start_action

        if self._action is None:
            self._action = start_action(self)
        return self._action


BATCH = 500

_current: ContextVar[Change | None] = ContextVar("current_write", default=None)


def current_change() -> Change | None:
    """The write that is going on, if any."""
    return _current.get()


@contextmanager
def write(*, kind: str = "", user=None, why: str = "") -> Iterator[Change]:
    """Change public data: one transaction; derived columns and the data version come last.

    Nested calls join the outermost one, which says what kind of action this is (a word of
    `CHANGE_KINDS`), who acts and why: that becomes one change record. The version row is locked
    just before the commit only, so that writers do not queue behind each other's work. Under that
    lock the standing totals and the entries of the search change, and what was changed is logged,
    in the order of the commits.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    from deals.models.change_log import changed_by_rows, log_change
    from deals.models.derived import renew
    from deals.models.history import record_history
    from deals.models.search_entries import renew_entries
    from deals.models.standing import Deltas

    change = Change(kind=kind, user=user, why=why, sums=Deltas())
    token = _current.set(change)
    try:
        with transaction.atomic():
            yield change
            renew(change)
            record_history(change)
            by_rows = changed_by_rows(change)
            _count()
            change.sums.store()
            renew_entries(change)
            log_change(change, by_rows)
    finally:
        _current.reset(token)


def _count() -> None:
    row = DataVersion.objects.filter(pk=1)
    if not row.update(number=F("number") + 1, changed_at=Now()):
        # `manage.py flush` takes the row away; without one, no change would ever show.
        DataVersion.objects.create(pk=1, number=1, changed_at=Now())


@dataclass(frozen=True)
class Snapshot:
    """The data version that everything read inside `snapshot` belongs to.

    `read_at` is the moment of reading, by the clock that `changed_at` is by: the database's.
    """

    version: int
    changed_at: datetime | None
    read_at: datetime | None = None


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[Snapshot]:
    """Read public data of a database as of one moment; it refuses to write meanwhile.

    Inside a transaction that is already open (a test's, an editor's) it only reads the version.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield _read_version(using)
    elif connection.vendor == "postgresql":
        with transaction.atomic(using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _read_version(using)
            # Nothing to commit: a server that stops only now has answered all the same.
            transaction.set_rollback(True, using)
    else:
        with _deferred_read_only(connection), transaction.atomic(using):
            yield _read_version(using)


@contextmanager
def _deferred_read_only(connection) -> Iterator[None]:
    # The connection's own mode is IMMEDIATE, which would take the write lock for a read.
    connection.ensure_connection()
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        yield
    finally:
        connection.transaction_mode = mode
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def _read_version(using: str) -> Snapshot:
    row = DataVersion.objects.using(using).filter(pk=1)
    return Snapshot(*(row.values_list("number", "changed_at", Now()).first() or (0, None)))
