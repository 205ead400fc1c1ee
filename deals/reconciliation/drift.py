"""How a claim drifts: every copy of it across sources, and what became different on the way.

A wire and its copies are one origin: reprints confirm nothing.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from deals.models import ReportedFigure, Source
from deals.reconciliation.evidence import is_headline
from deals.vocabulary import SOURCE_KINDS


@dataclass(frozen=True)
class Statement:
    """One source's statement beside the figure in question.

    `differs` names what differs (``value``, ``hedge``, ``scope``, ``horizon``); `standing` is
    ``preferred``, ``suspect`` or ``other`` within its own scope, and `why` the reason for it.
    `origin` is the source that its source repeats, its own where it repeats none.
    """

    figure: ReportedFigure
    differs: tuple[str, ...]
    standing: str
    why: str
    origin: Source

    @property
    def is_copy(self) -> bool:
        return self.origin != self.figure.source


@dataclass(frozen=True)
class Drift:
    """All statements of a claim; `origins` counts the sources that are no copy of another."""

    statements: list[Statement]
    origins: int


def drift_of(figure: ReportedFigure) -> Drift:
    """Every statement of the same metric at the same editions with this scope or this value.

    Origins that speak of its own scope come first; copies follow the text that they repeat.
    """
    everything = list(_of_the_same_editions(figure))
    alike = [f for f in everything if _same_claim(f, figure)]
    origins = _origins([f.source for f in alike])
    statements = []
    for each in alike:
        place, why = standing(each, everything)
        origin = origins[each.source_id]
        statements.append(Statement(each, _differs(each, figure), place, why, origin))
    near = {s.origin.pk for s in statements if _scope(s.figure) == _scope(figure)}
    statements.sort(key=lambda statement: _order(statement, near))
    return Drift(statements, len({s.origin.pk for s in statements}))


def _of_the_same_editions(figure: ReportedFigure):
    editions, metric = figure.group_key.split("|")[:2]
    found = ReportedFigure.objects.filter(
        group_key__startswith=f"{editions}|{metric}|", currency=figure.currency
    )
    return found.with_names()


def _same_claim(other: ReportedFigure, figure: ReportedFigure) -> bool:
    same_number = (other.value, other.value_max) == (figure.value, figure.value_max)
    return same_number or _scope(other) == _scope(figure)


def _scope(figure: ReportedFigure):
    return (figure.location_id, figure.sector_id, figure.scope_note)


def _differs(other: ReportedFigure, figure: ReportedFigure) -> tuple[str, ...]:
    found = {
        "value": (other.value, other.value_max) != (figure.value, figure.value_max),
        "hedge": other.qualifier != figure.qualifier,
        "scope": _scope(other) != _scope(figure),
        "horizon": other.horizon != figure.horizon,
    }
    return tuple(name for name, different in found.items() if different)


def standing(figure: ReportedFigure, figures: Iterable[ReportedFigure]) -> tuple[str, str]:
    """Whether a figure stands for its group among the figures, and why.

    The second word is a key of `vocabulary.WHY_STANDING`: the rule followed, else the editors.
    """
    group = [f for f in figures if f.group_key == figure.group_key]
    if figure.suspect:
        return "suspect", "suspect"
    chosen = next((f for f in group if is_headline(f)), None)
    if chosen is None:
        return "other", "none-preferred"
    rivals = [f for f in group if f.pk != figure.pk and not f.suspect]
    if figure.pk == chosen.pk:
        return "preferred", _why_better(figure, rivals) if rivals else "only-one"
    reason = _why_better(chosen, [figure])
    return "other", _THE_OTHER_SIDE.get(reason, reason)


_THE_OTHER_SIDE = {
    "better-kind": "weaker-kind",
    "later": "earlier",
    "sources-agree": "agrees-with-preferred",
}


def _why_better(chosen: ReportedFigure, rivals: list[ReportedFigure]) -> str:
    kinds = [SOURCE_KINDS.index(f.source.kind) for f in rivals]
    kind = SOURCE_KINDS.index(chosen.source.kind)
    if kind < min(kinds):
        return "better-kind"
    if kind > min(kinds):
        return "editor"
    equals = [f for f in rivals if SOURCE_KINDS.index(f.source.kind) == kind]
    if {_said(f) for f in equals} == {_said(chosen)}:
        return "sources-agree"
    days = [f.source.published_on for f in (chosen, *equals)]
    return "later" if None not in days and days[0] > max(days[1:]) else "editor"


def _said(figure: ReportedFigure):
    return (figure.value, figure.value_max, figure.qualifier)


def _origins(sources: list[Source]) -> dict[int, Source]:
    """By id: the source at the end of the chain of copies."""
    known = {source.pk: source for source in sources}
    wanted = {source.copy_of_id for source in sources} - known.keys() - {None}
    while wanted:
        known |= {source.pk: source for source in Source.objects.filter(pk__in=wanted)}
        wanted = {source.copy_of_id for source in known.values()} - known.keys() - {None}
    return {source.pk: _end_of_chain(source, known) for source in sources}


def _end_of_chain(source: Source, known: dict[int, Source]) -> Source:
    seen = set()
    while source.copy_of_id and source.pk not in seen:
        seen.add(source.pk)
        source = known[source.copy_of_id]
    return source


def _order(statement: Statement, near: set[int]):
    """Origins with the scope in question first, the oldest first; copies after their origin."""
    origin = statement.origin
    return (
        origin.pk not in near,
        origin.published_on or datetime.date.max,
        origin.slug,
        statement.is_copy,
        statement.figure.ref,
    )
