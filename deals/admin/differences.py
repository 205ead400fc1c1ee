"""What a change did to records, in words: field by field, old and new."""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from deals.admin.words import VOCABULARIES
from deals.models.history import NOT_COMPARED, name_of, pk_of
from deals.money import grouped
from deals.versions import RecordChange, state_in

# A name that takes another record's name in needs that record fetched with it.
NAMED_WITH = {"edition": ["conference"], "investment": ["project"]}
SIGNS = {"+": _("added"), "~": _("changed"), "-": _("deleted")}
UNKNOWN = _("not stated")


class FieldChange(NamedTuple):
    label: str
    old: str
    new: str


class ShownChange(NamedTuple):
    """A record of a change: its kind and name, its sign (+ ~ -) and that in words, its fields."""

    kind: str
    name: str
    sign: str
    change: str
    fields: list[FieldChange]
    model: str
    key: int | None


def shown(changes: list[RecordChange]) -> list[ShownChange]:
    """The changes in words; names of linked records take one query for each kind of record."""
    names = _Names(changes)
    return [_shown(change, names) for change in changes]


def _shown(change: RecordChange, names) -> ShownChange:
    model, state = change.model, change.after or change.before
    return ShownChange(
        capfirst(model._meta.verbose_name),
        names.of(model, change.key) or name_of(model, state),
        change.sign,
        SIGNS[change.sign],
        list(_fields(change, names)),
        model._meta.model_name,
        change.key if change.after else None,
    )


def _fields(change: RecordChange, names):
    before, after = change.before or {}, change.after or {}
    for field in change.model.history.model.tracked_fields:
        name = field.attname
        if field.primary_key or name in NOT_COMPARED or _is_plain(change, field):
            continue
        old, new = before.get(name), after.get(name)
        if old != new and (old, new) not in ((None, ""), ("", None)):
            in_words = (_in_words(field, value, names) for value in (old, new))
            yield FieldChange(capfirst(field.verbose_name), *in_words)


def _is_plain(change, field) -> bool:
    """The record that a row belongs to, which the page is about, and a new row's place."""
    moved = change.sign == "~"
    return not moved and field.name in ("position", change.model.history_parent)


def _in_words(field, value, names) -> str:
    if value in (None, ""):
        return str(UNKNOWN)
    if field.is_relation:
        return names.of(field.related_model, value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime.date):
        return date_format(value)
    if isinstance(value, int):
        return grouped(value) if value >= 10_000 else str(value)
    if not isinstance(value, str):
        return str(value)
    labels = VOCABULARIES.get(f"{field.model._meta.model_name}.{field.name}", {})
    labels = labels() if callable(labels) else labels
    return str(labels.get(value, value))


class _Names:
    """By model and key: the names of what the changes are about and link to, gone ones too."""

    def __init__(self, changes: list[RecordChange]):
        wanted = defaultdict(set)
        for change in changes:
            wanted[change.model].add(change.key)
            for field in change.model._meta.fields:
                for state in (change.before, change.after):
                    if field.is_relation and state and state.get(field.attname):
                        wanted[field.related_model].add(state[field.attname])
        self.found = {model: self._fetch(model, keys) for model, keys in wanted.items()}

    def of(self, model: type[models.Model], key: int) -> str:
        return self.found[model].get(key, "")

    def _fetch(self, model, keys) -> dict[int, str]:
        rows = model._base_manager.filter(pk__in=keys)
        related = NAMED_WITH.get(model._meta.model_name)
        rows = rows.select_related(*related) if related else rows
        found = {row.pk: str(row) for row in rows}
        gone = keys - found.keys()
        if gone and hasattr(model, "history"):
            for row in model.history.filter(pk_of(model, gone)).order_by("history_id"):
                key = getattr(row, model._meta.pk.attname)
                found[key] = name_of(model, state_in(model, row))
        return found
