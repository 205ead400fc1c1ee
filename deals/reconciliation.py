"""Reported against itemised: headlines, their named parts, the remainder, the running total.

Reported figures are evidence and projects are data: the two stand side by side and are never added
to each other. Every result here names the figures that it used.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from deals import stats
from deals.bounds import bound_of_difference, bound_of_ratio, bound_of_sum
from deals.models import Edition, Location, Project, Rate, Rates, ReportedFigure
from deals.vocabulary import metric_rank

ITEMISED_METRICS = ("projects", "investment", "jobs", "output_value")


@dataclass(frozen=True)
class Money:
    """A value with its doubt; `currency` is None for a count."""

    value: int
    currency: str | None
    qualifier: str
    value_max: int | None = None


@dataclass(frozen=True)
class Shown:
    """A figure in the display currency, and why it reads so.

    `basis` is ``reported`` (it was reported in that currency), ``pair`` (the source itself gives
    this conversion), ``rate`` (converted with `rate`) or ``none`` (it cannot be converted).
    """

    money: Money | None
    basis: str
    rate: Rate | None = None
    pair: ReportedFigure | None = None


@dataclass(frozen=True)
class Itemised:
    """What the projects of the same scope add up to, and the share of the reported value."""

    totals: stats.Totals
    value: int | None
    high: int | None
    bound: str | None
    share: Decimal | None = None
    share_bound: str | None = None


@dataclass(frozen=True)
class Remainder:
    """whole − parts, where the whole is its group's headline and the parts cannot overlap."""

    money: Money
    whole: ReportedFigure
    parts: tuple[ReportedFigure, ...]


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


@dataclass(frozen=True)
class RunningTotal:
    """A conference's reported total: the editions' own figures, each edition once."""

    money: Money
    used: tuple[ReportedFigure, ...]
    left_out: tuple[tuple[ReportedFigure, str], ...]
    missing: tuple[Edition, ...]


@dataclass
class Reconciliation:
    """An edition's scorecard; `spanning` are figures over several editions, whole as they are."""

    edition: Edition
    metrics: list[Metric]
    spanning: list[ReportedFigure]
    totals: stats.Totals
    warnings: list["Warning_"] = field(default_factory=list)


@dataclass(frozen=True)
class Warning_:
    """Something a reader should know: its code, and the figures and values that show it."""

    code: str
    figure: ReportedFigure
    reported: Money
    itemised: Money


def of_edition(edition: Edition, currency: str = "CNY") -> Reconciliation:
    """The scorecard of an edition, with money beside it in the display currency."""
    figures = list(ReportedFigure.objects.over(edition).with_names())
    own = [figure for figure in figures if figure.edition_count == 1]
    scopes = _Scopes(edition.projects.all(), currency)
    card = Reconciliation(
        edition,
        _metrics(own, edition, currency, scopes),
        [figure for figure in figures if figure.edition_count > 1],
        scopes.totals,
    )
    card.warnings = _above_reported(card)
    return card


def headline(figures: Iterable[ReportedFigure], metric: str) -> ReportedFigure | None:
    """The preferred whole-scope figure of a metric, in the currency it was first reported in.

    A conversion is never a headline, nor is a suspect figure.
    """
    candidates = [
        figure
        for figure in figures
        if figure.metric == metric and is_headline(figure) and is_whole(figure)
    ]
    own = [figure for figure in candidates if figure.equivalent_of_id is None]
    return min(own or candidates, key=_horizon_order, default=None)


def is_headline(figure: ReportedFigure) -> bool:
    return figure.preferred and not figure.suspect


def is_whole(figure: ReportedFigure) -> bool:
    """About everything at its editions: no place, no sector, no words that narrow it."""
    return not (figure.location_id or figure.sector_id or figure.scope_note)


def money_of(figure: ReportedFigure) -> Money:
    return Money(figure.value, figure.currency or None, figure.qualifier, figure.value_max)


def shown_in(
    figure: ReportedFigure,
    currency: str,
    edition: Edition,
    rates: Rates,
    figures: Iterable[ReportedFigure] = (),
) -> Shown:
    """A figure of one edition in the display currency; a reported pair is never re-converted."""
    if not figure.currency or figure.currency == currency:
        return Shown(money_of(figure), "reported")
    pair = _pair(figure, currency, figures)
    if pair:
        return Shown(money_of(pair), "pair", pair=pair)
    rate = rates.between(figure.currency, currency, edition)
    if rate is None:
        return Shown(None, "none")
    money = Money(
        rate.convert(figure.value), currency, figure.qualifier, rate.convert(figure.value_max)
    )
    return Shown(money, "rate", rate=rate)


def running_total(
    editions: list[Edition], figures: list[ReportedFigure], metric: str = "investment"
) -> RunningTotal | None:
    """The editions' own figures, added; a figure over several editions only where one has none.

    Only the currency in which most editions report is added; everything left out says why.
    """
    usable = [f for f in figures if f.metric == metric and is_headline(f) and is_whole(f)]
    usable = [f for f in usable if f.equivalent_of_id is None]
    currency = _commonest_currency(usable)
    same = [f for f in usable if f.currency == currency]
    own = {}
    for figure in sorted((f for f in same if f.edition_count == 1), key=_horizon_order):
        own.setdefault(_edition_ids(figure)[0], figure)
    chosen = _fill_gaps(own, [f for f in same if f.edition_count > 1])
    if not chosen:
        return None
    in_order = [chosen[edition.pk] for edition in editions if edition.pk in chosen]
    used = tuple(dict.fromkeys(in_order))
    left_out = tuple(
        (f, _why_left_out(f, currency, used))
        for f in figures
        if f.metric == metric and f not in used
    )
    return RunningTotal(
        _added(used, currency),
        used,
        left_out,
        tuple(edition for edition in editions if edition.pk not in chosen),
    )


# How a scorecard comes about


class _Scopes:
    """What the projects of an edition add up to, for the scopes that figures can have."""

    def __init__(self, projects, currency: str):
        self.currency = currency
        self.totals = stats.totals(projects, currency)
        empty = self.totals.projects == 0
        self._places = {} if empty else stats.by_subtree(projects, currency)
        self._sectors = (
            {}
            if empty
            else {group.key: group.totals for group in stats.by(projects, "sector", currency)}
        )

    def of(self, figure: ReportedFigure) -> stats.Totals | None:
        """None where no filter on projects expresses the figure's scope."""
        if figure.scope_note or (figure.location_id and figure.sector_id):
            return None
        if figure.location_id:
            return self._places.get(figure.location.slug, stats.nothing(self.currency))
        if figure.sector_id:
            return self._sectors.get(figure.sector.slug, stats.nothing(self.currency))
        return self.totals


def _metrics(figures, edition, currency, scopes) -> list[Metric]:
    rates = Rates()
    groups: dict[tuple[str, str], list[ReportedFigure]] = {}
    for figure in figures:
        groups.setdefault((figure.metric, figure.currency), []).append(figure)
    metrics = [_metric(*key, group) for key, group in groups.items()]
    for metric in metrics:
        for line in [metric.whole, *metric.parts]:
            if line.figure:
                line.shown = shown_in(line.figure, currency, edition, rates, figures)
                line.itemised = _itemised(line, scopes)
    return sorted(metrics, key=_metric_order)


def _metric(name: str, currency: str, figures: list[ReportedFigure]) -> Metric:
    chosen = sorted((f for f in figures if is_headline(f)), key=_scope_order)
    whole = next((f for f in chosen if is_whole(f)), None)
    parts = [f for f in chosen if f is not whole]
    metric = Metric(name, currency, Line(whole), [Line(part) for part in parts])
    metric.alternatives = sorted((f for f in figures if f not in chosen), key=_scope_order)
    by_ref = {figure.ref: figure for figure in figures}
    for line in metric.parts:
        line.remainder = _remainder([line.figure], by_ref, chosen)
    metric.remainder = _combined_remainder(parts, by_ref, chosen)
    return metric


def _itemised(line: Line, scopes: _Scopes) -> Itemised | None:
    figure = line.figure
    totals = scopes.of(figure) if figure.metric in ITEMISED_METRICS else None
    if totals is None or figure.equivalent_of_id:
        return None
    if figure.metric == "projects":
        itemised = Itemised(totals, totals.projects, totals.projects, "exact")
    else:
        part = getattr(totals, figure.metric)
        itemised = Itemised(totals, part.low, part.high, part.bound)
    unknown = itemised.value is None and totals.projects
    if unknown or line.shown is None or line.shown.money is None:
        return itemised
    share = Decimal(itemised.value or 0) / line.shown.money.value
    share_bound = bound_of_ratio(itemised.bound or "exact", line.shown.money.qualifier)
    return replace(itemised, share=share, share_bound=share_bound)


def _remainder(parts, by_ref, chosen) -> Remainder | None:
    """whole − parts, of the parts' own whole; only where that says the same as its headline."""
    wholes = {part.of_which.ref for part in parts if part.of_which}
    if len(wholes) != 1 or any(part.of_which is None for part in parts):
        return None
    whole = by_ref.get(wholes.pop())
    preferred = next((f for f in chosen if whole and f.group_key == whole.group_key), None)
    if preferred is None or (preferred.value, preferred.qualifier) != (
        whole.value,
        whole.qualifier,
    ):
        return None
    rest = whole.value - sum(part.value for part in parts)
    if rest < 0 or "range" in {whole.qualifier, *(part.qualifier for part in parts)}:
        return None
    bound = bound_of_difference(whole.qualifier, bound_of_sum(p.qualifier for p in parts))
    return Remainder(Money(rest, whole.currency or None, bound), preferred, tuple(parts))


def _combined_remainder(parts, by_ref, chosen) -> Remainder | None:
    """The remainder of all parts together, where their scopes are disjoint places or sectors."""
    tied = [part for part in parts if part.of_which]
    for candidates, disjoint in (
        ([p for p in tied if p.location_id and not p.sector_id], _disjoint_places),
        ([p for p in tied if p.sector_id and not p.location_id], _disjoint_sectors),
    ):
        plain = [part for part in candidates if not part.scope_note]
        if plain and disjoint(plain):
            found = _remainder(_of_one_whole(plain), by_ref, chosen)
            if found:
                return found
    return None


def _of_one_whole(parts):
    """The parts of the whole that most of them name."""
    wholes = [part.of_which_id for part in parts]
    commonest = max(wholes, key=wholes.count)
    return [part for part in parts if part.of_which_id == commonest]


def _disjoint_places(parts) -> bool:
    paths = sorted(part.location.path for part in parts)
    return all(not later.startswith(first) for first, later in pairwise(paths))


def _disjoint_sectors(parts) -> bool:
    return len({part.sector_id for part in parts}) == len(parts)


def _above_reported(card: Reconciliation) -> list[Warning_]:
    found = []
    for metric in card.metrics:
        for line in [metric.whole, *metric.parts]:
            above = line.itemised and line.itemised.share and line.itemised.share > 1
            if above and line.figure.qualifier not in ("more_than", "at_least", "about"):
                money = line.shown.money
                itemised = Money(
                    line.itemised.value, money.currency, line.itemised.bound or "exact"
                )
                found.append(Warning_("itemised-above-reported", line.figure, money, itemised))
    return found


# How a running total comes about


def _fill_gaps(own, spanning) -> dict[int, ReportedFigure]:
    """By edition id: its own figure, or the one over several editions that stands in for it."""
    chosen = dict(own)
    for figure in sorted(spanning, key=lambda f: (-len(set(_edition_ids(f)) - own.keys()), f.ref)):
        covered = _edition_ids(figure)
        gap = any(edition not in chosen for edition in covered)
        taken = any(
            chosen.get(edition, figure).edition_count > 1
            for edition in covered
            if edition in chosen
        )
        if gap and not taken:
            chosen.update(dict.fromkeys(covered, figure))
    return chosen


def _why_left_out(figure: ReportedFigure, currency: str, used) -> str:
    if figure.suspect:
        return "suspect"
    if figure.equivalent_of_id:
        return "conversion"
    if figure.of_which_id:
        return "part"
    if not is_whole(figure):
        return "other-scope"
    if not figure.preferred:
        return "other-source"
    if figure.currency != currency:
        return "other-currency"
    return "covered" if figure.edition_count > 1 else "inside-a-longer-figure"


def _added(figures: Iterable[ReportedFigure], currency: str) -> Money:
    figures = list(figures)
    low = sum(figure.value for figure in figures)
    high = sum(figure.value_max or figure.value for figure in figures)
    bound = (
        figures[0].qualifier if len(figures) == 1 else bound_of_sum(f.qualifier for f in figures)
    )
    return Money(low, currency or None, bound, high if high != low else None)


def _commonest_currency(figures) -> str:
    currencies = [f.currency for f in figures for _edition in range(f.edition_count)]
    return max(sorted(set(currencies)), key=currencies.count, default="")


def _edition_ids(figure: ReportedFigure) -> list[int]:
    return [link.edition_id for link in figure.edition_links.all()]


# Order


def _pair(figure, currency, figures) -> ReportedFigure | None:
    """The conversion that the figure's own source gives of it; another source's may differ."""
    twin = figure.equivalent_of
    if twin and twin.currency == currency and not twin.suspect:
        return twin
    pairs = [
        f
        for f in figures
        if f.currency == currency and not f.suspect and f.equivalent_of_id == figure.pk
    ]
    return min(pairs, key=lambda f: (not f.preferred, f.ref), default=None)


def _scope_order(figure: ReportedFigure):
    place = figure.location.path if figure.location else ""
    sector = figure.sector.slug if figure.sector else ""
    return (bool(figure.scope_note), bool(sector), place, sector, *_horizon_order(figure))


def _horizon_order(figure: ReportedFigure):
    return (figure.horizon not in ("at_signing", ""), figure.horizon, figure.ref)


def _metric_order(metric: Metric):
    conversion = (
        metric.whole.figure is not None and metric.whole.figure.equivalent_of_id is not None
    )
    return (*metric_rank(metric.metric), conversion, metric.currency)


def place_figures(location: Location) -> list[ReportedFigure]:
    """The headlines scoped to exactly this place, the newest edition first."""
    figures = ReportedFigure.objects.headlines().filter(location=location).with_names()
    return sorted(figures, key=lambda f: (-_latest_year(f), *metric_rank(f.metric), f.ref))


def _latest_year(figure: ReportedFigure) -> int:
    return max((link.edition.year for link in figure.edition_links.all()), default=0)


def projects_of(editions: Iterable[Edition]):
    return Project.objects.filter(edition__in=editions)
