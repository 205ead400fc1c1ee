"""Claim checks: where reported figures contradict each other, the projects or the exchange rates.

One implementation, `of_figures`, looks at a set of figures and at nothing else that is reported;
the other functions choose the set. Findings are evidence about sources, not faults of the database.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from deals.claims.checks import CHECKS
from deals.claims.evidence import Ground, ScopesByEdition
from deals.claims.finding import Finding, Findings, with_acknowledgements
from deals.models import Conference, Edition, FigureEdition, ReportedFigure, Source
from deals.reconciliation import known
from deals.reconciliation.scorecard import Scopes

__all__ = [
    "CHECKS",
    "Finding",
    "Findings",
    "around",
    "everywhere",
    "find",
    "of_conference",
    "of_edition",
    "of_figure",
    "of_figures",
    "of_source",
]

Day = datetime.date | None


def of_figures(
    figures: Iterable[ReportedFigure],
    as_of: Day = None,
    at: Collection[int] | None = None,
    scopes: ScopesByEdition = MappingProxyType({}),
) -> Findings:
    """All findings about these figures (fetched `with_names`), the open and certain ones first.

    Acknowledged findings stand last. The number of queries does not depend on the figures. With
    `as_of`, only what had been published by that day is looked at, and only what editors had
    acknowledged by its end (UTC). `at` are the keys of the editions whose figures are compared
    with projects; None: all. `scopes` are theirs in the currencies that are known already.
    """
    evidence = Ground(known(figures, as_of).figures, as_of, at, scopes)
    found = (replace(f, as_of=as_of) for check in CHECKS.values() for f in check(evidence))
    return with_acknowledgements(found, as_of)


def everywhere() -> Findings:
    return of_figures(ReportedFigure.objects.with_names())


def find(code: str, subject: str) -> Finding | None:
    """The finding of this check about exactly these records, as `Finding.subject` names them."""
    refs = ReportedFigure.objects.filter(ref__in=subject.split())
    near = FigureEdition.objects.filter(figure__in=refs)
    findings = _around(Edition.objects.filter(pk__in=near.values("edition")))
    return next((f for f in findings if (f.code, f.subject) == (code, subject)), None)


def of_conference(conference: Conference, as_of: Day = None) -> Findings:
    """Findings that use a figure of one of its editions."""
    findings = _around(Edition.objects.filter(conference=conference), as_of)
    return findings.filter(lambda f: conference.pk in {each.conference_id for each in f.editions})


def of_edition(
    edition: Edition,
    as_of: Day = None,
    figures: Collection[ReportedFigure] | None = None,
    scopes: Mapping[str, Scopes] = MappingProxyType({}),
) -> Findings:
    """Findings that use a figure of the edition, also one that covers others with it.

    `figures` are those `around` it, `scopes` what its projects add up to by currency, where that
    is known already.
    """
    figures = around(edition) if figures is None else figures
    known_scopes = {currency: {edition.slug: each} for currency, each in scopes.items()}
    found = of_figures(figures, as_of, {edition.pk}, known_scopes)
    return found.filter(lambda f: edition in f.editions)


def around(edition: Edition) -> list[ReportedFigure]:
    """The figures that its findings look at, its own among them, by reference."""
    return list(_figures_around(Edition.objects.filter(conference=edition.conference_id)))


def of_source(source: Source) -> Findings:
    """Findings that use a figure of the source."""
    mine = FigureEdition.objects.filter(figure__source=source)
    findings = _around(Edition.objects.filter(pk__in=mine.values("edition")))
    return findings.filter(lambda f: source in f.sources)


def of_figure(figure: ReportedFigure) -> Findings:
    """Findings that use the figure."""
    findings = _around(Edition.objects.filter(figure_links__figure=figure))
    return findings.filter(lambda f: figure in f.figures)


def _around(editions, as_of: Day = None) -> Findings:
    return of_figures(_figures_around(editions), as_of)


def _figures_around(editions):
    """The figures of all conferences that share one with these editions."""
    # Step by step: each step finds few, and PostgreSQL can join all with all where it is nested.
    links = FigureEdition.objects.order_by()
    mine = list(editions.order_by().values_list("pk", flat=True))
    near = set(links.filter(edition__in=mine).values_list("figure", flat=True))
    touched = set(links.filter(figure__in=near).values_list("edition__conference", flat=True))
    figures = set(links.filter(edition__conference__in=touched).values_list("figure", flat=True))
    return ReportedFigure.objects.filter(pk__in=figures).with_names()
