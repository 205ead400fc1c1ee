"""Earlier versions of records: what each change record changed, and what a record was at any time.

A version has the number of the action that made it; 0 is what was stored before histories were
kept. A record's own versions include those of its rows: investments, investors, events, editions.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.db import models

from deals.models import Action
from deals.models.history import State, differs, pk_of, tracked_columns, tracked_models


class RecordChange(NamedTuple):
    """One record before and after; None where it was not there."""

    model: type[models.Model]
    key: int
    before: State | None
    after: State | None

    @property
    def sign(self) -> str:
        return "+" if self.before is None else "-" if self.after is None else "~"


def state_in(model, row) -> State:
    """The state that a row of an earlier version holds."""
    return {name: getattr(row, name) for name in tracked_columns(model)}


def changes_in(model, rows) -> list[RecordChange]:
    """What each of these rows of one model changed, in their order."""
    key = model._meta.pk.attname
    before = _states_before(model, rows)
    return [
        RecordChange(
            model,
            getattr(row, key),
            None if row.history_type == "+" else before[getattr(row, key)],
            None if row.history_type == "-" else state_in(model, row),
        )
        for row in rows
    ]


def _states_before(model, rows) -> dict[int, State]:
    """By key: what each record was just before its row; a deleted one's row says it itself."""
    key = model._meta.pk.attname
    own = {getattr(row, key): row for row in rows if row.history_type != "+"}
    found = {k: state_in(model, row) for k, row in own.items() if row.history_type == "-"}
    for row in model.history.filter(pk_of(model, own)).order_by("history_id"):
        mine = own[getattr(row, key)]
        if mine.history_type == "~" and row.history_id < mine.history_id:
            found[getattr(row, key)] = state_in(model, row)
    return found


def page_of(action: Action, number: int, size: int) -> list[RecordChange]:
    """The changes of the action from `number`, a page's 1, in pages of `size`."""
    found, skip = [], (number - 1) * size
    for model, rows in action.rows():
        count = rows.count()
        if skip < count and len(found) < size:
            found += changes_in(model, list(rows[skip : skip + size - len(found)]))
        skip = max(skip - count, 0)
    return found


class RecordHistory:
    """All versions of a record with its rows, the oldest first."""

    def __init__(self, model, key: int):
        self.model, self.key = model, key

    @cached_property
    def rows(self) -> list[tuple[type[models.Model], models.Model]]:
        """(model, row) in the order in which they were written."""
        found = [(self.model, row) for row in self._of(self.model, pk_of(self.model, [self.key]))]
        parents = {self.model: [self.key]}
        for child in tracked_models():
            parent = child.history_parent
            target = parent and child._meta.get_field(parent).related_model
            if target in parents:
                rows = self._of(child, models.Q(**{f"{parent}__in": parents[target]}))
                found += [(child, row) for row in rows]
                parents[child] = list({getattr(row, child._meta.pk.attname) for row in rows})
        return sorted(found, key=lambda pair: (pair[1].action_id or 0, pair[1].history_id))

    def _of(self, model, condition):
        return list(model.history.filter(condition).select_related("action__user"))

    def versions(self) -> list[tuple[Action | None, list[RecordChange]]]:
        """Each action that changed the record, with what it changed, the newest first."""
        actions: dict[int, Action | None] = {}
        changes = defaultdict(list)
        stored: dict[tuple, State | None] = {}
        for model, row in self.rows:
            number, place = row.action_id or 0, (model, getattr(row, model._meta.pk.attname))
            after = None if row.history_type == "-" else state_in(model, row)
            before = None if row.history_type == "+" else stored.get(place)
            actions[number] = row.action
            changes[number].append(RecordChange(*place, before, after))
            stored[place] = after
        order = {model: place for place, model in enumerate(tracked_models())}
        for found in changes.values():
            found.sort(key=lambda change: order[change.model])
        return [(actions[number], changes[number]) for number in sorted(actions, reverse=True)]

    def at(self, number: int) -> dict[tuple, State]:
        """By (model, key): what there was after that version."""
        found = {}
        for model, row in self.rows:
            if (row.action_id or 0) <= number:
                place = (model, getattr(row, model._meta.pk.attname))
                found[place] = None if row.history_type == "-" else state_in(model, row)
        return {place: state for place, state in found.items() if state is not None}

    def between(self, earlier: int, later: int) -> list[RecordChange]:
        """What differs between two versions."""
        old, new = self.at(earlier), self.at(later)
        places: Iterable = dict.fromkeys([*old, *new])
        pairs = (RecordChange(*place, old.get(place), new.get(place)) for place in places)
        return [change for change in pairs if differs(change.before, change.after)]
