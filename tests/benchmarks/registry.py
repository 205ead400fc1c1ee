"""What is measured: for each operation our way, the floor below which no way can go, and a peer.

    @operation("API page of 50")
    def page(data):
        return Ways(ours=..., floor=..., peer=...)

A way is a function without arguments, of which the time is taken, and a function that tells from
its result what was answered. All ways of one operation must have answered the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Way:
    """`run` is measured; `read` turns its result into what the ways are compared by."""

    run: Callable[[], Any]
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Ways:
    """`floor` is raw SQL for the same answer; `peer` is what others would do, or None."""

    ours: Way
    floor: Way
    peer: Way | None = None

    def named(self) -> dict[str, Way]:
        found = {"ours": self.ours, "floor": self.floor, "peer": self.peer}
        return {name: way for name, way in found.items() if way}


@dataclass(frozen=True)
class Operation:
    """`prepare` looks at the data once and gives the ways; `rounds` bounds what takes long."""

    name: str
    prepare: Callable[..., Ways]
    rounds: int


OPERATIONS: list[Operation] = []


def operation(name: str, *, rounds: int = 1000):
    def keep(prepare):
        OPERATIONS.append(Operation(name, prepare, rounds))
        return prepare

    return keep
