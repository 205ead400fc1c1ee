"""Conferences and their editions."""

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import claims, resources, stats
from deals.addresses import find
from deals.filters import ordered
from deals.models import Conference, Edition, ReportedFigure
from deals.queries import ProjectQuery
from deals.resources import charts, events
from deals.resources.projects import place_path
from deals.resources.totals import groups, notes
from deals.views.show import currency_of, home_crumb, ignored, named_crumb, page, show

ROWS = 20


@page
def conferences(request):
    """Every conference with its editions, and what is itemised of it."""
    currency = currency_of(request)
    sums = {g.key: g.totals for g in stats.by(stats.everything(), "conference", currency)}
    rows = [
        {
            **resources.conference(record),
            "years": sorted({e.year for e in record.editions.all()}),
            "itemised": sums.get(record.slug, stats.nothing(currency)).as_dict(),
        }
        for record in Conference.objects.prefetch_related("editions").order_by("name")
    ]
    context = {"conferences": rows, "currency": currency, "ignored": ignored(request)}
    crumbs = [home_crumb(), (_("Conferences"), None)]
    return show(request, "conferences/list.html", context, "conferences", crumbs)


@page
def conference(request, slug):
    """Editions as a table, figures over several editions as unsplit bracket rows."""
    currency = currency_of(request)
    record = find(Conference.objects.prefetch_related("editions"), slug)
    found = resources.editions_of(record, currency)
    context = {
        "conference": resources.conference(record),
        **found,
        "chart": charts.over_editions(found["rows"], found["spanning"], currency),
        "checks": [resources.check(finding) for finding in claims.of_conference(record)],
        "list_url": ProjectQuery({"conference": [slug]}, currency).page_url(),
        "currency": currency,
        "ignored": ignored(request),
    }
    crumbs = [
        home_crumb(),
        (_("Conferences"), reverse("conferences")),
        named_crumb(context["conference"]),
    ]
    return show(request, "conferences/detail.html", context, "conferences", crumbs)


@page
def editions(request):
    """Every edition, the newest first, with its headlines and coverage."""
    currency = currency_of(request)
    records = list(Edition.objects.with_names().newest_first())
    sums = {g.key: g.totals for g in stats.by(stats.everything(), "edition", currency)}
    figures = ReportedFigure.objects.headlines().filter(edition_count=1).with_names()
    rows = events.edition_rows(records, figures, sums, currency)
    context = {"rows": rows, "currency": currency, "ignored": ignored(request)}
    crumbs = [home_crumb(), (_("Editions"), None)]
    return show(request, "editions/list.html", context, "conferences", crumbs)


@page
def edition(request, slug):
    """The scorecard: what was reported beside what is itemised, each number with its source."""
    currency = currency_of(request)
    record = find(Edition.objects.with_names(), slug)
    card = resources.reconciled(record, currency, request.snapshot.version)
    query = ProjectQuery({"edition": [slug]}, currency)
    first = ordered(query.matching, ("-amount",), currency).with_names()[:ROWS]
    sums = stats.totals(query.matching, currency)
    context = {
        "card": card,
        "edition": card["edition"],
        "statements": events.other_statements(card),
        "sources": card_sources(card),
        "numbers": {s["id"]: n for n, s in enumerate(card_sources(card), 1)},
        "place_path": place_path(record.location),
        "totals": {**sums.as_dict(), "currency": currency, "notes": notes(sums)},
        "projects": [resources.project(each) for each in first],
        "list_url": query.page_url(),
        "by_place": groups(query.matching, "location", currency) if sums.projects else [],
        "by_sector": groups(query.matching, "sector", currency) if sums.projects else [],
        "by_currency": groups(query.matching, "reported_currency", currency),
        "neighbours": neighbours(record),
        "currency": currency,
        "ignored": ignored(request),
    }
    conference_url = reverse("conference", args=[record.conference.slug])
    crumbs = [
        home_crumb(),
        (_("Conferences"), reverse("conferences")),
        named_crumb(card["edition"]["conference"], conference_url),
        (record.label, None),
    ]
    return show(request, "editions/detail.html", context, "conferences", crumbs)


def card_sources(card) -> list[dict]:
    """Each source of the scorecard once, in the order in which it is met, to be numbered."""
    found = {}
    for metric in card["metrics"]:
        lines = [metric, *metric["parts"]]
        for figure in [line["reported"] for line in lines] + metric["alternatives"]:
            if figure:
                found.setdefault(figure["source"]["id"], figure["source"])
    for figure in card["spanning"]:
        found.setdefault(figure["source"]["id"], figure["source"])
    return list(found.values())


def neighbours(record: Edition) -> dict:
    """The editions before and after, for the links at the end of the page."""
    ordered_editions = list(record.conference.editions.with_names().in_order())
    here = ordered_editions.index(record)
    before = ordered_editions[here - 1] if here else None
    after = ordered_editions[here + 1] if here + 1 < len(ordered_editions) else None
    return {
        "before": before and resources.edition(before),
        "after": after and resources.edition(after),
    }
