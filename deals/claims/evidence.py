"""What the checks look at: a set of figures with what stands around them, read at once."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from deals import stats
from deals.models import Edition, Project, Rate, Rates, ReportedFigure, Source
from deals.printed import Interval, possible
from deals.reconciliation import headline, is_headline
from deals.reconciliation.scorecard import ITEMISED_METRICS, Scopes, cells_of

# By currency and by the slug of the edition: what its projects add up to.
ScopesByEdition = Mapping[str, Mapping[str, Scopes]]


@dataclass(frozen=True)
class Moment:
    """The day whose exchange rate counts, in the place of an edition."""

    rate_day: datetime.date

    @property
    def year(self) -> int:
        return self.rate_day.year


class Ground:
    """Figures as `FigureQuerySet.with_names` fetches them; nothing else counts as evidence.

    The number of queries is the same for one figure and for all: rates, sums of projects and
    copies of sources are read once, and only where a check asks for them. `at` are the editions
    whose projects are looked at; None: all. `scopes` are theirs in the currencies that are known.
    """

    def __init__(
        self,
        figures: Iterable[ReportedFigure],
        as_of: datetime.date | None = None,
        at: Collection[int] | None = None,
        scopes: ScopesByEdition = MappingProxyType({}),
    ):
        self.as_of, self.at = as_of, at
        self.figures = sorted(figures, key=lambda figure: figure.ref)
        self.by_pk = {figure.pk: figure for figure in self.figures}
        self._possible: dict[int, Interval] = {}
        self._scopes = dict(scopes)

    # Figures

    def whole_of(self, figure: ReportedFigure) -> ReportedFigure | None:
        return self.by_pk.get(figure.of_which_id)

    def twin_of(self, figure: ReportedFigure) -> ReportedFigure | None:
        return self.by_pk.get(figure.equivalent_of_id)

    def possible(self, figure: ReportedFigure) -> Interval:
        """The values that the figure's hedge and its printed digits leave possible."""
        if figure.pk not in self._possible:
            self._possible[figure.pk] = possible(
                figure.as_written, figure.value, figure.value_max, figure.qualifier
            )
        return self._possible[figure.pk]

    @cached_property
    def own(self) -> dict[int, list[ReportedFigure]]:
        """By edition: the figures of that edition alone."""
        found: dict[int, list[ReportedFigure]] = {}
        for figure in self.figures:
            if figure.edition_count == 1:
                found.setdefault(edition_of(figure).pk, []).append(figure)
        return found

    def headline(self, edition_pk: int, metric: str) -> ReportedFigure | None:
        """The whole-scope headline that an edition has of its own."""
        return self._headlines.get((edition_pk, metric))

    @cached_property
    def _headlines(self) -> dict[tuple[int, str], ReportedFigure]:
        found = {}
        for pk, figures in self.own.items():
            for metric in {figure.metric for figure in figures}:
                found[pk, metric] = headline(figures, metric)
        return found

    @cached_property
    def original_of(self) -> dict[int, int]:
        """By source of a figure: the one that it is a copy of in the end."""
        sources = {figure.source_id for figure in self.figures}
        up, step = {}, sources
        # A copy of a copy is rare, so there are two steps or three.
        while step:
            copies = Source.objects.filter(pk__in=step, copy_of__isnull=False).order_by()
            found = dict(copies.values_list("pk", "copy_of_id"))
            up |= found
            step = found.values() - up.keys()
        return {source: _root(source, up) for source in sources & up.keys()}

    # Rates

    def rate(self, source: str, target: str, moment) -> Rate | None:
        """The rate at an `Edition` or `Moment`; None where there is none."""
        return self._rates.between(source, target, moment)

    @cached_property
    def _rates(self) -> Rates:
        needed = [
            (figure, moment)
            for figure in self.figures
            if figure.currency and (moment := moment_of(figure) or _only_edition(figure))
        ]
        return Rates.for_editions(
            [moment for _figure, moment in needed], {figure.currency for figure, _m in needed}
        )

    # Projects

    def itemised(self, figure: ReportedFigure) -> stats.Totals | None:
        """What the projects of the figure's scope add up to; None: no filter expresses it, or its
        edition is none of those that are looked at.

        US dollars add up to dollars, everything else to yuan.
        """
        currency, edition = comparable(figure), edition_of(figure)
        if self.at is not None and edition.pk not in self.at:
            return None
        scopes = self._scopes_in(currency).get(edition.slug) or Scopes([], currency)
        return scopes.of(figure)

    def _scopes_in(self, currency: str) -> Mapping[str, Scopes]:
        """By edition, added up once for each currency that is asked for."""
        if currency not in self._scopes:
            editions = self.own if self.at is None else self.at
            projects = Project.objects.filter(edition__in=editions).known_by(self.as_of)
            cells = cells_of(projects, currency)
            self._scopes[currency] = {key: Scopes(each, currency) for key, each in cells.items()}
        return self._scopes[currency]


def comparable(figure: ReportedFigure) -> str:
    """The currency in which the figure is compared with projects."""
    return "USD" if figure.currency == "USD" else "CNY"


def edition_of(figure: ReportedFigure) -> Edition:
    """The edition of a figure that has one alone."""
    return figure.edition_links.all()[0].edition


def edition_ids(figure: ReportedFigure) -> tuple[int, ...]:
    return tuple(sorted(link.edition_id for link in figure.edition_links.all()))


def moment_of(figure: ReportedFigure) -> Edition | Moment | None:
    """When the figure's amount was worth what a source converts it to."""
    edition = _only_edition(figure)
    if edition and edition.rate_day:
        return edition
    published = figure.source.published_on
    return Moment(published) if published else None


def _only_edition(figure: ReportedFigure) -> Edition | None:
    return edition_of(figure) if figure.edition_count == 1 else None


def scope_of(figure: ReportedFigure) -> tuple:
    return (figure.location_id, figure.sector_id, figure.scope_note)


def is_comparable(figure: ReportedFigure) -> bool:
    """A headline of one edition that projects can be set beside."""
    alone = figure.edition_count == 1 and figure.equivalent_of_id is None
    return alone and figure.metric in ITEMISED_METRICS and is_headline(figure)


def _root(source: int, up: dict[int, int]) -> int:
    seen = {source}
    while source in up and up[source] not in seen:
        source = up[source]
        seen.add(source)
    return source
