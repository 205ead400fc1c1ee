"""Finds a record by its permanent address, or says what became of it."""

import difflib

from django.http import Http404

from deals.models import RetiredAddress


class Deleted(Exception):
    """The record was deleted; its address is not used again (410)."""


class Moved(Exception):
    """The record was merged into another; `key` is the other's slug or ref (301)."""

    def __init__(self, model, key: str):
        self.model, self.key = model, key
        super().__init__(key)


class Unknown(Http404):
    """Nothing has this address; `close` holds the (key, name) of the nearest ones (404)."""

    def __init__(self, model, key: str, close):
        self.model, self.close = model, close
        super().__init__(key)


def find(records, key: str):
    """The record of the queryset with this slug or ref; raises what became of it otherwise."""
    model = records.model
    record = records.filter(**{model.address_field: key}).first()
    if record is not None:
        return record
    retired = _retired(model, key)
    if retired is None:
        raise Unknown(model, key, nearest(model, key))
    last = last_successor(model, retired)
    if last:
        raise Moved(model, last)
    raise Deleted(key)


def last_successor(model, retired: RetiredAddress) -> str:
    """Where the address leads today: its successor may be merged in turn, or deleted (``""``)."""
    seen = {retired.key}
    while retired is not None and retired.successor not in seen:
        key = retired.successor
        if not key or model.objects.filter(**{model.address_field: key}).exists():
            return key
        seen.add(key)
        retired = _retired(model, key)
    return ""


def _retired(model, key: str) -> RetiredAddress | None:
    return RetiredAddress.objects.filter(kind=model._meta.model_name, key=key).first()


def nearest(model, key: str, count: int = 3) -> list[tuple[str, str]]:
    """(key, name) of records whose address looks like this one."""
    known = list(model.objects.values_list(model.address_field, flat=True)[:20_000])
    close = difflib.get_close_matches(key[:120], known, count)
    found = model.objects.filter(**{f"{model.address_field}__in": close})
    names = {getattr(record, model.address_field): str(record) for record in found}
    return [(each, names[each]) for each in close]
