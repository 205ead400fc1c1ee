"""What is measured: for each operation our way, the floor below which no way can go, and a peer.

    @operation("API page of 50")
    def page(data):
        return Ways(ours=..., floor=..., peer=...)

A way is a function without arguments, of which the time is taken, and a function that tells from
its result what was answered. All ways of one operation must have answered the same.
`MODULES` hold the operations, in the order in which they are printed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

MODULES = ("operations", "pages", "rendering", "datasette_peer", "writing", "together")


def nothing() -> None:
    """What most ways do before and after."""


@dataclass(frozen=True)
class Way:
    """`run` is measured; `read` turns its result into what the ways are compared by.

    `before` makes ready what `run` needs, with all caches empty; `after` puts back what it changed.
    """

    run: Callable[[], Any]
    read: Callable[[Any], Any]
    before: Callable[[], Any] = nothing
    after: Callable[[], Any] = nothing


@dataclass(frozen=True)
class Ways:
    """`floor` is raw SQL for the same answer; `peer` is what others would do, or None.

    `stored`: how many records a turn writes, where it is their number in a second that counts.
    """

    ours: Way
    floor: Way
    peer: Way | None = None
    stored: int = 0

    def named(self) -> dict[str, Way]:
        found = {"ours": self.ours, "floor": self.floor, "peer": self.peer}
        return {name: way for name, way in found.items() if way}


@dataclass(frozen=True)
class Operation:
    """`prepare` looks at the data once and gives the ways; `rounds` bounds what takes long.

    It gives None where the operation means nothing, as on a database without what it measures.
    """

    name: str
    prepare: Callable[[], Ways | None]
    rounds: int


OPERATIONS: list[Operation] = []


def operation(name: str, *, rounds: int = 1000):
    def keep(prepare):
        OPERATIONS.append(Operation(name, prepare, rounds))
        return prepare

    return keep


def every() -> list[Operation]:
    for name in MODULES:
        import_module(f"tests.benchmarks.{name}")
    return OPERATIONS
