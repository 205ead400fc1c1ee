"""Editions, conferences or places side by side, as plain data."""

import datetime
from collections.abc import Sequence

from deals import reconciliation, stats
from deals.bounds import why_not_comparable
from deals.models import Conference, Edition, Location, ReportedFigure
from deals.queries import ProjectQuery
from deals.resources import shapes
from deals.resources.follow_through import follow_through
from deals.resources.links import edition_link, link
from deals.resources.reconciliation import coverage, edition_rows, money_of

# By the parameter that names them.
KINDS = {"edition": Edition, "conference": Conference, "location": Location}
FEWEST, MOST = 2, 5


def compare(kind: str, records: Sequence, currency: str, today: datetime.date) -> dict:
    """The records with a row for each measure; differences are to the first record.

    A cell is ``{"value": Money | None, "sum": Sum | None, "incomplete": bool, "converted": bool,
    "difference": int | None, "why_not": str | None, "explain": str}``; `why_not` is None for the
    first record and where there is a difference, `explain` the address of an itemised number's
    explanation. A measure that is stated of none of them is left out.
    """
    subjects = [_subject(kind, record, currency, today) for record in records]
    measures = subjects[0]["cells"]
    rows = [
        {"measure": name, "cells": _against_first([s["cells"][name] for s in subjects])}
        for name in measures
    ]
    return {
        "kind": kind,
        "subjects": [subject["link"] for subject in subjects],
        "rows": [row for row in rows if any(cell["value"] for cell in row["cells"])],
        "coverage": _unless_all_none([subject["coverage"] for subject in subjects]),
        "itemised": [subject["itemised"] for subject in subjects],
        "follow": _at_one_horizon([subject["follow"] for subject in subjects]),
    }


def choices(kind: str) -> list[shapes.Link]:
    """The records of a kind that can be chosen, as links."""
    if kind == "edition":
        return [edition_link(each) for each in Edition.objects.with_names().newest_first()]
    if kind == "conference":
        return [link(each) for each in Conference.objects.order_by("name")]
    known = stats.by_subtree(stats.everything())
    return [link(place) for place in Location.objects.in_tree_order() if place.slug in known]


def _subject(kind: str, record, currency: str, today: datetime.date) -> dict:
    asked = ProjectQuery({kind: [record.slug]}, currency)
    projects = asked.matching
    totals = stats.totals(projects, currency)
    reported = _REPORTED[kind](record, totals, currency)
    count = {"value": totals.projects, "value_max": None, "currency": None, "qualifier": "exact"}
    return {
        "link": edition_link(record) if kind == "edition" else link(record),
        "cells": {
            "reported_projects": reported["projects"],
            "reported_investment": reported["investment"],
            "projects": _cell(count) | {"explain": asked.explain_url("projects")},
            "investment": _cell_of(totals.investment) | {"explain": asked.explain_url()},
            "jobs": _cell_of(totals.jobs) | {"explain": asked.explain_url("jobs")},
        },
        "itemised": totals.projects,
        "coverage": reported["coverage"],
        "follow": follow_through(projects, currency, today)["summary"],
    }


# What was reported


def _of_edition(record: Edition, totals, currency: str) -> dict:
    figures = list(ReportedFigure.objects.of_edition(record).with_names())
    [row] = edition_rows([record], figures, {record.slug: totals}, currency)
    shown = row["investment_shown"]
    return {
        "projects": _cell(row["projects"] and row["projects"]["value"]),
        "investment": _cell(
            shown and (shown["value"] or row["investment"]["value"]),
            converted=bool(shown and shown["basis"] == "rate"),
        ),
        "coverage": row["coverage"],
    }


def _of_conference(record: Conference, totals, currency: str) -> dict:
    """The running totals; coverage only where every edition has a part in the reported one."""
    editions = list(record.editions.with_names().in_order())
    figures = list(ReportedFigure.objects.of_conference(record).with_names())
    running = reconciliation.running_total(editions, figures)
    projects = reconciliation.running_total(editions, figures, "projects")
    fits = running and not running.missing and running.money.currency == currency
    return {
        "projects": _cell_of_running(projects),
        "investment": _cell_of_running(running),
        "coverage": _coverage(totals.investment, running.money) if fits else None,
    }


def _of_place(record: Location, totals, currency: str) -> dict:
    """Figures about a place are of different editions and are not added up."""
    return {"projects": _cell(None), "investment": _cell(None), "coverage": None}


_REPORTED = {"edition": _of_edition, "conference": _of_conference, "location": _of_place}


def _coverage(itemised: stats.Sum, reported: reconciliation.Money) -> shapes.Coverage | None:
    if itemised.low is None:
        return None
    share = reconciliation.coverage(itemised.low, itemised.high, itemised.bound, reported)
    return coverage(share)


# Cells


def _cell(value: shapes.Money | None, *, total=None, incomplete=False, converted=False) -> dict:
    return {"value": value, "sum": total, "incomplete": incomplete, "converted": converted}


def _cell_of_running(total: reconciliation.RunningTotal | None) -> dict:
    """Without the figure of an edition it is not the whole."""
    if total is None:
        return _cell(None)
    return _cell(money_of(total.money), incomplete=bool(total.missing))


def _cell_of(total: stats.Sum) -> dict:
    incomplete = bool(total.undisclosed or total.unconverted)
    if total.low is None:
        return _cell(None, total=total.as_dict(), incomplete=incomplete)
    high = total.high if total.high != total.low else None
    value = {
        "value": total.low,
        "value_max": high,
        "currency": total.currency,
        "qualifier": total.bound,
    }
    return _cell(value, total=total.as_dict(), incomplete=incomplete)


def _against_first(cells: list[dict]) -> list[dict]:
    first = cells[0]
    nothing = {"difference": None, "why_not": None}
    return [first | nothing, *(cell | _difference(first, cell) for cell in cells[1:])]


def _difference(first: dict, cell: dict) -> dict:
    why = _why_not(first, cell)
    if why:
        return {"difference": None, "why_not": why}
    return {"difference": cell["value"]["value"] - first["value"]["value"], "why_not": None}


def _why_not(first: dict, cell: dict) -> str | None:
    one, other = first["value"], cell["value"]
    if one is None or other is None:
        return "unknown"
    if one["currency"] != other["currency"]:
        return "currency"
    if first["incomplete"] or cell["incomplete"]:
        return "incomplete"
    return why_not_comparable(one["qualifier"], other["qualifier"])


def _unless_all_none(values: list) -> list | None:
    return values if any(values) else None


def _at_one_horizon(summaries: list[list[shapes.FollowSum]]) -> dict | None:
    """All at the longest horizon that each tracked one has reached; None where none is tracked."""
    tracked = [summary for summary in summaries if any(each["states"] for each in summary)]
    for place in reversed(range(len(summaries[0]))):
        if tracked and all(summary[place]["states"] for summary in tracked):
            sums = [summary[place] for summary in summaries]
            states = list(next(each["states"] for each in sums if each["states"]))
            return {"months": sums[0]["months"], "sums": sums, "states": states}
    return None
