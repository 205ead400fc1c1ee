"""Who changed what, when and why: one `Action` for each write, one row for each changed record.

The tables of earlier versions are django-simple-history's. Its own signals would write a row for
each save, and none for to-many fields in bulk; here `write` compares what it touched with what is
stored at its end, and stores one row for each record that differs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.base import in_words, no_self_link
from deals.models.version import BATCH, Change, current_change
from deals.vocabulary import CHANGE_KINDS

NOT_COMPARED = ("version", "created_at")
# Of all records that an action changed, the first of these kinds gives it its name.
NAMED_AFTER = ("edition", "project", "reportedfigure", "conference", "organization", "location")

State = dict[str, object]


class ActionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-pk")

    def with_undoing(self):
        """Fetches whether each was undone, that undone again, and so on four steps."""
        return self.select_related("user", "undoes").prefetch_related(
            "undone_by__undone_by__undone_by__undone_by"
        )


class Action(models.Model):
    """One change record: everything that one person did at once, for one reason."""

    kind = models.CharField(_("kind"), max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        related_name="+",
    )
    user_name = models.CharField(_("user name"), max_length=150, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    why = models.CharField(_("reason"), max_length=500, blank=True)
    subject = models.CharField(_("what"), max_length=300, blank=True)
    record_count = models.PositiveIntegerField(_("records"), default=0)
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("undoes"),
        null=True,
        blank=True,
        related_name="undone_by",
    )
    # By "kind key" of each address that this action gave a successor: that one's key.
    successors = models.JSONField(_("successors"), default=dict, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]
        permissions = [("undo_any_action", "Can undo changes of others")]
        constraints = [
            in_words("action_kind_known", "kind", CHANGE_KINDS),
            no_self_link("action_does_not_undo_itself", "undoes"),
        ]

    def __str__(self):
        return f"{self.pk}: {self.subject}"

    @property
    def is_undone(self) -> bool:
        return any(not action.is_undone for action in self.undone_by.all())

    def rows(self) -> Iterator[tuple[type[models.Model], models.QuerySet]]:
        """Each model with the rows of earlier versions that this action wrote, if any."""
        for model in tracked_models():
            rows = model.history.filter(action=self).order_by("history_id")
            if rows:
                yield model, rows


class OfAction(models.Model):
    """What each row of earlier versions knows besides the record's own fields."""

    action = models.ForeignKey(
        Action, models.CASCADE, verbose_name=_("change"), null=True, related_name="+"
    )

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """Earlier versions of a model, without its `derived` columns.

    `parent` names the link to the record on whose page the rows are shown. Indexed are only the
    record's own key and that link: versions are looked up by nothing else.
    """

    def __init__(self, *, derived: Iterable[str] = (), parent: str = ""):
        super().__init__(bases=[OfAction], excluded_fields=list(derived))
        self.parent = parent

    def contribute_to_class(self, cls, name):
        super().contribute_to_class(cls, name)
        cls.history_parent = self.parent

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        for name, field in fields.items():
            field.db_index = name in (model._meta.pk.name, self.parent)
        return fields

    def get_meta_options(self, model):
        # No one edits a version, so no one needs a permission to.
        return super().get_meta_options(model) | {"default_permissions": ()}

    def post_save(self, instance, created, **kwargs):
        change = current_change()
        if change is not None and created:
            change.note_created(type(instance), [instance.pk])

    def pre_delete(self, instance, **kwargs):
        super().pre_delete(instance, **kwargs)
        change = current_change()
        if change is not None:
            change.note(instance)

    def post_delete(self, instance, **kwargs):
        """`write` sees at its end that the record is gone."""


def tracked_models() -> list[type[models.Model]]:
    """All models with a history, in an order in which links lead to earlier ones."""
    from deals import models as ours

    names = (
        *("Sector", "Location", "Organization", "Source", "Conference", "Edition", "Peg"),
        *("Project", "ProjectSource", "Investment", "InvestmentInvestor", "StatusEvent"),
        *("ReportedFigure", "FigureEdition", "Acknowledgement"),
    )
    return [getattr(ours, name) for name in names]


def is_tracked(model) -> bool:
    # Each look at `model.history` makes a manager class anew, which takes a millisecond.
    return hasattr(model._meta, "simple_history_manager_attribute")


@cache
def tracked_columns(model) -> tuple[str, ...]:
    return tuple(field.attname for field in table_of(model).tracked_fields)


@cache
def table_of(model) -> type[models.Model]:
    """The model of its earlier versions."""
    return model.history.model


def state_of(record: models.Model) -> State:
    """The values of the tracked columns, by attribute name."""
    return {name: getattr(record, name) for name in tracked_columns(type(record))}


def differs(before: State | None, after: State | None) -> bool:
    if before is None or after is None:
        return before is not after
    return any(before[name] != after[name] for name in after if name not in NOT_COMPARED)


def stored_states(model, keys: Iterable[int]) -> dict[int, State]:
    return {record.pk: state_of(record) for record in model._base_manager.filter(pk__in=keys)}


def start_action(change: Change) -> Action:
    user = change.user if getattr(change.user, "pk", None) else None
    return Action.objects.create(
        kind=change.kind or "edit",
        user=user,
        user_name=user.get_username() if user else "",
        why=change.why[:500],
        undoes=change.undoes,
    )


def record_history(change: Change) -> None:
    """Store a row for each record that the write changed, and name the action after them."""
    added, changed = defaultdict(list), defaultdict(list)
    for (model, key), before in change.before.items():
        (added if before is None else changed)[model].append(key)
    count, name = 0, ""
    for model in sorted({*added, *changed}, key=_rank):
        for batch in batches_of(added[model]):
            name = name or _name_of_one(model, batch)
            count += _store_added(change, model, batch)
        for batch in batches_of(changed[model]):
            found = _changed(change, model, batch)
            name = name or _name(model, found)
            _store(change, model, found)
            _note_left(change, model, found)
            count += len(found)
    if count or change.has_action:
        action = change.action
        action.subject = (change.subject or name)[:300]
        action.record_count = count
        action.save(update_fields=["subject", "record_count"])


def _rank(model) -> int:
    name = model._meta.model_name
    return NAMED_AFTER.index(name) if name in NAMED_AFTER else len(NAMED_AFTER)


def _changed(change, model, keys) -> dict[int, tuple[State | None, State | None]]:
    """By key: the state before and after, of the records that differ."""
    after = stored_states(model, keys)
    pairs = {key: (change.before[model, key], after.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if differs(*pair)}


def _note_left(change: Change, model, changed) -> None:
    """What a record was before and is no more: a row of another record, or under an address."""
    address = getattr(model, "address_field", None)
    link = model._meta.get_field(model.history_parent) if model.history_parent else None
    for before, after in changed.values():
        if before is None or after is None:
            continue
        if link and before[link.attname] != after[link.attname]:
            change.left[link.related_model].add(before[link.attname])
        if address and before[address] != after[address]:
            change.given_up.append((model, before[address]))


def _name(model, changed) -> str:
    for before, after in changed.values():
        return name_of(model, after or before)
    return ""


def _name_of_one(model, keys) -> str:
    record = model._base_manager.filter(pk__in=keys).order_by("pk").first()
    return str(record) if record else ""


def _store_added(change: Change, model, keys) -> int:
    """Rows for the new records that are still there: copied inside the database, three times as
    fast as reading them and writing them again.
    """
    there = model._base_manager.filter(pk__in=keys)
    if not change.has_action and not there.exists():
        return 0
    quote, table = connection.ops.quote_name, table_of(model)
    columns = ", ".join(quote(field.column) for field in table.tracked_fields)
    at = connection.ops.adapt_datetimefield_value(change.action.at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table._meta.db_table)} ({columns}, history_date, history_type,"  # noqa: S608 - names of our own models
            f" history_user_id, action_id) SELECT {columns}, %s, '+', %s, %s"
            f" FROM {quote(model._meta.db_table)}"
            f" WHERE {quote(model._meta.pk.column)} IN ({', '.join(['%s'] * len(keys))})"
            f" ORDER BY {quote(model._meta.pk.column)}",
            [at, change.action.user_id, change.action.pk, *keys],
        )
        return cursor.rowcount


def name_of(model, state: State) -> str:
    """The name of a record in that state, which may be gone with what it was named after."""
    try:
        return str(model(**state))
    except ObjectDoesNotExist:
        return str(state.get("label") or state.get("as_written") or state[_pk(model)])


def _store(change: Change, model, changed) -> None:
    rows = list(_first_rows(model, changed))
    for before, after in changed.values():
        sign = "-" if after is None else "~"
        rows.append(_row(model, after or before, sign, change.action))
    model.history.bulk_create(rows, batch_size=BATCH)


def _first_rows(model, changed):
    """What records were that entered before histories were kept, or by a bulk load."""
    known = set(model.history.filter(pk_of(model, changed)).values_list(_pk(model), flat=True))
    for key, (before, _after) in changed.items():
        if key not in known:
            yield _row(model, before, "~", None)


def _row(model, state: State, sign: str, action: Action | None):
    return table_of(model)(
        history_type=sign,
        history_date=action.at if action else state.get("created_at") or timezone.now(),
        history_user_id=action and action.user_id,
        action=action,
        **state,
    )


def batches_of(keys: list) -> Iterator[list]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _pk(model) -> str:
    return model._meta.pk.attname


def pk_of(model, keys) -> models.Q:
    """For rows of earlier versions: those of the records with these keys."""
    return models.Q(**{f"{_pk(model)}__in": list(keys)})
