"""Places, sectors and investors: indexes with count and sum, and a page for each."""

from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import resources, stats
from deals.addresses import find
from deals.filters import ordered
from deals.models import (
    Location,
    Organization,
    Project,
    ProjectInvestor,
    ReportedFigure,
    Sector,
)
from deals.page_query import PageQuery
from deals.queries import ProjectQuery
from deals.resources import charts, descriptions, events, maps
from deals.resources.projects import place_path
from deals.resources.totals import groups, notes_of_sums, some_groups
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
def places(request):
    """The tree of places, each with everything inside it."""
    currency = currency_of(request)
    sums = stats.by_subtree(stats.everything(), currency)
    explained = ProjectQuery(currency=currency)
    rows = [
        {
            **resources.location(record),
            "depth": len(record.slugs_above),
            "totals": sums[record.slug].as_dict(),
        }
        for record in Location.objects.in_tree_order()
        if record.slug in sums
    ]
    nowhere = stats.of_each(stats.everything(), "location", [None], currency)
    context = {
        "rows": rows,
        "without": nowhere.get(None, stats.nothing(currency)).as_dict(),
        "without_url": ProjectQuery({"location": ["none"]}, currency).page_url(),
        "api_url": explained.groups_url("location"),
        "others": [
            resources.location(r) for r in Location.objects.in_tree_order() if r.slug not in sums
        ],
        "explain": explained,
        "currency": currency,
        "ignored": ignored(request),
    }
    return show(request, "places/list.html", context, "places", [home_crumb(), (_("Places"), None)])


@page
def place(request, slug):
    record = find(Location.objects.all(), slug)
    currency, as_of = currency_of(request), known_day(request)
    path = place_path(record)
    sums = stats.by_subtree(Project.objects.known_by(as_of), currency)
    children = [
        {**resources.location(child), "totals": sums[child.slug].as_dict()}
        for child in record.children.order_by("name")
        if child.slug in sums
    ]
    asked = ProjectQuery(as_known({"location": [slug]}, as_of), currency)
    context = _context(request, asked) | {
        "thing": resources.location(record),
        "path": path[:-1],
        "children": children,
        "card": resources.place_reconciled(record, currency, request.snapshot.version, as_of),
        "as_of": as_of,
        "ignored": ignored(request, "as_of"),
        "hosted": events.hosted_at(record),
        **maps.map_context(asked),
        "by_sector": groups(asked.matching, "sector", currency),
        "follow": resources.follow_through_page(asked, request.today),
    }
    crumbs = [home_crumb(), (_("Places"), reverse("places"))]
    crumbs += [named_crumb(each, each["html_url"]) for each in path[:-1]]
    return show(
        request, "places/detail.html", context, "places", [*crumbs, named_crumb(context["thing"])]
    )


@page
def sectors(request):
    stated = Project.objects.filter(sector=OuterRef("pk"))
    return _index(request, "sector", Sector, stated, "sectors", _("Sectors"))


@page
def sector(request, slug):
    record = find(Sector.objects.all(), slug)
    currency = currency_of(request)
    figures = ReportedFigure.objects.headlines().filter(sector=record).with_names()
    asked = ProjectQuery({"sector": [slug]}, currency)
    context = _context(request, asked) | {
        "thing": resources.sector(record),
        "figures": [resources.figure(figure) for figure in figures],
        "by_place": groups(asked.matching, "location", currency, "country"),
    }
    crumbs = [home_crumb(), (_("Sectors"), reverse("sectors")), named_crumb(context["thing"])]
    return show(request, "sectors/detail.html", context, "sectors", crumbs)


@page
def investors(request):
    stated = ProjectInvestor.objects.filter(organization=OuterRef("pk"))
    return _index(request, "investor", Organization, stated, "investors", _("Investors"))


@page
def investor(request, slug):
    record = find(Organization.objects.select_related("country"), slug)
    currency = currency_of(request)
    asked = ProjectQuery({"investor": [slug]}, currency)
    context = _context(request, asked) | {
        "thing": resources.organization(record),
        "by_place": groups(asked.matching, "location", currency, "country"),
    }
    crumbs = [home_crumb(), (_("Investors"), reverse("investors")), named_crumb(context["thing"])]
    return show(request, "investors/detail.html", context, "investors", crumbs)


def _index(request, dimension, model, stated, section, title):
    """All records of a dimension with count and sum, the largest first, then those not `stated`."""
    asked = PageQuery.from_page(request)
    currency, start = asked.currency, asked.start
    found, count = some_groups(stats.everything(), dimension, start, start + asked.size, currency)
    if asked.is_past(count):
        return redirect(asked.last(count).page_url())
    others = model.objects.filter(~Exists(stated)) if asked.page == asked.pages(count) else ()
    context = {
        "groups": found,
        "others": [resources.link(record) for record in others],
        "currency": currency,
        "dimension": dimension,
        "api_url": ProjectQuery(currency=currency).groups_url(dimension),
        "explain": ProjectQuery(currency=currency),
        "none_url": ProjectQuery({dimension: ["none"]}, currency).page_url(),
        "ignored": ignored(request, "page"),
        **pages_of(asked, count),
    }
    return show(request, f"{section}/list.html", context, section, [home_crumb(), (title, None)])


def _context(request, asked: ProjectQuery) -> dict:
    """What the pages of a place, a sector and an investor have in common."""
    currency = asked.currency
    sums = stats.totals(asked.matching, currency)
    first = ordered(asked.matching, ("-amount",), currency).in_rows()[:ROWS]
    return {
        "totals": {**sums.as_dict(), "currency": currency, "notes": notes_of_sums(sums)},
        "description": descriptions.of_totals(sums.as_dict()),
        "feed": {"url": asked.feed_url(), "title": _("Changed projects"), "asks": True},
        "projects": resources.rows(first),
        "list_url": asked.page_url(),
        "api_url": asked.api_url(),
        "explain": asked,
        "years": charts.by_year(asked),
        "currency": currency,
        "ignored": ignored(request),
    }
