"""Conferences and editions as plain data, with their reconciliation."""

from decimal import Decimal

from deals import claims, reconciliation, stats
from deals.bounds import bound_of_ratio
from deals.models import Conference, Edition, Location, Rates, ReportedFigure
from deals.resources import shapes
from deals.resources.checks import check
from deals.resources.evidence import figure
from deals.resources.links import api_url, edition_link, html_url, link, names, text
from deals.resources.projects import rate


def conference(record: Conference) -> shapes.Conference:
    """`editions` is the number of editions; fetch them with prefetch_related."""
    return {
        "id": record.slug,
        **names(record),
        "organizer": record.organizer or None,
        "website": record.website or None,
        "summary": record.summary or None,
        "editions": len(record.editions.all()),
        "api_url": api_url(record),
        "html_url": html_url(record),
    }


def edition(record: Edition) -> shapes.Edition:
    return {
        **edition_link(record),
        "ordinal": record.ordinal,
        "starts_on": text(record.starts_on),
        "ends_on": text(record.ends_on),
        "location": link(record.location),
        "host": record.host or None,
        "note": record.note or None,
    }


def reconciled(record: Edition, currency: str, data_version: int) -> shapes.Reconciliation:
    """An edition's scorecard: reported beside itemised, never added to each other."""
    card = reconciliation.of_edition(record, currency)
    return {
        "edition": edition(record),
        "currency": currency,
        "totals": card.totals.as_dict(),
        "metrics": [_metric(metric) for metric in card.metrics],
        "spanning": [figure(f) for f in card.spanning],
        "checks": [check(finding) for finding in claims.of_edition(record)],
        "data_version": data_version,
    }


def _metric(metric: reconciliation.Metric) -> shapes.MetricLine:
    whole = _line(metric.whole) if metric.whole.figure else None
    return {
        "metric": metric.metric,
        "currency": metric.currency or None,
        "reported": whole and whole["reported"],
        "shown": whole and whole["shown"],
        "itemised": whole and whole["itemised"],
        "coverage": whole and whole["coverage"],
        "parts": [_line(line) for line in metric.parts],
        "remainder": _remainder(metric.remainder),
        "alternatives": [figure(f) for f in metric.alternatives],
    }


def _line(line: reconciliation.Line) -> shapes.ReportedLine:
    return {
        "reported": figure(line.figure),
        "shown": shown(line.shown),
        "itemised": _itemised(line),
        "coverage": coverage(line.itemised),
        "remainder": _remainder(line.remainder),
    }


def shown(value: reconciliation.Shown | None) -> shapes.Shown | None:
    if value is None:
        return None
    return {
        "value": money_of(value.money),
        "basis": value.basis,
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


def _itemised(line: reconciliation.Line) -> shapes.Itemised | None:
    itemised = line.itemised
    if itemised is None:
        return None
    metric = line.figure.metric
    part = itemised.totals.investment if metric == "projects" else getattr(itemised.totals, metric)
    return {
        "projects": itemised.totals.projects,
        "value": itemised.value,
        "high": itemised.high,
        "bound": itemised.bound,
        "currency": None if metric == "projects" else part.currency,
        "stated": itemised.totals.projects if metric == "projects" else part.stated,
        "undisclosed": 0 if metric == "projects" else part.undisclosed,
        "unconverted": 0 if metric == "projects" else part.unconverted,
    }


def coverage(itemised: reconciliation.Itemised | None) -> shapes.Coverage | None:
    if itemised is None or itemised.share is None:
        return None
    return _share(itemised.share, itemised.share_bound)


def _coverage(part, part_bound, whole: int, whole_bound: str) -> shapes.Coverage:
    bound = bound_of_ratio(part_bound or "exact", whole_bound)
    return _share(Decimal(part or 0) / whole, bound)


def _share(ratio: Decimal, bound: str) -> shapes.Coverage:
    return {"share": str(ratio.quantize(Decimal("0.0001"))), "bound": bound}


def _remainder(remainder: reconciliation.Remainder | None) -> shapes.Remainder | None:
    if remainder is None:
        return None
    outside = [part.location or part.sector for part in remainder.parts]
    return {
        "value": money_of(remainder.money),
        "whole": remainder.whole.ref,
        "parts": [part.ref for part in remainder.parts],
        "outside": [link(scope) for scope in outside if scope],
    }


def other_statements(card: shapes.Reconciliation) -> dict[str, list[dict]]:
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


def editions_of(record: Conference, currency: str) -> dict:
    """A conference's editions with reported and itemised sums, brackets and running total."""
    editions = list(record.editions.with_names().in_order())
    figures = list(ReportedFigure.objects.of_conference(record).with_names())
    projects = reconciliation.projects_of(editions)
    groups = {g.key: g.totals for g in stats.by(projects, "edition", currency)}
    rows = edition_rows(editions, figures, groups, currency)
    spanning = [f for f in figures if f.edition_count > 1]
    return {
        "rows": rows,
        "spanning": [figure(f) for f in spanning if reconciliation.is_headline(f)],
        "brackets": brackets(
            [f for f in spanning if reconciliation.is_headline(f) and not f.equivalent_of_id]
        ),
        "spanning_alternatives": [figure(f) for f in spanning if not reconciliation.is_headline(f)],
        "totals": stats.totals(projects, currency).as_dict(),
        "running": running_total(editions, figures),
    }


def brackets(figures: list[ReportedFigure]) -> list[dict]:
    """Figures over the same editions and of the same scope, side by side; none of them split."""
    rows: dict[tuple, dict] = {}
    for f in figures:
        covered = tuple(row.edition_id for row in f.edition_links.all())
        key = (covered, f.location_id, f.sector_id, f.scope_note)
        rows.setdefault(key, {"first": figure(f), "figures": {}})["figures"][f.metric] = figure(f)
    return list(rows.values())


def edition_rows(editions, figures, groups, currency) -> list[dict]:
    """For each edition: the headline of projects and of investment, and what is itemised."""
    rates = Rates.for_editions(editions, {f.currency for f in figures})
    by_edition: dict[int, list[ReportedFigure]] = {}
    for f in figures:
        if f.edition_count == 1:
            by_edition.setdefault(f.edition_links.all()[0].edition_id, []).append(f)
    return [
        _edition_row(e, by_edition.get(e.pk, []), groups.get(e.slug), currency, rates)
        for e in editions
    ]


def _edition_row(record, figures, totals, currency, rates) -> dict:
    totals = totals or stats.nothing(currency)
    projects = reconciliation.headline(figures, "projects")
    investment = reconciliation.headline(figures, "investment")
    value = investment and reconciliation.shown_in(investment, currency, record, rates, figures)
    share = None
    sums = totals.investment
    if value and value.money and (sums.low is not None or not totals.projects):
        share = _coverage(sums.low, sums.bound, value.money.value, value.money.qualifier)
    counted = projects and _coverage(totals.projects, "exact", projects.value, projects.qualifier)
    return {
        "edition": edition(record),
        "projects": projects and figure(projects),
        "investment": investment and figure(investment),
        "investment_shown": shown(value),
        "itemised": totals.as_dict(),
        "coverage": share,
        "coverage_projects": counted,
    }


def running_total(editions, figures) -> dict | None:
    total = reconciliation.running_total(editions, figures)
    if total is None:
        return None
    return {
        "value": money_of(total.money),
        "used": [figure(f) for f in total.used],
        "left_out": [{"figure": figure(f), "reason": reason} for f, reason in total.left_out],
        "missing": [edition(e) for e in total.missing],
    }


def hosted_at(place: Location) -> list[shapes.Edition]:
    """Editions held at a place or inside it, the newest first."""
    editions = Edition.objects.filter(location__path__startswith=place.path)
    return [edition(e) for e in editions.with_names().newest_first()]
