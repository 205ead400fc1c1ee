"""Scorecards: what was reported of an edition or a place, beside what is itemised there."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from deals import stats
from deals.bounds import bound_of_difference, bound_of_ratio, bound_of_sum
from deals.models import Edition, Location, Project, Rates, ReportedFigure
from deals.reconciliation.evidence import (
    Evidence,
    Money,
    Shown,
    edition_ids,
    is_headline,
    is_whole,
    known,
    scope_order,
    shown_in,
)
from deals.vocabulary import metric_rank

ITEMISED_METRICS = ("projects", "investment", "jobs", "output_value")


@dataclass(frozen=True)
class Coverage:
    """Itemised ÷ reported; `share_max` is the upper end where one of the two is a range."""

    share: Decimal
    share_max: Decimal | None
    bound: str


@dataclass(frozen=True)
class Itemised:
    """What the projects of a scope add up to in one metric, and the share of the reported value.

    `without_scope` counts the projects beside it of which the place (or sector) is not stated.
    """

    totals: stats.Totals
    value: int | None
    high: int | None
    bound: str | None
    coverage: Coverage | None = None
    without_scope: int = 0


@dataclass(frozen=True)
class Remainder:
    """whole − parts, where the whole is its group's headline and the parts cannot overlap.

    `not_taken` are the other parts of the same whole, each with the reason.
    """

    money: Money
    whole: ReportedFigure
    parts: tuple[ReportedFigure, ...]
    not_taken: tuple[tuple[ReportedFigure, str], ...] = ()
    itemised: Itemised | None = None


@dataclass
class Line:
    """A headline of one scope with what stands beside it on the scorecard."""

    figure: ReportedFigure | None
    shown: Shown | None = None
    itemised: Itemised | None = None
    remainder: Remainder | None = None


@dataclass
class Metric:
    """All that is reported of one metric in one currency: whole scope, parts, other statements."""

    metric: str
    currency: str
    whole: Line
    parts: list[Line] = field(default_factory=list)
    remainder: Remainder | None = None
    alternatives: list[ReportedFigure] = field(default_factory=list)


@dataclass
class Reconciliation:
    """A scorecard; `spanning` are figures over several editions, whole as they are.

    `scopes` are what its projects add up to, in the display currency.
    """

    edition: Edition
    metrics: list[Metric]
    spanning: list[ReportedFigure]
    scopes: "Scopes"
    evidence: Evidence

    @property
    def totals(self) -> stats.Totals:
        return self.scopes.totals


def of_edition(
    edition: Edition,
    currency: str = "CNY",
    as_of: datetime.date | None = None,
    figures: Iterable[ReportedFigure] | None = None,
) -> Reconciliation:
    """The scorecard of an edition as known on a day, money beside it in the display currency.

    `figures` are those over the edition, and others, where they have been fetched already.
    """
    if figures is None:
        # By keys: with a subquery PostgreSQL joins all figures with what they name, then chooses.
        keys = list(ReportedFigure.objects.over(edition).values_list("pk", flat=True))
        figures = ReportedFigure.objects.filter(pk__in=keys).with_names()
    evidence = known((f for f in figures if edition.pk in edition_ids(f)), as_of)
    own = [figure for figure in evidence.figures if figure.edition_count == 1]
    projects = edition.projects.known_by(as_of)
    scopes = Scopes(cells_of(projects, currency).get(edition.slug, []), currency)
    return Reconciliation(
        edition,
        _metrics(own, edition, currency, scopes, Rates()),
        [figure for figure in evidence.figures if figure.edition_count > 1],
        scopes,
        evidence,
    )


def of_place(
    place: Location, currency: str = "CNY", as_of: datetime.date | None = None
) -> tuple[list[Reconciliation], Evidence]:
    """For each edition, the newest first: the figures scoped to the place, beside its projects.

    Figures over several editions stand with the newest edition that they cover.
    """
    evidence = known(ReportedFigure.objects.filter(location=place).with_names(), as_of)
    editions = {
        link.edition_id: link.edition for f in evidence.figures for link in f.edition_links.all()
    }
    projects = Project.objects.inside(place).filter(edition__in=editions).known_by(as_of)
    cells = cells_of(projects, currency) if editions else {}
    rates = Rates.for_editions(editions.values(), {f.currency for f in evidence.figures})
    newest = sorted(editions.values(), key=lambda e: (e.day, e.label, e.slug), reverse=True)
    newest_of = {f.pk: _first_of(newest, edition_ids(f)) for f in evidence.figures}
    cards = []
    for edition in newest:
        here = [f for f in evidence.figures if newest_of[f.pk] == edition]
        own = [f for f in here if f.edition_count == 1]
        scopes = Scopes(cells.get(edition.slug, []), currency, place)
        metrics = _metrics(own, edition, currency, scopes, rates)
        spanning = [f for f in here if f.edition_count > 1]
        if metrics or spanning:
            cards.append(Reconciliation(edition, metrics, spanning, scopes, evidence))
    return cards, evidence


def _first_of(editions, ids):
    return next(edition for edition in editions if edition.pk in ids)


def cells_of(projects, currency: str) -> dict[str, list]:
    """By edition: ((path of the place, sector's slug), totals) for each combination."""
    columns = ("edition__slug", "location__path", "sector__slug")
    found: dict[str, list] = {}
    for (edition, *scope), sums in stats.by_columns(projects, columns, currency).items():
        found.setdefault(edition, []).append((tuple(scope), sums))
    return found


class Scopes:
    """What projects add up to, for every scope that a figure can have: one query for all.

    `cells` are ((path of the place, sector slug), totals); `base` is the place that a figure
    without a narrower scope is about.
    """

    def __init__(self, cells, currency: str, base: Location | None = None):
        self.base = base
        self._nothing = stats.nothing(currency)
        self._cells = [(path, sector, sums) for (path, sector), sums in cells]

    @cached_property
    def totals(self) -> stats.Totals:
        return self._sum(lambda _path, _sector: True)

    def of(self, figure: ReportedFigure) -> stats.Totals | None:
        """None where the figure's scope is in words: no condition on projects expresses it."""
        if figure.scope_note:
            return None
        return self._sum(lambda path, sector: _inside(figure, path, sector))

    def outside(self, whole: ReportedFigure, parts) -> tuple[stats.Totals, int] | None:
        """The totals inside the whole and outside its parts, and how many projects do not say."""
        if whole.scope_note or any(part.scope_note for part in parts):
            return None
        by_place = parts[0].location_id and parts[0].location_id != whole.location_id

        def stated(path, sector):
            return (path if by_place else sector) is not None

        def among(path, sector):
            return _inside(whole, path, sector)

        rest = self._sum(
            lambda path, sector: (
                among(path, sector)
                and stated(path, sector)
                and not any(_inside(part, path, sector) for part in parts)
            )
        )
        unstated = self._sum(lambda path, sector: among(path, sector) and not stated(path, sector))
        return rest, unstated.projects

    def _sum(self, condition) -> stats.Totals:
        found = [sums for path, sector, sums in self._cells if condition(path, sector)]
        return stats.added([self._nothing, *found])


def _inside(figure: ReportedFigure, path: str | None, sector: str | None) -> bool:
    at_place = not figure.location_id or bool(path and path.startswith(figure.location.path))
    return at_place and (not figure.sector_id or sector == figure.sector.slug)


def _metrics(figures, edition, currency, scopes, rates) -> list[Metric]:
    groups: dict[tuple[str, str], list[ReportedFigure]] = {}
    for figure in figures:
        groups.setdefault((figure.metric, figure.currency), []).append(figure)
    metrics = [_metric(*key, group, scopes) for key, group in groups.items()]
    for metric in metrics:
        for line in [metric.whole, *metric.parts]:
            if line.figure:
                line.shown = shown_in(line.figure, currency, edition, rates, figures)
                line.itemised = _itemised(line.figure, line.shown.comparable, scopes)
                line.remainder = _with_itemised(line.remainder, currency, edition, scopes, rates)
        metric.remainder = _with_itemised(metric.remainder, currency, edition, scopes, rates)
    return sorted(metrics, key=_metric_order)


def _metric(name: str, currency: str, figures: list[ReportedFigure], scopes: Scopes) -> Metric:
    base = scopes.base and scopes.base.pk
    chosen = sorted((f for f in figures if is_headline(f)), key=scope_order)
    whole = next((f for f in chosen if is_whole(f, base)), None)
    parts = [f for f in chosen if f is not whole]
    metric = Metric(name, currency, Line(whole), [Line(part) for part in parts])
    metric.alternatives = sorted((f for f in figures if f not in chosen), key=scope_order)
    by_ref = {figure.ref: figure for figure in figures}
    for line in metric.parts:
        line.remainder = _remainder([line.figure], by_ref, chosen)
    metric.remainder = _combined_remainder(parts, by_ref, chosen)
    return metric


# Itemised beside reported


def _itemised(figure: ReportedFigure, reported: Money | None, scopes: Scopes) -> Itemised | None:
    if figure.equivalent_of_id or figure.metric not in ITEMISED_METRICS:
        return None
    totals = scopes.of(figure)
    return totals and measured(figure.metric, totals, reported)


def _with_itemised(remainder, currency, edition, scopes, rates) -> Remainder | None:
    """The remainder with what is itemised outside the parts."""
    if remainder is None or remainder.whole.metric not in ITEMISED_METRICS:
        return remainder
    found = scopes.outside(remainder.whole, remainder.parts)
    if found is None or remainder.whole.equivalent_of_id:
        return remainder
    reported = _in_currency(remainder.money, currency, edition, rates)
    rest, unstated = found
    itemised = measured(remainder.whole.metric, rest, reported, unstated)
    return replace(remainder, itemised=itemised)


def _in_currency(money: Money, currency: str, edition: Edition, rates: Rates) -> Money | None:
    if money.currency in (None, currency):
        return money
    rate = rates.between(money.currency, currency, edition)
    return rate and Money(
        rate.convert(money.value), currency, money.qualifier, rate.convert(money.value_max)
    )


def measured(
    metric: str, totals: stats.Totals, reported: Money | None, without_scope: int = 0
) -> Itemised:
    """What the totals hold of a metric, with its share of what was reported."""
    if metric == "projects":
        value = high = totals.projects
        bound = "exact"
    else:
        part = getattr(totals, metric)
        value, high, bound = part.low, part.high, part.bound
    share = None
    if reported and (value is not None or not totals.projects):
        share = coverage(value or 0, high or 0, bound or "exact", reported)
    return Itemised(totals, value, high, bound, share, without_scope)


def coverage(low: int, high: int, bound: str, reported: Money) -> Coverage | None:
    """Itemised ÷ reported; with a range on either side, both ends. None for a reported 0."""
    if not reported.value:
        return None
    of = bound_of_ratio(bound, reported.qualifier)
    if of != "range":
        return Coverage(Decimal(low) / reported.value, None, of)
    return Coverage(Decimal(low) / reported.high, Decimal(high) / reported.value, of)


# Remainders


def _remainder(parts, by_ref, chosen) -> Remainder | None:
    """whole − parts, of the parts' own whole; only where that says the same as its headline."""
    if any(part.of_which is None for part in parts):
        return None
    wholes = [by_ref.get(part.of_which.ref) for part in parts]
    if None in wholes or len({_statement(whole) for whole in wholes}) != 1:
        return None
    whole = wholes[0]
    preferred = next((f for f in chosen if _statement(f) == _statement(whole)), None)
    if preferred is None:
        return None
    rest = whole.value - sum(part.value for part in parts)
    if rest < 0 or "range" in {whole.qualifier, *(part.qualifier for part in parts)}:
        return None
    bound = bound_of_difference(whole.qualifier, bound_of_sum(p.qualifier for p in parts))
    return Remainder(Money(rest, whole.currency or None, bound), preferred, tuple(parts))


def _statement(figure: ReportedFigure):
    """Figures of which this is equal say the same thing, each in its own source."""
    return (figure.group_key, figure.value, figure.value_max, figure.qualifier)


def _combined_remainder(parts, by_ref, chosen) -> Remainder | None:
    """The remainder of all parts together, where their scopes are disjoint places or sectors."""
    tied = [part for part in parts if part.of_which and part.of_which.ref in by_ref]
    for candidates, disjoint in (
        ([p for p in tied if p.location_id and not p.sector_id], _disjoint_places),
        ([p for p in tied if p.sector_id and not p.location_id], _disjoint_sectors),
    ):
        plain = _of_one_whole([p for p in candidates if not p.scope_note], by_ref)
        if plain and disjoint(plain):
            found = _remainder(plain, by_ref, chosen)
            if found:
                return _naming_the_rest(found, tied)
    return None


def _naming_the_rest(found: Remainder, tied) -> Remainder:
    rest = [part for part in tied if part not in found.parts]
    reasons = tuple((part, "scope-in-words" if part.scope_note else "may-overlap") for part in rest)
    return replace(found, not_taken=reasons)


def _of_one_whole(parts, by_ref):
    """The parts of the whole that most of them name; equal wholes of two sources are one."""
    wholes = [_statement(by_ref[part.of_which.ref]) for part in parts]
    if not wholes:
        return []
    commonest = max(wholes, key=wholes.count)
    return [part for part, whole in zip(parts, wholes, strict=True) if whole == commonest]


def _disjoint_places(parts: Iterable[ReportedFigure]) -> bool:
    paths = sorted(part.location.path for part in parts)
    return all(not later.startswith(first) for first, later in pairwise(paths))


def _disjoint_sectors(parts) -> bool:
    return len({part.sector_id for part in parts}) == len(parts)


def _metric_order(metric: Metric):
    first = metric.whole.figure or (metric.parts[0].figure if metric.parts else None)
    conversion = first is not None and first.equivalent_of_id is not None
    return (*metric_rank(metric.metric), conversion, metric.currency)
