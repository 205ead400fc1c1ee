"""Running totals: what was reported of a conference so far, each edition once.

The editions' own figures count; a figure over several editions is never split, and is used only
where an edition in it has no figure of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from deals.bounds import bound_of_one_or_sum
from deals.models import Edition, ReportedFigure
from deals.reconciliation.evidence import (
    Money,
    edition_ids,
    horizon_order,
    is_headline,
    is_whole,
    money_of,
)

# Attendees, exhibitors and companies come again: their sum over editions counts nothing.
ADDITIVE_METRICS = (
    "projects",
    "investment",
    "agreements",
    "deal_value",
    "order_value",
    "intended_purchases",
    "pledges",
    "jobs",
    "output_value",
)


@dataclass(frozen=True)
class Step:
    """The total up to an edition, and the figures over exactly these editions beside it."""

    edition: Edition
    money: Money
    used: tuple[ReportedFigure, ...]
    alternatives: tuple[ReportedFigure, ...]


@dataclass(frozen=True)
class RunningTotal:
    """A conference's reported total of one metric, in the currency most editions report in.

    `left_out` are the other figures of the metric and `missing` the editions without a usable
    one, each with its reason; `steps` grow from the first edition to the last.
    """

    metric: str
    horizon: str
    money: Money
    used: tuple[ReportedFigure, ...]
    left_out: tuple[tuple[ReportedFigure, str], ...]
    missing: tuple[tuple[Edition, str], ...]
    steps: tuple[Step, ...]
    editions: int

    @property
    def covered(self) -> set[int]:
        """The ids of the editions that the total is about."""
        return {pk for figure in self.used for pk in edition_ids(figure)}


def running_totals(
    editions: list[Edition], figures: Iterable[ReportedFigure]
) -> list[RunningTotal]:
    """A running total of each metric that adds up over editions; `editions` in order."""
    figures = list(figures)
    found = (running_total(editions, figures, metric) for metric in ADDITIVE_METRICS)
    return [total for total in found if total]


def running_total(
    editions: list[Edition], figures: Iterable[ReportedFigure], metric: str = "investment"
) -> RunningTotal | None:
    """The running total of a metric; None where no figure of it can be used."""
    figures = [f for f in figures if f.metric == metric]
    usable = [f for f in figures if is_headline(f) and is_whole(f) and not f.equivalent_of_id]
    usable = [f for f in usable if f.of_which_id is None]
    if not usable:
        return None
    kind = _commonest_kind(usable)
    same = [f for f in usable if _kind(f) == kind]
    chosen = _chosen(editions, same)
    used = _in_order(editions, chosen)
    if not used:
        return None
    return RunningTotal(
        metric,
        "" if kind[1] == "at_signing" else kind[1],
        _sum(used),
        used,
        tuple((f, _why_left_out(f, kind, editions, chosen)) for f in figures if f not in used),
        tuple((e, _why_missing(e, figures, kind)) for e in editions if e.pk not in chosen),
        tuple(_steps(editions, same)),
        len(editions),
    )


def _kind(figure: ReportedFigure) -> tuple[str, str]:
    """What may be added: one currency, one horizon; most sources do not say “at signing”."""
    return figure.currency, figure.horizon or "at_signing"


def _commonest_kind(figures) -> tuple[str, str]:
    kinds = [_kind(f) for f in figures for _edition in range(f.edition_count)]
    return max(sorted(set(kinds)), key=kinds.count)


def _chosen(
    editions: list[Edition], figures: Iterable[ReportedFigure]
) -> dict[int, ReportedFigure]:
    """By edition id: the figure that stands for it in the total over these editions."""
    mine = {edition.pk for edition in editions}
    inside = [f for f in figures if set(edition_ids(f)) <= mine]
    own: dict[int, ReportedFigure] = {}
    for figure in sorted((f for f in inside if f.edition_count == 1), key=horizon_order):
        own.setdefault(edition_ids(figure)[0], figure)
    return _fill_gaps(own, [f for f in inside if f.edition_count > 1])


def _in_order(editions: list[Edition], chosen: dict) -> tuple[ReportedFigure, ...]:
    """Each figure once, in the order of the editions."""
    return tuple(dict.fromkeys(chosen[e.pk] for e in editions if e.pk in chosen))


def _fill_gaps(own, spanning) -> dict[int, ReportedFigure]:
    """By edition id: its own figure, or the one over several editions that stands in for it.

    Of several, the one that displaces the fewest own figures, then the shortest.
    """
    chosen = dict(own)

    def order(figure):
        covered = set(edition_ids(figure))
        return (len(covered & own.keys()), len(covered), figure.ref)

    for figure in sorted(spanning, key=order):
        covered = edition_ids(figure)
        gap = any(edition not in chosen for edition in covered)
        taken = any(e in chosen and chosen[e].edition_count > 1 for e in covered)
        if gap and not taken:
            chosen.update(dict.fromkeys(covered, figure))
    return chosen


def _steps(editions, figures):
    """One for each edition at which the total grows or a figure over several editions ends."""
    before: tuple = ()
    for count, edition in enumerate(editions, 1):
        so_far = editions[:count]
        used = _in_order(so_far, _chosen(so_far, figures))
        beside = tuple(
            f for f in figures if f.edition_count > 1 and _ends_with(f, so_far) and f not in used
        )
        if used and (used != before or beside):
            yield Step(edition, _sum(used), used, beside)
        before = used


def _ends_with(figure, editions) -> bool:
    ids = set(edition_ids(figure))
    return editions[-1].pk in ids and ids <= {edition.pk for edition in editions}


def _why_left_out(figure: ReportedFigure, kind, editions, chosen) -> str:
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
    if figure.currency != kind[0]:
        return "other-currency"
    if _kind(figure) != kind:
        return "other-horizon"
    if not set(edition_ids(figure)) <= {edition.pk for edition in editions}:
        return "other-conference"
    longer = any(chosen[pk].edition_count > 1 for pk in edition_ids(figure) if pk in chosen)
    if figure.edition_count > 1:
        return "overlaps" if longer else "covered"
    return "inside-a-longer-figure" if longer else "another-of-the-edition"


def _why_missing(edition: Edition, figures, kind) -> str:
    own = [f for f in figures if edition_ids(f) == [edition.pk]]
    whole = [f for f in own if is_whole(f)]
    sure = [f for f in whole if not f.suspect]
    if not own:
        return "nothing-reported"
    if not whole:
        return "narrower-scope"
    if not sure:
        return "suspect"
    if all(f.currency != kind[0] for f in sure):
        return "other-currency"
    return "other-horizon" if all(_kind(f) != kind for f in sure) else "none-preferred"


def added(terms: Iterable[Money]) -> Money:
    """The sum of terms in one currency, with its bound; a single term keeps its own words."""
    terms = list(terms)
    low, high = sum(term.value for term in terms), sum(term.high for term in terms)
    bound = bound_of_one_or_sum([term.qualifier for term in terms])
    return Money(low, terms[0].currency, bound, high if high != low else None)


def _sum(figures: Iterable[ReportedFigure]) -> Money:
    return added(money_of(figure) for figure in figures)
