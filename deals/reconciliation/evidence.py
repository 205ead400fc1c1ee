"""Figures as evidence: which may stand for the rest, and what had been published by a day."""

import datetime
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from deals.models import Edition, Rate, Rates, ReportedFigure, Source
from deals.vocabulary import SOURCE_KINDS


@dataclass(frozen=True)
class Money:
    """A value with its doubt; `currency` is None for a count."""

    value: int
    currency: str | None
    qualifier: str
    value_max: int | None = None

    @property
    def high(self) -> int:
        """The upper end of a range, else the value itself."""
        return self.value if self.value_max is None else self.value_max


@dataclass(frozen=True)
class Shown:
    """A figure in the display currency, and why it reads so.

    `basis` is ``reported`` (it was reported in that currency), ``pair`` (the source itself gives
    this conversion), ``rate`` (converted with `rate`) or ``none`` (it cannot be converted).
    `comparable` is what itemised sums are measured against: they are converted by rate, so the
    figure is too, also where its source gives another conversion.
    """

    money: Money | None
    basis: str
    comparable: Money | None
    rate: Rate | None = None
    pair: ReportedFigure | None = None


@dataclass(frozen=True)
class Evidence:
    """The figures known on a day, and those left out.

    `later` were published after it, `undated` rest on sources without a date. `chosen_anew` maps
    the reference of a figure that is preferred for want of a better one to that of the better one.
    """

    figures: list[ReportedFigure]
    as_of: datetime.date | None = None
    later: tuple[ReportedFigure, ...] = ()
    undated: tuple[ReportedFigure, ...] = ()
    chosen_anew: dict[str, str] = field(default_factory=dict)

    @property
    def undated_sources(self) -> list[Source]:
        return list({figure.source_id: figure.source for figure in self.undated}.values())


def known(figures: Iterable[ReportedFigure], as_of: datetime.date | None = None) -> Evidence:
    """What had been published by a day; everything where no day is given.

    Where the preferred figure of a group was still to come, another is chosen by `rank`. The
    records are copied before that, and never saved.
    """
    figures = list(figures)
    if as_of is None:
        return Evidence(figures)
    days = {figure.pk: figure.source.published_on for figure in figures}
    undated = tuple(f for f in figures if days[f.pk] is None)
    later = tuple(f for f in figures if days[f.pk] is not None and days[f.pk] > as_of)
    present = [f for f in figures if days[f.pk] is not None and days[f.pk] <= as_of]
    lost = {f.group_key: f.ref for f in (*undated, *later) if is_headline(f)}
    chosen_anew = {}
    for group_key, preferred in lost.items():
        group = [f for f in present if f.group_key == group_key and not f.suspect]
        if group:
            chosen_anew[min(group, key=rank).ref] = preferred
    return Evidence(
        [_preferred(f) if f.ref in chosen_anew else f for f in present],
        as_of,
        later,
        undated,
        chosen_anew,
    )


def rank(figure: ReportedFigure):
    """The better figure of a group sorts first: the kind of its source, then the later source."""
    day = figure.source.published_on
    return (SOURCE_KINDS.index(figure.source.kind), -day.toordinal() if day else 0, figure.ref)


def _preferred(figure: ReportedFigure) -> ReportedFigure:
    chosen = copy(figure)
    chosen.preferred = True
    return chosen


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
    return min(own or candidates, key=horizon_order, default=None)


def is_headline(figure: ReportedFigure) -> bool:
    return figure.preferred and not figure.suspect


def is_whole(figure: ReportedFigure, place_id: int | None = None) -> bool:
    """About everything at its editions, or at the place: nothing further narrows it."""
    return figure.location_id == place_id and not (figure.sector_id or figure.scope_note)


def money_of(figure: ReportedFigure) -> Money:
    return Money(figure.value, figure.currency or None, figure.qualifier, figure.value_max)


def shown_in(
    figure: ReportedFigure,
    currency: str,
    edition: Edition,
    rates: Rates,
    figures: Iterable[ReportedFigure] = (),
) -> Shown:
    """A figure of one edition in the display currency; a reported pair is shown as reported."""
    if not figure.currency or figure.currency == currency:
        return Shown(money_of(figure), "reported", money_of(figure))
    rate = rates.between(figure.currency, currency, edition)
    converted = rate and Money(
        rate.convert(figure.value), currency, figure.qualifier, rate.convert(figure.value_max)
    )
    pair = _pair(figure, currency, figures)
    if pair:
        return Shown(money_of(pair), "pair", converted or money_of(pair), rate, pair)
    return Shown(converted, "rate" if rate else "none", converted, rate)


def _pair(figure, currency, figures) -> ReportedFigure | None:
    """The conversion that the figure's own source gives of it, if it is among the figures."""
    pairs = [
        f
        for f in figures
        if f.currency == currency
        and f.source_id == figure.source_id
        and not f.suspect
        and (f.equivalent_of_id == figure.pk or f.pk == figure.equivalent_of_id)
    ]
    return min(pairs, key=lambda f: (not f.preferred, f.ref), default=None)


def edition_ids(figure: ReportedFigure) -> list[int]:
    return [link.edition_id for link in figure.edition_links.all()]


# Order


def scope_order(figure: ReportedFigure):
    place = figure.location.path if figure.location else ""
    sector = figure.sector.slug if figure.sector else ""
    return (bool(figure.scope_note), bool(sector), place, sector, *horizon_order(figure))


def horizon_order(figure: ReportedFigure):
    return (figure.horizon not in ("at_signing", ""), figure.horizon, figure.ref)
