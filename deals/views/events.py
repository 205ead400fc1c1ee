"""Conferences and their editions."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import resources, stats
from deals.addresses import find
from deals.filters import ordered
from deals.models import Conference, Edition
from deals.page_query import PageQuery
from deals.queries import ProjectQuery
from deals.resources import charts, descriptions, gaps
from deals.resources.projects import place_path
from deals.resources.reconciliation import editions_beside_itemised, other_statements
from deals.resources.totals import groups, notes_of_sums
from deals.views.show import (
    as_known,
    currency_of,
    home_crumb,
    ignored,
    known_day,
    named_crumb,
    page,
    pages_of,
    show,
)

ROWS = 20


@page
def conferences(request):
    """Every conference with its editions, and what is itemised of it."""
    asked = PageQuery.from_page(request)
    every = Conference.objects.order_by("name", "pk")
    records = asked.of(every.prefetch_related("editions"))
    count = every.count()
    if asked.is_past(count):
        return redirect(asked.last(count).page_url())
    currency = asked.currency
    keys = [record.slug for record in records]
    sums = stats.of_each(stats.everything(), "conference", keys, currency)
    rows = [
        {
            **resources.conference(record),
            "years": sorted({e.year for e in record.editions.all()}),
            "itemised": sums.get(record.slug, stats.nothing(currency)).as_dict(),
        }
        for record in records
    ]
    context = {
        "conferences": rows,
        "explain": ProjectQuery(currency=currency),
        "currency": currency,
        "ignored": ignored(request, "page"),
        **pages_of(asked, count),
    }
    crumbs = [home_crumb(), (_("Conferences"), None)]
    return show(request, "conferences/list.html", context, "conferences", crumbs)


@page
def conference(request, slug):
    """Editions as a table, figures over several editions as unsplit bracket rows."""
    currency, as_of = currency_of(request), known_day(request)
    record = find(Conference.objects.prefetch_related("editions"), slug)
    card = resources.conference_reconciled(record, currency, request.snapshot.version, as_of)
    asked = ProjectQuery(as_known({"conference": [slug]}, as_of), currency)
    context = {
        "card": card,
        "conference": card["conference"],
        "description": descriptions.of_totals(card["totals"]),
        "feed": conference_feed(card["conference"]),
        "totals": card["totals"],
        "chart": charts.over_editions(card["editions"], card["spanning"], asked),
        "list_url": asked.page_url(),
        "api_url": asked.api_url(),
        "explain": asked,
        "follow": resources.follow_through_page(asked, request.today),
        "currency": currency,
        "as_of": as_of,
        "ignored": ignored(request, "as_of"),
    }
    crumbs = [
        home_crumb(),
        (_("Conferences"), reverse("conferences")),
        named_crumb(context["conference"]),
    ]
    return show(request, "conferences/detail.html", context, "conferences", crumbs)


def conference_feed(conference: dict) -> dict:
    url = reverse("conference-feed", args=[conference["id"]])
    return {"url": url, "title": descriptions.name(conference)}


@page
def editions(request):
    """Every edition, the newest first, with its headlines and coverage."""
    asked, count = PageQuery.from_page(request), Edition.objects.count()
    if asked.is_past(count):
        return redirect(asked.last(count).page_url())
    records = list(asked.of(Edition.objects.with_names().newest_first()))
    context = {
        "rows": editions_beside_itemised(records, asked.currency),
        "explain": ProjectQuery(currency=asked.currency),
        "currency": asked.currency,
        "ignored": ignored(request, "page"),
        **pages_of(asked, count),
    }
    crumbs = [home_crumb(), (_("Editions"), None)]
    return show(request, "editions/list.html", context, "conferences", crumbs)


@page
def edition(request, slug):
    """The scorecard: what was reported beside what is itemised, each number with its source."""
    currency, as_of = currency_of(request), known_day(request)
    record = find(Edition.objects.with_names(), slug)
    card = resources.reconciled(record, currency, request.snapshot.version, as_of)
    sources = card_sources(card)
    asked = ProjectQuery(as_known({"edition": [slug]}, as_of), currency)
    itemised = edition_projects(asked)
    context = {
        "card": card,
        "edition": card["edition"],
        "page_title": descriptions.name(card["edition"]),
        "description": descriptions.of_card(card),
        "statements": other_statements(card),
        "sources": sources,
        "numbers": {source["id"]: n for n, source in enumerate(sources, 1)},
        "place_path": place_path(record.location),
        **itemised,
        "gaps": gaps.of_edition(card, itemised["by_place"], itemised["by_sector"]),
        "follow": resources.follow_through_page(asked, request.today),
        "neighbours": neighbours(record),
        "currency": currency,
        "as_of": as_of,
        "ignored": ignored(request, "as_of"),
    }
    conference_url = reverse("conference", args=[record.conference.slug])
    crumbs = [
        home_crumb(),
        (_("Conferences"), reverse("conferences")),
        named_crumb(card["edition"]["conference"], conference_url),
        (record.label, None),
    ]
    return show(request, "editions/detail.html", context, "conferences", crumbs)


def edition_projects(query: ProjectQuery) -> dict:
    """An edition's largest projects, what they add up to, and by what."""
    currency = query.currency
    first = ordered(query.matching, ("-amount",), currency).in_rows()[:ROWS]
    sums = stats.totals(query.matching, currency)
    found = {
        dimension: groups(query.matching, dimension, currency) if sums.projects else []
        for dimension in ("location", "sector", "reported_currency")
    }
    return {
        "totals": {**sums.as_dict(), "currency": currency, "notes": notes_of_sums(sums)},
        "projects": resources.rows(first),
        "list_url": query.page_url(),
        "api_url": query.api_url(),
        "explain": query,
        "by_place": found["location"],
        "by_sector": found["sector"],
        "by_currency": found["reported_currency"],
    }


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
