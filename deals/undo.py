"""Undoing a change record as a whole: an edit, a delete with its children, an import, a merge.

Nothing is undone half. Where later changes rest on it, they are named instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext as _

from deals.models import (
    Action,
    Location,
    Organization,
    ReportedFigure,
    RetiredAddress,
    again_after_collision,
    write,
)
from deals.models.bulk import store_again
from deals.models.history import State, differs, name_of, pk_of, state_of, stored_states
from deals.models.version import BATCH, Change
from deals.names import name_key
from deals.versions import changes_in, state_in

# Their columns `path` and `name_key` follow from others in `save`, not at the end of a write.
SAVED_ANEW = (Location, Organization)
CHECKED_ONE_BY_ONE = 200
KEPT = ("version", "created_at")
FOLLOWING = ("version", "updated_at", "name_key", "group_key")  # columns that change with others


class Obstacle(NamedTuple):
    """A record that was changed later, or that a later change made depend on what would go."""

    record: str
    why: str
    actions: tuple[Action, ...]


class CannotUndo(Exception):
    """`obstacles` says what stands in the way; empty where the action is undone already."""

    def __init__(self, message: str, obstacles: Iterable[Obstacle] = ()):
        super().__init__(message)
        self.obstacles = tuple(obstacles)


class Step(NamedTuple):
    """One record: its key, what it was before the action, after it, and what it is now."""

    key: int
    before: State | None
    after: State | None
    now: State | None


def may_undo(user, action: Action) -> bool:
    """Editors undo what they did themselves; who may undo anything has the permission."""
    if not user.has_perm("deals.view_action"):
        return False
    mine = action.user_id is not None and action.user_id == user.pk
    return mine or user.has_perm("deals.undo_any_action")


@again_after_collision
def undo(action: Action, *, user=None, why: str = "") -> Action:
    """Restore what was before the action; returns the new action, which can be undone in turn.

    Raises `CannotUndo`, and then nothing was changed.
    """
    try:
        with write(kind="undo", user=user, why=why) as change:
            action = Action.objects.select_for_update().get(pk=action.pk)
            change.undoes, change.subject = action, action.subject
            if action.is_undone:
                raise CannotUndo(_("This change is undone already."))
            found = list(obstacles(action))
            if found:
                raise CannotUndo(_("Later changes depend on this one. Undo those first."), found)
            _Undoing(action, change).run()
            _lead_on_again(action.undoes, change.action)
            return change.action
    except IntegrityError as error:
        message = _("The database refused this (%(reason)s). Nothing was changed.")
        raise CannotUndo(message % {"reason": str(error).splitlines()[0]}) from error


def _lead_on_again(merged: Action | None, redone: Action) -> None:
    """What was merged, undone and is merged once more: its old address leads on as it did."""
    if merged is None or not merged.successors:
        return
    for address, successor in merged.successors.items():
        kind, key = address.split(" ", 1)
        RetiredAddress.objects.filter(kind=kind, key=key).update(successor=successor)
    redone.successors = merged.successors
    redone.save(update_fields=["successors"])


# What stands in the way


def obstacles(action: Action) -> Iterator[Obstacle]:
    """Everything that keeps the action from being undone, record by record."""
    for model, steps in _in_batches(action):
        yield from _changed_later(action, model, steps)
        yield from _needed_by_others(action, model, [s.key for s in steps if s.before is None])
        yield from _without_target(action, model, [s.before for s in steps if s.before])


def _in_batches(action: Action) -> Iterator[tuple[type[models.Model], list[Step]]]:
    for model, rows in action.rows():
        last = 0
        while batch := list(rows.filter(history_id__gt=last)[:BATCH]):
            last = batch[-1].history_id
            yield model, _steps(model, batch)


def _steps(model, rows) -> list[Step]:
    changes = changes_in(model, rows)
    now = stored_states(model, [change.key for change in changes])
    return [Step(c.key, c.before, c.after, now.get(c.key)) for c in changes]


def _changed_later(action, model, steps) -> Iterator[Obstacle]:
    changed = {step.key: step for step in steps if differs(step.after, step.now)}
    later = _later_actions(model, changed, action)
    for key, step in changed.items():
        state = step.now or step.after or step.before
        yield Obstacle(_named(model, state), _("was changed later"), later[key])


def _needed_by_others(action, model, keys) -> Iterator[Obstacle]:
    """Records that would lose what they refer to, without being part of the action."""
    for relation in model._meta.related_objects if keys else ():
        other = relation.related_model
        if relation.many_to_many or not hasattr(other, "history"):
            continue  # derived rows go with their project
        mine = other.history.filter(action=action).values(other._meta.pk.attname)
        users = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
        users = list(users.exclude(pk__in=mine)[:BATCH])
        later = _later_actions(other, [user.pk for user in users], action)
        for user in users:
            yield Obstacle(
                _named(other, state_of(user)), _("was added or linked later"), later[user.pk]
            )


def _without_target(action, model, states) -> Iterator[Obstacle]:
    """Records that would come back although what they refer to has gone since."""
    for field in model._meta.fields:
        target = field.related_model
        if target is None or not hasattr(target, "history") or not states:
            continue
        wanted = {state[field.attname] for state in states} - {None}
        there = set(target._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        back = target.history.filter(action=action, history_type="-")
        there |= set(back.filter(pk_of(target, wanted)).values_list("id", flat=True))
        later = _later_actions(target, wanted - there, action)
        for key in sorted(wanted - there):
            row = target.history.filter(pk_of(target, [key])).order_by("history_id").last()
            name = _named(target, state_in(target, row)) if row else f"{key}"
            yield Obstacle(name, _("was deleted later"), later[key])


def _later_actions(model, keys, action) -> dict[int, tuple[Action, ...]]:
    key, found = model._meta.pk.attname, defaultdict(dict)
    rows = model.history.filter(pk_of(model, keys), action__gt=action.pk)
    for row in rows.select_related("action__user").order_by("history_id"):
        found[getattr(row, key)][row.action_id] = row.action
    return defaultdict(tuple, {k: tuple(actions.values()) for k, actions in found.items()})


def _named(model, state: State) -> str:
    return f"{model._meta.verbose_name}: {name_of(model, state)}"


# Doing it


class _Batch(NamedTuple):
    """What an action did to records of one model, and how each was before."""

    model: type[models.Model]
    added: list[int]
    changed: dict[int, State]
    deleted: list[State]

    @classmethod
    def of(cls, model, steps: list[Step]):
        return cls(
            model,
            [step.key for step in steps if step.before is None],
            {step.key: step.before for step in steps if step.before and step.now},
            [step.before for step in steps if step.before and not step.now],
        )


def _parts_first(model, keys: set[int]) -> Iterator[set[int]]:
    """The records in groups, each before what it refers to: a part protects its whole."""
    links = [f.attname for f in model._meta.fields if f.related_model is model]
    while keys:
        rows = model._base_manager.filter(pk__in=keys).values_list(*links or ["pk"])
        referred_to = {key for row in rows for key in row} & keys if links else set()
        free = keys - referred_to or keys
        yield free
        keys -= free


class _Undoing:
    """In this order, since names are unique and links protect what they lead to: set back what
    was changed, remove what was added, bring back what was deleted, then check all of it.

    Links may lead nowhere meanwhile; both databases look at them at the commit.
    """

    def __init__(self, action: Action, change: Change):
        self.action, self.change = action, change
        self.touched: list[tuple[type[models.Model], int]] = []
        self.records: list[models.Model] = []

    def run(self) -> None:
        batches = [_Batch.of(model, steps) for model, steps in _in_batches(self.action)]
        for batch in batches:
            self._set_back(batch.model, batch.changed)
        for batch in reversed(batches):
            self._remove(batch.model, batch.added)
        for batch in batches:
            self._bring_back(batch.model, batch.deleted)
        # Only now: a row set back may hang on one that has only just come back.
        for record in self.records:
            record.touch(self.change)
        self._check()

    def _set_back(self, model, states: dict[int, State]) -> None:
        records, changing = self._noted(model, states), set()
        for record in records:
            before = states[record.pk]
            names = [n for n in before if n not in KEPT and getattr(record, n) != before[n]]
            for name in names:
                setattr(record, name, before[name])
            changing.update(names)
            _derive(record)
        self._count_up(records)
        changing.update(name for name in FOLLOWING if hasattr(model, name))
        if records:
            store_again(model, records, sorted(changing))
        self._remember(model, records)

    def _remove(self, model, keys: list[int]) -> None:
        records = self._noted(model, keys)
        for free in _parts_first(model, {record.pk for record in records}):
            # `delete` of our own query sets would go one by one.
            models.QuerySet(model).filter(pk__in=free).delete()
        if getattr(model, "address_field", None):
            RetiredAddress.retire_all(records, by_undo=True)

    def _bring_back(self, model, states: list[State]) -> None:
        records = [model(**state) for state in states]
        for record in records:
            _derive(record)
            if isinstance(record, Location):
                record.path = f"{record.pk}?"  # no path looks like that; `_check` finds the right
        self._count_up(records)
        model._base_manager.bulk_create(records, batch_size=BATCH)
        if hasattr(model, "created_at"):
            for record, state in zip(records, states, strict=True):
                record.created_at = state["created_at"]
            model._base_manager.bulk_update(records, ["created_at"], batch_size=BATCH)
        self.change.note_created(model, [record.pk for record in records])
        if getattr(model, "address_field", None):
            addresses = [getattr(record, model.address_field) for record in records]
            RetiredAddress.take_all_back(model, addresses)
        self._remember(model, records)

    def _noted(self, model, keys) -> list[models.Model]:
        """The stored records, locked; what they were is kept, and what depends on them named."""
        parents = [f.name for f in model._meta.fields if f.name in ("investment", "figure")]
        rows = model._base_manager.filter(pk__in=keys).select_related(*parents or [None])
        records = list(rows.select_for_update(of=("self",)))
        for record in records:
            self.change.note(record)
            record.touch(self.change)
        return records

    def _count_up(self, records) -> None:
        for record in records:
            if hasattr(record, "version"):
                record.version += 1
                record.updated_at = timezone.now()

    def _remember(self, model, records) -> None:
        self.records += records
        self.touched += [(model, record.pk) for record in records]

    def _check(self) -> None:
        for model in SAVED_ANEW:
            for record in _parents_first(model, [k for m, k in self.touched if m is model]):
                record.save()
        if len(self.touched) > CHECKED_ONE_BY_ONE:
            return  # the database has checked its constraints all the same
        for model, key in self.touched:
            model._base_manager.get(pk=key).full_clean()


def _derive(record: models.Model) -> None:
    if isinstance(record, Organization):
        record.name_key = name_key(record.name)  # unique, so it cannot wait for `_check`
    elif isinstance(record, ReportedFigure):
        # Of the group it is leaving: two preferred ones there would clash before `renew`.
        record.group_key = ""


def _parents_first(model, keys) -> list[models.Model]:
    records = model._base_manager.in_bulk(keys)
    ordered: dict[int, models.Model] = {}

    def add(record):
        parent = records.get(getattr(record, "parent_id", None))
        if parent is not None and parent.pk not in ordered:
            add(parent)
        ordered.setdefault(record.pk, record)

    for record in records.values():
        add(record)
    return list(ordered.values())
