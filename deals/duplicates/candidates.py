"""What is compared, and what is said of it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.similarity import Name

NAME, AMOUNT_AND_PLACE = "name", "amount_and_place"


@dataclass(frozen=True)
class Candidate:
    """A record to be compared, stored or not. `key` is the caller's own name for it.

    `pk` and `ref` (or slug) are those of a stored record, None and "" for a new one. `amounts`
    holds (currency, whole units) of each investment of a project and, where there are several in
    one currency, of their sum. `inside` is the path of a place's parent.
    """

    key: Hashable
    name: str
    name_local: str = ""
    pk: int | None = None
    ref: str = ""
    edition_id: int | None = None
    location_id: int | None = None
    amounts: frozenset[tuple[str, int]] = frozenset()
    continues_id: int | None = None
    inside: str = ""
    # Filled in when it is compared.
    names: tuple[Name, ...] = field(default=(), compare=False, repr=False)
    numbered: frozenset = field(default=frozenset(), compare=False, repr=False)


class Match(NamedTuple):
    """A record that a candidate may be the same as.

    `pk` is None where it is another candidate that is not stored; `key` is then its key, and None
    for a stored record that was not asked for. `why` holds `NAME`, `AMOUNT_AND_PLACE` or both.
    """

    pk: int | None
    ref: str
    name: str
    key: Hashable
    why: frozenset[str]
    likeness: float
