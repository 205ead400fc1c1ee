"""What changed in the public records: the latest change of each, the newest first."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import pgettext

from deals.models import Edition, ReportedFigure, RetiredAddress, Source
from deals.resources import shapes
from deals.resources.links import (
    BY_MODEL_NAME,
    PAGES,
    edition_link,
    key_of,
    names,
    page_of,
    resource_of,
    text,
)
from deals.vocabulary import metric_label

# The name of its collection says what kind a record is: projects, figures, …
KINDS = {collection: model for model, (_page, collection) in PAGES.items()}


def changes(kinds: Collection[str] = (), since: datetime | None = None, key: str = "") -> QuerySet:
    """Rows for `change`: records of these kinds (all, where none is named) changed since then.

    With a `key` only the record that has this address, and the addresses that lead to it.
    """
    models = [model for kind, model in KINDS.items() if kind in kinds or not kinds]
    retired = RetiredAddress.objects.filter(kind__in=[m._meta.model_name for m in models])
    if key:
        retired = retired.filter(Q(key=key) | Q(successor=key))
    rows = [_retired(retired if since is None else retired.filter(retired_at__gte=since))]
    for model in models:
        records = model.objects.filter(**{model.address_field: key} if key else {})
        rows.append(_kept(records if since is None else records.filter(updated_at__gte=since)))
    return rows[0].union(*rows[1:], all=True).order_by("-at", "of", "address")


def change(row: dict) -> shapes.Change:
    """`id` is the record's address at the time; a merged one leads to its successor's."""
    model = BY_MODEL_NAME[row["of"]]
    alive = row["moved_to"] or (row["address"] if row["action"] != "deleted" else "")
    return {
        "kind": PAGES[model][1],
        "id": row["address"],
        "action": row["action"],
        "at": text(row["at"]),
        "version": row["edits"],
        "created_at": text(row["since"]),
        "successor": row["moved_to"] or None,
        "api_url": resource_of(model, alive) if alive else None,
        "html_url": page_of(model, alive) if alive else None,
        "data_version": row.get("data_version"),
    }


def _kept(records: QuerySet) -> QuerySet:
    model = records.model
    return records.order_by().values(
        of=_word(model._meta.model_name),
        address=F(model.address_field),
        at=F("updated_at"),
        action=Case(When(version=1, then=_word("created")), default=_word("updated")),
        moved_to=_word(""),
        edits=F("version"),
        since=F("created_at"),
    )


def _retired(records: QuerySet) -> QuerySet:
    return records.order_by().values(
        of=F("kind"),
        address=F("key"),
        at=F("retired_at"),
        action=Case(When(successor="", then=_word("deleted")), default=_word("merged")),
        moved_to=F("successor"),
        edits=Cast(Value(None), IntegerField()),
        since=Cast(Value(None), DateTimeField()),
    )


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


# With names, for pages and feeds


def latest(limit: int) -> list[dict]:
    """The latest changes of all kinds, as `change` gives them, each with the names of its record.

    A query for each kind, which its index on the time answers whatever the size of the table.
    """
    retired = RetiredAddress.objects.all()
    rows = [(row, None) for row in _retired(retired).order_by("-at", "of", "address")[:limit]]
    for model in KINDS.values():
        records = named(model).order_by("-updated_at", "-pk")[:limit]
        rows += [(_row_of(record), record) for record in records]
    rows.sort(key=lambda each: (each[0]["of"], each[0]["address"]))
    rows.sort(key=lambda each: each[0]["at"], reverse=True)
    return [{**change(row), "named": _names_of(record)} for row, record in rows[:limit]]


def with_names(found: list[shapes.Change]) -> list[dict]:
    """The changes with the names of what they are about, None for what is gone."""
    records: dict[tuple, object] = {}
    for kind, model in KINDS.items():
        keys = {each["successor"] or each["id"] for each in found if each["kind"] == kind}
        if keys:
            matching = named(model).filter(**{f"{model.address_field}__in": keys})
            records |= {(kind, key_of(record)): record for record in matching}
    return [
        {**each, "named": _names_of(records.get((each["kind"], each["successor"] or each["id"])))}
        for each in found
    ]


def named(model) -> QuerySet:
    """Records with what their names need."""
    records = model.objects.all()
    return records.select_related("conference") if model is Edition else records


def _names_of(record) -> dict | None:
    if record is None:
        return None
    if isinstance(record, Edition):
        return edition_link(record)
    if isinstance(record, Source):
        return {"name": record.title, "name_zh": None, "local": None}
    if isinstance(record, ReportedFigure):
        colon = pgettext("between a label and what it says", ": ")
        words = f"{metric_label(record.metric)}{colon}{record.as_written}"
        return {"name": words, "name_zh": words, "local": None}
    return names(record)


def _row_of(record) -> dict:
    return {
        "of": record._meta.model_name,
        "address": key_of(record),
        "at": record.updated_at,
        "action": "created" if record.version == 1 else "updated",
        "moved_to": "",
        "edits": record.version,
        "since": record.created_at,
    }
