"""The log of changes for who keeps a copy: the oldest first, in the order of the commits.

A place in it is the primary key of a logged change (0 is its start). Whatever commits later comes
after every place that was ever given out, so nothing is passed over.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from deals import cursors
from deals.models import LoggedChange
from deals.parameters import InvalidParameters
from deals.resources import shapes
from deals.resources.changes import KINDS, change

SCOPE = "changes"


class LogPage(NamedTuple):
    """Changes in their order, the cursor of the place after them, and whether more are there."""

    changes: list[shapes.Change]
    cursor: str
    has_more: bool


def end_of_log() -> str:
    """The cursor of what will be committed next."""
    return cursors.encode(SCOPE, _last_place())


def log_page(
    after: int,
    limit: int,
    kinds: Collection[str] = (),
    since: datetime | None = None,
    key: str = "",
) -> LogPage:
    """At most `limit` changes after that place: of these kinds, of one address, since then.

    Raises `InvalidParameters` for a place that the log has not reached.
    """
    last = _last_place()
    if after > last:
        raise InvalidParameters([_beyond(after)])
    after = max(after, _place_before(since, last)) if since else after
    rows = _selected(kinds, key).filter(pk__gt=after).order_by("pk")
    found = list(rows.values("pk", "at", "action", "data_version", **_NAMES)[: limit + 1])
    shown = found[:limit]
    reached = shown[-1]["pk"] if shown else after
    cursor = cursors.encode(SCOPE, reached)
    return LogPage([change(row) for row in shown], cursor, len(found) > limit)


# As `change` knows them.
_NAMES = {
    "of": F("kind"),
    "address": F("key"),
    "moved_to": F("successor"),
    "edits": F("version"),
    "since": F("created_at"),
}


def _selected(kinds: Collection[str], key: str) -> QuerySet:
    rows = LoggedChange.objects.all()
    if kinds:
        rows = rows.filter(kind__in=[KINDS[kind]._meta.model_name for kind in kinds])
    if not key:
        return rows
    # Each from its own index: with an OR, SQLite reads the log from `after` on.
    own = LoggedChange.objects.filter(key=key).values("pk")
    merged = LoggedChange.objects.filter(successor=key).values("pk")
    return rows.filter(pk__in=own.union(merged))


def _last_place() -> int:
    return LoggedChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _place_before(since: datetime, last: int) -> int:
    """The place before the first change at that moment or later; the end where there is none."""
    rows = LoggedChange.objects.filter(at__gte=since).order_by("at", "pk")
    first = rows.values_list("pk", flat=True).first()
    return last if first is None else first - 1


def _beyond(after: int) -> dict:
    detail = _("The log of changes ends before this place: it was restored. Make your copy anew.")
    return {"name": "cursor", "value": cursors.encode(SCOPE, after), "detail": detail}
