"""The log of public changes: what each data version did to each public record, in commit order.

`write` adds its rows while it holds the lock of the data version, just before the commit. So the
primary keys come in commit order: who has read up to one has missed none below it, however long
the transaction took that wrote the next.

What was stored before there was a log came in by a migration: as it was then, one row for each
record and for each retired address.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, models
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from deals.models.base import in_words
from deals.models.history import Action, batches_of, table_of, tracked_models
from deals.models.version import Change, DataVersion

ACTIONS = ("created", "updated", "deleted", "merged")
COLUMNS = ("data_version", "at", "kind", "key", "action", "successor", "version", "created_at")


class LoggedChange(models.Model):
    """What a data version did to a record or to the rows on it; `key` is its address.

    `version` is the record's own after the change; it and `created_at` are null for what is gone.
    """

    data_version = models.BigIntegerField(_("data version"))
    at = models.DateTimeField(_("time"))
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    action = models.CharField(_("change"), max_length=10)
    successor = models.CharField(_("successor"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), null=True)
    created_at = models.DateTimeField(_("created at"), null=True)

    class Meta:
        verbose_name = _("logged change")
        verbose_name_plural = _("logged changes")
        default_permissions = ()
        constraints = [in_words("logged_change_action_known", "action", ACTIONS)]
        indexes = [
            models.Index(fields=["at", "id"], name="logged_change_at"),
            models.Index(fields=["kind", "id"], name="logged_change_kind"),
            models.Index(fields=["key"], name="logged_change_key"),
            models.Index(fields=["successor"], name="logged_change_successor"),
        ]

    def __str__(self):
        return f"{self.data_version}: {self.kind} {self.key} {self.action}"


Records = dict[type[models.Model], set[int]]


def changed_by_rows(change: Change) -> Records:
    """The primary keys of public records that are as they were, while rows on them changed.

    To be asked for before the data version is locked, as it reads every row that was written.
    """
    found: Records = defaultdict(set)
    if not change.has_action:
        return found
    for model in {model for model, _key in change.before}:
        if model.history_parent:
            rows = table_of(model).objects.filter(action=change.action)
            _add_parents(found, model, rows)
    for model, keys in change.left.items():
        _add_records(found, model, keys)
    for model, keys in found.items():
        own = table_of(model).objects.filter(action=change.action)
        keys.difference_update(own.values_list("id", flat=True))
    return found


def _add_parents(found: Records, model, rows: models.QuerySet) -> None:
    """The public records that these rows hang on: an investor's is its investment's project."""
    link = model._meta.get_field(model.history_parent)
    _add_records(found, link.related_model, rows.values_list(link.attname, flat=True))


def _add_records(found: Records, model, keys: Iterable[int]) -> None:
    if model.history_parent:
        _add_parents(found, model, model._base_manager.filter(pk__in=keys))
    else:
        found[model].update(keys)


def log_change(change: Change, by_rows: Records) -> None:
    """Store the rows of a change that has its data version already."""
    if not change.has_action and not change.loaded:
        return
    moment = DataVersion.objects.values_list("number", "changed_at").get(pk=1)
    for records in change.loaded:
        _copy_stored(moment, records, "created")
    if change.has_action:
        _log_action(moment, change, by_rows)


def _log_action(moment: tuple, change: Change, by_rows: Records) -> None:
    touched = {model for model, _key in change.before}
    _log_given_up(moment, change)
    for model in public_models():
        if model in touched:
            _copy(moment, model, _own(model, change.action), *_DONE)
        for keys in batches_of(sorted(by_rows.get(model, ()))):
            _copy_stored(moment, model._base_manager.filter(pk__in=keys), "updated")
    _name_successors(moment, change.action)


def public_models() -> list[type[models.Model]]:
    """Those whose records have an address, in an order in which links lead to earlier ones."""
    return [m for m in tracked_models() if getattr(m, "address_field", None)]


_GONE = models.Q(history_type="-")
# What an earlier version says was done, and what the record was then.
_DONE = (
    Case(
        When(history_type="+", then=Value("created")),
        When(_GONE, then=Value("deleted")),
        default=Value("updated"),
    ),
    Case(When(_GONE, then=None), default=F("version")),
    Case(When(_GONE, then=None), default=F("created_at")),
)


def _own(model, action: Action) -> models.QuerySet:
    """The earlier versions that the action wrote; what is gone comes first, as its address may
    be another record's by now.
    """
    rows = table_of(model).objects.filter(action=action)
    return rows.order_by(Case(When(_GONE, then=0), default=1), "history_id")


def _copy_stored(moment: tuple, records: models.QuerySet, done: str) -> None:
    """Add a row for each of these records, as they are now."""
    ordered = records.order_by("pk")
    _copy(moment, records.model, ordered, Value(done), F("version"), F("created_at"))


def _copy(moment: tuple, model, records: models.QuerySet, done, version, created_at) -> None:
    """Add a row for each of these records or earlier versions, inside the database."""
    number, at = moment
    selected = records.values_list(
        Value(number, models.BigIntegerField()),
        Value(at, models.DateTimeField()),
        Value(model._meta.model_name),
        F(model.address_field),
        done,
        Value(""),
        version,
        created_at,
    )
    sql, values = selected.query.get_compiler(connection=connection).as_sql()
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, COLUMNS))
    table = quote(LoggedChange._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", values)


def _log_given_up(moment: tuple, change: Change) -> None:
    number, at = moment
    LoggedChange.objects.bulk_create(
        LoggedChange(
            data_version=number, at=at, kind=model._meta.model_name, key=key, action="deleted"
        )
        for model, key in change.given_up
    )


def _name_successors(moment: tuple, action: Action) -> None:
    for address, successor in action.successors.items():
        kind, key = address.split(" ", 1)
        gone = LoggedChange.objects.filter(data_version=moment[0], kind=kind, key=key)
        gone.filter(action="deleted").update(action="merged", successor=successor)
