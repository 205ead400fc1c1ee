"""Rounds in which every way of every operation has its turn, so that a busy minute hits all."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from django.core.cache import caches

from tests.benchmarks.registry import Operation, Way, Ways

Medians = Mapping[str, Mapping[str, float]]  # by operation and way, in seconds


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
    """Our caches are emptied before each turn; the database's are not.

    On a busy machine `time.process_time` tells more, on SQLite: it counts this process alone.
    """
    found = [Measured(each, ways) for each in operations if (ways := each.prepare())]
    for each in found:
        _compare(each)
    for number in range(rounds):
        for each in found:
            if number < each.operation.rounds:
                _one_round(each, clock, backwards=number % 2)
    return found


def _compare(each: Measured) -> None:
    answers = {}
    for name, way in each.ways.named().items():
        with _turn_of(way):
            answers[name] = way.read(way.run())
    if any(answer != answers["ours"] for answer in answers.values()):
        short = {name: str(answer)[-200:] for name, answer in answers.items()}
        raise Disagreement(f"{each.operation.name}: {short}")


def _one_round(each: Measured, clock: Callable[[], float], *, backwards: bool) -> None:
    turns = list(each.ways.named().items())
    for name, way in reversed(turns) if backwards else turns:
        with _turn_of(way):
            begun = clock()
            way.run()
            each.seconds[name].append(clock() - begun)


@contextmanager
def _turn_of(way: Way) -> Iterator[None]:
    for cache in caches.all():
        cache.clear()
    way.before()
    try:
        yield
    finally:
        way.after()


def medians(found: list[Measured]) -> Medians:
    return {
        each.operation.name: {name: each.median(name) for name in each.ways.named()}
        for each in found
    }


def lines(found: list[Measured], earlier: Medians | None = None) -> Iterator[str]:
    """The table; with the medians of an earlier run, how many times as long ours takes now."""
    columns = ("ours", "floor", "peer", "ours/floor", "peer/ours", "stored/s")
    yield _line("", *columns, "growth" if earlier else "")
    for each in found:
        ours, faster = each.median("ours"), each.times("peer")
        before = (earlier or {}).get(each.operation.name, {}).get("ours")
        yield _line(
            each.operation.name,
            *(_ms(each.median(name)) for name in ("ours", "floor", "peer")),
            *(_ratio(each.times("floor")), _ratio(faster and 1 / faster)),
            f"{each.ways.stored / ours:,.0f}" if each.ways.stored else "",
            _ratio(before and ours / before),
        )


def _line(name: str, *cells: str) -> str:
    return (f"{name:44}" + "".join(f"{cell:>12}" for cell in cells)).rstrip()


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:,.1f} ms"


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:,.2f} ×"
