"""Rounds in which every way of every operation has its turn, so that a busy minute hits all."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

from django.core.cache import caches

from tests.benchmarks.registry import Operation, Ways


class Disagreement(Exception):
    """Two ways of one operation gave different answers: their times mean nothing."""


@dataclass
class Measured:
    """Seconds of each way, by name, one for each round."""

    operation: Operation
    ways: Ways
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def median(self, name: str) -> float | None:
        return median(self.seconds[name]) if self.seconds[name] else None

    def times(self, name: str) -> float | None:
        """Our time as a multiple of this way's."""
        other = self.median(name)
        return self.median("ours") / other if other else None


def measure(
    operations: Iterable[Operation], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> list[Measured]:
    """Everything is cold: our caches are emptied before each turn; the database's are not.

    On a busy machine `time.process_time` tells more, on SQLite: it counts this process alone.
    """
    found = [Measured(each, each.prepare()) for each in operations]
    for each in found:
        _compare(each)
    for number in range(rounds):
        for each in found:
            if number < each.operation.rounds:
                _one_round(each, clock, backwards=number % 2)
    return found


def _compare(each: Measured) -> None:
    answers = {name: way.read(way.run()) for name, way in each.ways.named().items()}
    if any(answer != answers["ours"] for answer in answers.values()):
        short = {name: str(answer)[-200:] for name, answer in answers.items()}
        raise Disagreement(f"{each.operation.name}: {short}")


def _one_round(each: Measured, clock: Callable[[], float], *, backwards: bool) -> None:
    turns = list(each.ways.named().items())
    for name, way in reversed(turns) if backwards else turns:
        for cache in caches.all():
            cache.clear()
        begun = clock()
        way.run()
        each.seconds[name].append(clock() - begun)


def lines(found: list[Measured]) -> Iterator[str]:
    yield f"{'':44}{'ours':>12}{'floor':>12}{'peer':>12}{'ours/floor':>12}{'peer/ours':>12}"
    for each in found:
        times = "".join(f"{_ms(each.median(name)):>12}" for name in ("ours", "floor", "peer"))
        faster = each.times("peer")
        ratios = f"{_ratio(each.times('floor')):>12}{_ratio(faster and 1 / faster):>12}"
        yield f"{each.operation.name:44}{times}{ratios}"


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:,.1f} ms"


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:,.2f} ×"
