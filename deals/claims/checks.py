"""The checks: each looks at the evidence and yields what does not agree."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import combinations
from statistics import median

from deals.bounds import LOWER
from deals.claims import words
from deals.claims.evidence import (
    Ground,
    comparable,
    edition_ids,
    edition_of,
    is_comparable,
    moment_of,
    scope_of,
)
from deals.claims.finding import Finding
from deals.models import ReportedFigure
from deals.money import round_half_even
from deals.printed import Interval, rounding
from deals.reconciliation import ADDITIVE_METRICS, is_whole

CHECKS: dict[str, Callable[[Ground], Iterator[Finding]]] = {}

OTHER_DAY = Decimal("0.01")  # so near the rate, the source has taken that of another day or bank
OFF_RATE = Decimal("0.05")  # so far from it, one of the two numbers is wrong
OUT_OF_NORM = 10  # times the mean per project of the conference's other editions
BY_CHANCE = 100  # smaller counts are the same by chance too often
OTHERS = 2  # editions, at least, that make a norm


def check(function):
    CHECKS[function.__name__.replace("_", "-")] = function
    return function


@check
def part_above_whole(evidence):
    for part in evidence.figures:
        whole = evidence.whole_of(part)
        if whole is None or whole.currency != part.currency:
            continue
        small, large = evidence.possible(whole), evidence.possible(part)
        open_above = small.high is None and large.above(_printed(whole))
        if open_above or large.above(small):
            values = {"part": said(part), "whole": said(whole)}
            severity = severity_of(not open_above, part, whole)
            yield found(
                "part-above-whole",
                severity,
                (part, whole),
                values,
                partial(words.part_above_whole, part, whole, open_above),
            )


@check
def cumulative_differs(evidence):
    for total in evidence.figures:
        if total.edition_count < 2 or total.equivalent_of_id or not is_whole(total):
            continue
        if total.metric not in ADDITIVE_METRICS:
            continue
        terms = [
            evidence.headline(link.edition_id, total.metric) for link in total.edition_links.all()
        ]
        if any(term is None or _kind(term) != _kind(total) for term in terms):
            continue
        sum_of_terms = sum(map(evidence.possible, terms), Interval(Decimal(0), Decimal(0)))
        if not evidence.possible(total).meets(sum_of_terms):
            values = {"total": said(total), "terms": [said(term) for term in terms]}
            say = partial(words.cumulative_differs, total, terms)
            severity = severity_of(True, total)
            yield found("cumulative-differs", severity, (total, *terms), values, say)


@check
def pair_off_rate(evidence):
    for converted in evidence.figures:
        original = evidence.twin_of(converted)
        moment = moment_of(converted)
        if original is None or moment is None:
            continue
        one, other = sorted((converted, original), key=lambda figure: figure.value)
        rate = evidence.rate(one.currency, other.currency, moment)
        if rate is None or rate.date is None:
            continue
        # More units of `other` than of `one`: a rate above one, which reads better.
        below, above = _printed(one), _printed(other)
        low, high = above.low / below.high, above.high / below.low
        off = max(low - rate.factor, rate.factor - high) / rate.factor
        if off > OTHER_DAY:
            implied = (words.plain(low), words.plain(high))
            values = {
                "original": said(original),
                "converted": said(converted),
                "implied": list(implied),
                "rate": words.plain(rate.factor),
                "date": rate.date.isoformat(),
            }
            say = partial(words.pair_off_rate, converted, original, implied, rate)
            severity = severity_of(off > OFF_RATE, converted, original)
            yield found("pair-off-rate", severity, (converted, original), values, say)


@check
def itemised_above_reported(evidence):
    for figure in filter(is_comparable, evidence.figures):
        totals = evidence.itemised(figure)
        if totals is None or not totals.projects:
            continue
        low, bound = _itemised(totals, figure.metric)
        factor = _to_comparable(evidence, figure)
        if low is None or factor is None:
            continue
        reported = evidence.possible(figure)
        at_most = reported.high if reported.high is not None else _printed(figure).high
        if low > at_most * factor:
            certain = bound in ("exact", "range", *LOWER)
            certain &= figure.qualifier not in ("about", *LOWER)
            currency = comparable(figure) if figure.currency else None
            foreign = figure.currency and figure.currency != currency
            converted = round_half_even(figure.value * factor) if foreign else None
            values = {
                "reported": said(figure),
                "itemised": {"value": low, "currency": currency, "qualifier": bound},
            }
            say = partial(
                words.itemised_above_reported,
                figure,
                (low, currency, bound),
                converted,
            )
            severity = severity_of(certain, figure)
            yield found("itemised-above-reported", severity, (figure,), values, say)


@check
def same_value_other_scope(evidence):
    declared = {
        (part.group_key, whole.group_key)
        for part in evidence.figures
        if (whole := evidence.whole_of(part))
    }
    alike = [
        figure
        for figure in evidence.figures
        if not figure.equivalent_of_id and figure.value >= BY_CHANCE
    ]
    for figures in grouped(alike, _same_value):
        odd = {
            figure.pk
            for one, other in combinations(figures, 2)
            if _scopes_differ(one, other, declared)
            for figure in (one, other)
        }
        if odd:
            these = tuple(figure for figure in figures if figure.pk in odd)
            values = {"statements": [said(figure) for figure in these]}
            say = partial(words.same_value_other_scope, these)
            yield found("same-value-other-scope", "note", these, values, say)


@check
def same_scope_other_value(evidence):
    for figures in grouped(evidence.figures, lambda figure: figure.group_key):
        clashes = [
            (one, other)
            for one, other in combinations(figures, 2)
            if not evidence.possible(one).meets(evidence.possible(other))
        ]
        odd = {figure.pk for pair in clashes for figure in pair}
        if odd:
            these = tuple(figure for figure in figures if figure.pk in odd)
            certain = any(not (one.suspect or other.suspect) for one, other in clashes)
            values = {"statements": [said(figure) for figure in these]}
            say = partial(words.same_scope_other_value, these)
            severity = "warning" if certain else "note"
            yield found("same-scope-other-value", severity, these, values, say)


@check
def hedge_lost(evidence):
    originals: dict[tuple, list[ReportedFigure]] = {}
    for figure in evidence.figures:
        if figure.qualifier != "exact":
            key = (figure.source_id, *_same_value(figure))
            originals.setdefault(key, []).append(figure)
    for copy in evidence.figures:
        root = evidence.original_of.get(copy.source_id)
        if root is None or copy.qualifier != "exact":
            continue
        for original in originals.get((root, *_same_value(copy)), ())[:1]:
            values = {"copy": said(copy), "original": said(original)}
            say = partial(words.hedge_lost, copy, original)
            severity = severity_of(True, copy)
            yield found("hedge-lost", severity, (copy, original), values, say)


@check
def mean_out_of_norm(evidence):
    means = _headline_means(evidence)
    for investment in evidence.figures:
        projects = _projects_beside(evidence, investment)
        if projects is None:
            continue
        edition = edition_of(investment)
        known = [
            mean * rate.factor
            for at, figure, mean in means.get(edition.conference_id, ())
            if at.pk != edition.pk
            and (rate := evidence.rate(figure.currency, investment.currency, at))
        ]
        if len(known) < OTHERS:
            continue
        norm = median(known)
        factor = Decimal(investment.value) / projects.value / norm
        if factor > OUT_OF_NORM or factor < Decimal(1) / OUT_OF_NORM:
            values = {
                "investment": said(investment),
                "projects": said(projects),
                "norm": round_half_even(norm),
                "factor": words.plain(factor),
            }
            say = partial(words.mean_out_of_norm, investment, projects, norm, factor)
            severity = severity_of(True, investment, projects)
            yield found("mean-out-of-norm", severity, (investment, projects), values, say)


@check
def preferred_suspect(evidence):
    for figure in evidence.figures:
        if figure.preferred and figure.suspect:
            say = partial(words.preferred_suspect, figure)
            yield found("preferred-suspect", "note", (figure,), {"figure": said(figure)}, say)


# What the checks share


def found(code: str, severity: str, figures: Iterable[ReportedFigure], values, say) -> Finding:
    return Finding(code, severity, tuple(dict.fromkeys(figures)), values, say)


def severity_of(certain: bool, *figures: ReportedFigure) -> str:
    """What editors have marked as suspect contradicts nothing any more."""
    return "warning" if certain and not any(f.suspect for f in figures) else "note"


def said(figure: ReportedFigure) -> dict:
    """What the figure says, in plain data."""
    return {
        "figure": figure.ref,
        "value": figure.value,
        "value_max": figure.value_max,
        "currency": figure.currency or None,
        "qualifier": figure.qualifier,
    }


def grouped(figures: Iterable[ReportedFigure], key) -> Iterator[list[ReportedFigure]]:
    groups: dict = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return (group for group in groups.values() if len(group) > 1)


def _printed(figure: ReportedFigure) -> Interval:
    return rounding(figure.as_written, figure.value)


def _kind(figure: ReportedFigure) -> tuple[str, str]:
    """What may be added: one currency, one horizon; most sources do not say “at signing”."""
    return figure.currency, figure.horizon or "at_signing"


def _same_value(figure: ReportedFigure) -> tuple:
    return (edition_ids(figure), figure.metric, figure.currency, figure.value)


def _scopes_differ(one: ReportedFigure, other: ReportedFigure, declared: set) -> bool:
    """Two sources tie the number to different things, and nobody says that one is in the other."""
    keys = (one.group_key, other.group_key)
    return (
        one.source_id != other.source_id
        and scope_of(one) != scope_of(other)
        and keys not in declared
        and keys[::-1] not in declared
    )


def _itemised(totals, metric: str) -> tuple[int | None, str]:
    """The certain end of what the projects add up to, and its bound."""
    if metric == "projects":
        return totals.projects, "exact"
    part = getattr(totals, metric)
    return part.low, part.bound or "exact"


def _to_comparable(evidence: Ground, figure: ReportedFigure) -> Decimal | None:
    """What one unit of the figure is in the currency of the projects' sum."""
    if not figure.currency or figure.currency == comparable(figure):
        return Decimal(1)
    rate = evidence.rate(figure.currency, comparable(figure), edition_of(figure))
    return rate and rate.factor


def _headline_means(evidence: Ground) -> dict[int, list[tuple]]:
    """By conference: (edition, headline of the investment, mean per project) of each edition."""
    means: dict[int, list[tuple]] = {}
    for pk in evidence.own:
        investment = evidence.headline(pk, "investment")
        projects = evidence.headline(pk, "projects")
        if investment and projects:
            edition = edition_of(investment)
            mean = Decimal(investment.value) / projects.value
            means.setdefault(edition.conference_id, []).append((edition, investment, mean))
    return means


def _projects_beside(evidence: Ground, figure: ReportedFigure) -> ReportedFigure | None:
    """The number of projects that the investment is about: the same source's, or the headline."""
    alone = figure.edition_count == 1 and figure.equivalent_of_id is None
    if figure.metric != "investment" or not alone or figure.scope_note:
        return None
    pk = edition_of(figure).pk
    for other in evidence.own[pk]:
        same = other.source_id == figure.source_id and scope_of(other) == scope_of(figure)
        if other.metric == "projects" and same:
            return other
    return evidence.headline(pk, "projects") if is_whole(figure) else None
