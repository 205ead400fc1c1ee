"""Scorecards, running totals and copies of claims as plain data."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from deals import claims, reconciliation, stats
from deals.explanations import left_out_on
from deals.models import Conference, Edition, Location, Project, Rates, ReportedFigure
from deals.reconciliation import scorecard
from deals.resources import shapes
from deals.resources.checks import check
from deals.resources.classes import location
from deals.resources.events import conference, edition
from deals.resources.evidence import figure, source
from deals.resources.links import link, text
from deals.resources.projects import rate
from deals.vocabulary import metric_label


def reconciled(
    record: Edition, currency: str, data_version: int, as_of=None
) -> shapes.Reconciliation:
    """An edition's scorecard: reported beside itemised, never added to each other."""
    figures = claims.around(record)
    card = reconciliation.of_edition(record, currency, as_of, figures)
    findings = claims.of_edition(record, as_of, figures, {currency: card.scopes})
    return {
        **_card(card, currency),
        "checks": [check(finding) for finding in findings],
        "as_of": known_on(card.evidence, record.projects.all()),
        "data_version": data_version,
    }


def place_reconciled(
    place: Location, currency: str, data_version: int, as_of=None
) -> shapes.PlaceReconciliation:
    """What was reported of a place, edition by edition, beside what is itemised there."""
    cards, evidence = reconciliation.of_place(place, currency, as_of)
    projects = Project.objects.inside(place)
    return {
        "location": location(place),
        "currency": currency,
        "totals": stats.totals(projects.known_by(as_of), currency).as_dict(),
        "cards": [_card(card, currency) for card in cards],
        "as_of": known_on(evidence, projects),
        "data_version": data_version,
    }


def _card(card: reconciliation.Reconciliation, currency: str) -> shapes.Card:
    metrics = [_metric(metric, card.evidence) for metric in card.metrics]
    return {
        "edition": edition(card.edition),
        "currency": currency,
        "totals": card.totals.as_dict(),
        "metrics": metrics,
        "spanning": [figure(f) for f in card.spanning],
        "rates": _rates_of(metrics),
    }


def _rates_of(metrics) -> list[shapes.Rate]:
    """Each rate that converts a reported figure of the scorecard, once."""
    lines = [line for metric in metrics for line in (metric, *metric["parts"])]
    found = [line["shown"]["rate"] for line in lines if line["shown"] and line["shown"]["rate"]]
    return list({(rate["source"], rate["target"]): rate for rate in found}.values())


def known_on(evidence: reconciliation.Evidence, projects) -> shapes.AsOf | None:
    """What a day leaves out of figures and of projects; None where everything counts."""
    if evidence.as_of is None:
        return None
    out = left_out_on(projects, evidence.as_of)
    return {
        "date": text(evidence.as_of),
        "published_later": len(evidence.later),
        "undated": len(evidence.undated),
        "undated_sources": [source(each) for each in evidence.undated_sources],
        "chosen_anew": [
            {"figure": ref, "instead_of": other} for ref, other in evidence.chosen_anew.items()
        ],
        "projects": {
            "published_later": out.later,
            "undated": out.undated,
            "undated_publishers": out.publishers,
        },
    }


# Lines


def _metric(metric: reconciliation.Metric, evidence) -> shapes.MetricLine:
    whole = _line(metric.whole, evidence) if metric.whole.figure else None
    return {
        "metric": metric.metric,
        "currency": metric.currency or None,
        "reported": whole and whole["reported"],
        "why": whole and whole["why"],
        "shown": whole and whole["shown"],
        "itemised": whole and whole["itemised"],
        "coverage": whole and whole["coverage"],
        "parts": [_line(line, evidence) for line in metric.parts],
        "remainder": _remainder(metric.remainder),
        "alternatives": [figure(f) for f in metric.alternatives],
    }


def _line(line: reconciliation.Line, evidence) -> shapes.ReportedLine:
    itemised = line.itemised
    return {
        "reported": figure(line.figure),
        "why": reconciliation.standing(line.figure, evidence.figures)[1],
        "shown": shown(line.shown),
        "itemised": itemised and _itemised(line.figure.metric, itemised),
        "coverage": itemised and coverage(itemised.coverage),
        "remainder": _remainder(line.remainder),
    }


def shown(value: reconciliation.Shown | None) -> shapes.Shown | None:
    if value is None:
        return None
    return {
        "value": money_of(value.money),
        "basis": value.basis,
        "comparable": money_of(value.comparable),
        "rate": rate(value.rate) if value.rate else None,
        "pair": value.pair.ref if value.pair else None,
    }


def money_of(value: reconciliation.Money | None) -> shapes.Money | None:
    if value is None:
        return None
    return {
        "value": value.value,
        "value_max": value.value_max,
        "currency": value.currency,
        "qualifier": value.qualifier,
    }


def _itemised(metric: str, itemised: reconciliation.Itemised) -> shapes.Itemised:
    sums = None if metric == "projects" else getattr(itemised.totals, metric)
    return {
        "projects": itemised.totals.projects,
        "value": itemised.value,
        "high": itemised.high,
        "bound": itemised.bound,
        "currency": sums and sums.currency,
        "stated": sums.stated if sums else itemised.totals.projects,
        "undisclosed": sums.undisclosed if sums else 0,
        "unconverted": sums.unconverted if sums else 0,
        "without_scope": itemised.without_scope,
    }


def coverage(share: reconciliation.Coverage | None) -> shapes.Coverage | None:
    if share is None:
        return None
    return {
        "share": _ratio(share.share),
        "share_max": None if share.share_max is None else _ratio(share.share_max),
        "bound": share.bound,
    }


def _ratio(ratio: Decimal) -> str:
    return str(ratio.quantize(Decimal("0.0001")))


def _remainder(remainder: reconciliation.Remainder | None) -> shapes.Remainder | None:
    if remainder is None:
        return None
    outside = [part.location or part.sector for part in remainder.parts]
    itemised = remainder.itemised
    return {
        "value": money_of(remainder.money),
        "whole": remainder.whole.ref,
        "parts": [part.ref for part in remainder.parts],
        "outside": [link(scope) for scope in outside if scope],
        "left_out": [{"figure": part.ref, "reason": why} for part, why in remainder.not_taken],
        "itemised": itemised and _itemised(remainder.whole.metric, itemised),
        "coverage": itemised and coverage(itemised.coverage),
    }


def other_statements(card: shapes.Card) -> dict[str, list[dict]]:
    """What other sources say: the figures that are no headline, those that agree with one apart."""
    found = []
    for metric in card["metrics"]:
        lines = [line["reported"] for line in [metric, *metric["parts"]] if line["reported"]]
        said = {_statement(line) for line in lines}
        found += [
            {"figure": f, "agrees": not f["suspect"] and _statement(f) in said}
            for f in metric["alternatives"]
        ]
    return {
        "differing": [each for each in found if not each["agrees"]],
        "agreeing": [each for each in found if each["agrees"]],
    }


def _statement(of: shapes.Figure) -> tuple:
    scope = of["scope"]
    places = tuple(part["id"] if part else None for part in (scope["location"], scope["sector"]))
    return (*of["value"].values(), *places, scope["note"])


# Editions side by side


def edition_rows(
    editions: list[Edition], figures: Iterable[ReportedFigure], groups: dict, currency: str
) -> list[shapes.EditionRow]:
    """For each edition: the headline of projects and of investment, and what is itemised.

    `figures` are those of `FigureQuerySet.of_one_edition`; `groups` the totals by edition slug.
    """
    figures = list(figures)
    rates = Rates.for_editions(editions, {f.currency for f in figures})
    by_edition: dict[int, list[ReportedFigure]] = {}
    for f in figures:
        if f.edition_count == 1:
            by_edition.setdefault(f.edition_links.all()[0].edition_id, []).append(f)
    return [
        _edition_row(e, by_edition.get(e.pk, []), groups.get(e.slug), currency, rates)
        for e in editions
    ]


def editions_beside_itemised(editions: list[Edition], currency: str) -> list[shapes.EditionRow]:
    """`edition_rows` of any editions, in a fixed number of queries."""
    figures = ReportedFigure.objects.of_one_edition(editions).with_names()
    keys = [edition.slug for edition in editions]
    groups = stats.of_each(stats.everything(), "edition", keys, currency)
    return edition_rows(editions, figures, groups, currency)


def reported_beside_itemised(
    editions: list[Edition], currency: str
) -> list[shapes.ReportedBesideItemised]:
    """The same of any editions without the edition itself, in a fixed number of queries."""
    rows = editions_beside_itemised(editions, currency)
    return [{name: row[name] for name in row if name != "edition"} for row in rows]


def _edition_row(record, figures, totals, currency, rates) -> shapes.EditionRow:
    totals = totals or stats.nothing(currency)
    projects = reconciliation.headline(figures, "projects")
    investment = reconciliation.headline(figures, "investment")
    value = investment and reconciliation.shown_in(investment, currency, record, rates, figures)
    counted = projects and scorecard.measured("projects", totals, reconciliation.money_of(projects))
    invested = value and scorecard.measured("investment", totals, value.comparable)
    return {
        "edition": edition(record),
        "projects": projects and figure(projects),
        "investment": investment and figure(investment),
        "investment_shown": shown(value),
        "itemised": totals.as_dict(),
        "coverage": invested and coverage(invested.coverage),
        "coverage_projects": counted and coverage(counted.coverage),
    }


# Conferences


def conference_reconciled(
    record: Conference, currency: str, data_version: int, as_of=None
) -> shapes.ConferenceReconciliation:
    """A conference's editions with reported and itemised sums, its brackets and running totals."""
    editions = list(record.editions.with_names().in_order())
    every = ReportedFigure.objects.of_conference(record).with_names()
    evidence = reconciliation.known(every, as_of)
    everything = Project.objects.of_conference(record)
    projects = everything.known_by(as_of)
    groups = {g.key: g.totals for g in stats.by(projects, "edition", currency)}
    rates = Rates.for_editions(editions, {f.currency for f in evidence.figures})
    spanning = [f for f in evidence.figures if f.edition_count > 1]
    headlines = [f for f in spanning if reconciliation.is_headline(f)]
    return {
        "conference": conference(record),
        "currency": currency,
        "totals": stats.totals(projects, currency).as_dict(),
        "editions": edition_rows(editions, evidence.figures, groups, currency),
        "brackets": brackets([f for f in headlines if not f.equivalent_of_id]),
        "spanning": [figure(f) for f in headlines],
        "spanning_alternatives": [figure(f) for f in spanning if f not in headlines],
        "running_totals": [
            _running(total, editions, groups, currency, rates, evidence.figures)
            for total in reconciliation.running_totals(editions, evidence.figures)
        ],
        "checks": [check(finding) for finding in claims.of_conference(record, as_of)],
        "as_of": known_on(evidence, everything),
        "data_version": data_version,
    }


def brackets(figures: list[ReportedFigure]) -> list[shapes.Bracket]:
    """Figures over the same editions, of one scope and horizon, side by side; none is split."""
    rows: dict[tuple, list] = {}
    for f in figures:
        covered = tuple(row.edition_id for row in f.edition_links.all())
        key = (covered, f.location_id, f.sector_id, f.scope_note)
        rows.setdefault(key, []).append(figure(f))
    return [
        {"editions": found[0]["editions"], "scope": found[0]["scope"], "figures": found}
        for found in rows.values()
    ]


def _running(total, editions, groups, currency, rates, figures) -> shapes.RunningTotal:
    reported = _converted(total, editions, currency, rates, figures)
    itemised = None
    if total.metric in scorecard.ITEMISED_METRICS:
        slugs = [e.slug for e in editions if e.pk in total.covered]
        found = [groups[slug] for slug in slugs if slug in groups]
        sums = stats.added([stats.nothing(currency), *found])
        itemised = scorecard.measured(total.metric, sums, reported)
    return {
        "metric": total.metric,
        "horizon": total.horizon or None,
        "definition": _definition(total),
        "value": money_of(total.money),
        "converted": money_of(reported) if reported != total.money else None,
        "used": [figure(f) for f in total.used],
        "left_out": [{"figure": figure(f), "reason": reason} for f, reason in total.left_out],
        "missing": [{"edition": edition(e), "reason": reason} for e, reason in total.missing],
        "editions": total.editions,
        "editions_covered": len(total.covered),
        "covered": [e.slug for e in editions if e.pk in total.covered],
        "steps": [_step(step) for step in total.steps],
        "itemised": itemised and _itemised(total.metric, itemised),
        "coverage": itemised and coverage(itemised.coverage),
    }


def _definition(total: reconciliation.RunningTotal) -> str:
    return _(
        "%(metric)s as reported, added up over %(n)d of %(all)d editions, each of them once; a "
        "figure over several editions only where one of them has none of its own."
    ) % {"metric": metric_label(total.metric), "n": len(total.covered), "all": total.editions}


def _step(step) -> shapes.RunningStep:
    return {
        "edition": edition(step.edition),
        "value": money_of(step.money),
        "used": [f.ref for f in step.used],
        "alternatives": [figure(f) for f in step.alternatives],
    }


def _converted(total, editions, currency, rates, figures) -> reconciliation.Money | None:
    """The running total in the display currency, each term by the rate of its own edition.

    None where a term covers several editions: no one rate converts it.
    """
    if total.money.currency in (None, currency):
        return total.money
    by_id = {e.pk: e for e in editions}
    terms = []
    for f in total.used:
        if f.edition_count > 1:
            return None
        home = by_id[f.edition_links.all()[0].edition_id]
        terms.append(reconciliation.shown_in(f, currency, home, rates, figures).comparable)
    return None if None in terms else reconciliation.added(terms)


# Copies of a claim


def drift(record: ReportedFigure) -> shapes.Drift:
    """Every statement of the same claim across sources, wires and their copies together."""
    found = reconciliation.drift_of(record)
    return {
        "origins": found.origins,
        "statements": [
            {
                "figure": figure(each.figure),
                "differs": list(each.differs),
                "standing": each.standing,
                "why": each.why,
                "origin": each.origin.slug,
                "is_copy": each.is_copy,
            }
            for each in found.statements
        ],
    }


def figure_detail(record: ReportedFigure) -> shapes.FigureDetail:
    return {**figure(record), "drift": drift(record)}
