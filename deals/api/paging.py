"""Which part of a list a page holds: by limit and offset, or as a walk through everything by id.

An offset counts rows, so a row that is added meanwhile moves all others. A walk goes on behind the
last id that it has shown: of the rows that were there at its start it misses none and repeats none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deals import cursors
from deals.parameters import InvalidParameters, takes, whole_number
from deals.queries import MAX_LIMIT, MAX_OFFSET

LIMIT = 50
START = "start"
PAGING = {"limit": whole_number(1, MAX_LIMIT), "offset": whole_number(0, MAX_OFFSET)}


@dataclass(frozen=True)
class Paging:
    """`after` is the position that a walk goes on behind: () at its start, None for no walk."""

    limit: int = LIMIT
    offset: int = 0
    after: tuple | None = None


def cursor_of(scope: str, *shape: type) -> Callable[[str], tuple]:
    """Reads `start`, or the position that a page of this list gave for the next one."""

    @takes(type="string", pattern=cursors.PATTERN)
    def reader(text: str) -> tuple:
        return () if text == START else cursors.decode(scope, text, *shape)

    return reader


def paging_of(values: dict) -> Paging:
    """The page of parameters that were read; a walk has no offset and no order of its own."""
    walk = values.get("cursor")
    detail = _("A walk by cursor has an order of its own and no offset: leave one of them out.")
    given = [name for name in ("offset", "ordering") if walk is not None and name in values]
    if given:
        raise InvalidParameters(
            [{"name": n, "value": _written(values[n]), "detail": detail} for n in given]
        )
    return Paging(values.get("limit", LIMIT), values.get("offset", 0), walk)


def address(request, position: Mapping) -> str:
    """The address of this list at another position."""
    data = request.GET.copy()
    for name in ("offset", "cursor"):
        data.pop(name, None)
    data.update(position)
    query = f"?{data.urlencode()}" if data else ""
    return request.build_absolute_uri(request.path + query)


def _written(value) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
