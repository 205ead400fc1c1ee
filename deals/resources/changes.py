"""What changed in the public records: the latest change of each, the newest first."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, CharField, F, QuerySet, Value, When

from deals.models import RetiredAddress
from deals.resources import shapes
from deals.resources.links import BY_MODEL_NAME, PAGES, page_of, resource_of, text

# The name of its collection says what kind a record is: projects, figures, …
KINDS = {collection: model for model, (_page, collection) in PAGES.items()}


def changes(kinds: Collection[str] = (), since: datetime | None = None) -> QuerySet:
    """Rows for `change`: records of these kinds (all, where none is named) changed since then."""
    models = [model for kind, model in KINDS.items() if kind in kinds or not kinds]
    retired = RetiredAddress.objects.filter(kind__in=[m._meta.model_name for m in models])
    rows = [_retired(retired if since is None else retired.filter(retired_at__gte=since))]
    for model in models:
        records = model.objects.all()
        rows.append(_kept(records if since is None else records.filter(updated_at__gte=since)))
    return rows[0].union(*rows[1:], all=True).order_by("-at", "of", "address")


def change(row: dict) -> shapes.Change:
    """`id` is the record's address at the time; a moved one leads to its successor's."""
    model = BY_MODEL_NAME[row["of"]]
    alive = row["moved_to"] or (row["address"] if row["action"] != "deleted" else "")
    return {
        "kind": PAGES[model][1],
        "id": row["address"],
        "action": row["action"],
        "at": text(row["at"]),
        "successor": row["moved_to"] or None,
        "api_url": resource_of(model, alive) if alive else None,
        "html_url": page_of(model, alive) if alive else None,
    }


def _kept(records: QuerySet) -> QuerySet:
    model = records.model
    return records.order_by().values(
        of=_word(model._meta.model_name),
        address=F(model.address_field),
        at=F("updated_at"),
        action=Case(When(version=1, then=_word("created")), default=_word("updated")),
        moved_to=_word(""),
    )


def _retired(records: QuerySet) -> QuerySet:
    return records.order_by().values(
        of=F("kind"),
        address=F("key"),
        at=F("retired_at"),
        action=Case(When(successor="", then=_word("deleted")), default=_word("moved")),
        moved_to=F("successor"),
    )


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())
