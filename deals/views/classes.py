"""Places, sectors and investors: indexes with count and sum, and a page for each."""

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import reconciliation, resources, stats
from deals.addresses import find
from deals.filters import ordered
from deals.models import Location, Organization, ReportedFigure, Sector
from deals.queries import ProjectQuery
from deals.resources import charts, events
from deals.resources.projects import place_path
from deals.resources.totals import groups, notes
from deals.views.show import currency_of, home_crumb, ignored, named_crumb, page, show

ROWS = 20


@page
def places(request):
    """The tree of places, each with everything inside it."""
    currency = currency_of(request)
    sums = stats.by_subtree(stats.everything(), currency)
    rows = [
        {
            **resources.location(record),
            "depth": len(record.slugs_above),
            "totals": sums[record.slug].as_dict(),
        }
        for record in Location.objects.in_tree_order()
        if record.slug in sums
    ]
    without = stats.totals(ProjectQuery({"location": ["none"]}, currency).matching, currency)
    context = {
        "rows": rows,
        "without": without.as_dict(),
        "without_url": ProjectQuery({"location": ["none"]}, currency).page_url(),
        "others": [
            resources.location(r) for r in Location.objects.in_tree_order() if r.slug not in sums
        ],
        "currency": currency,
        "ignored": ignored(request),
    }
    return show(request, "places/list.html", context, "places", [home_crumb(), (_("Places"), None)])


@page
def place(request, slug):
    record = find(Location.objects.all(), slug)
    currency = currency_of(request)
    path = place_path(record)
    sums = stats.by_subtree(stats.everything(), currency)
    children = [
        {**resources.location(child), "totals": sums[child.slug].as_dict()}
        for child in record.children.order_by("name")
        if child.slug in sums
    ]
    context = _context(request, "location", slug, currency) | {
        "thing": resources.location(record),
        "path": path[:-1],
        "children": children,
        "figures": [resources.figure(f) for f in reconciliation.place_figures(record)],
        "hosted": events.hosted_at(record),
        "by_sector": _groups(slug, "location", "sector", currency),
        "follow": resources.follow_through_page(
            ProjectQuery({"location": [slug]}, currency), request.today
        ),
    }
    crumbs = [home_crumb(), (_("Places"), reverse("places"))]
    crumbs += [named_crumb(each, each["html_url"]) for each in path[:-1]]
    return show(
        request, "places/detail.html", context, "places", [*crumbs, named_crumb(context["thing"])]
    )


@page
def sectors(request):
    return _index(request, "sector", Sector, "sectors", _("Sectors"))


@page
def sector(request, slug):
    record = find(Sector.objects.all(), slug)
    currency = currency_of(request)
    figures = ReportedFigure.objects.headlines().filter(sector=record).with_names()
    context = _context(request, "sector", slug, currency) | {
        "thing": resources.sector(record),
        "figures": [resources.figure(figure) for figure in figures],
        "by_place": _groups(slug, "sector", "location", currency, "country"),
    }
    crumbs = [home_crumb(), (_("Sectors"), reverse("sectors")), named_crumb(context["thing"])]
    return show(request, "sectors/detail.html", context, "sectors", crumbs)


@page
def investors(request):
    return _index(request, "investor", Organization, "investors", _("Investors"))


@page
def investor(request, slug):
    record = find(Organization.objects.select_related("country"), slug)
    currency = currency_of(request)
    context = _context(request, "investor", slug, currency) | {
        "thing": resources.organization(record),
        "by_place": _groups(slug, "investor", "location", currency, "country"),
    }
    crumbs = [home_crumb(), (_("Investors"), reverse("investors")), named_crumb(context["thing"])]
    return show(request, "investors/detail.html", context, "investors", crumbs)


def _index(request, dimension, model, section, title):
    """All records of a dimension with count and sum, the largest first."""
    currency = currency_of(request)
    found = groups(stats.everything(), dimension, currency)
    known = {group["key"] for group in found}
    context = {
        "groups": found,
        "others": [resources.link(r) for r in model.objects.all() if r.slug not in known],
        "currency": currency,
        "dimension": dimension,
        "none_url": ProjectQuery({dimension: ["none"]}, currency).page_url(),
        "ignored": ignored(request),
    }
    return show(request, f"{section}/list.html", context, section, [home_crumb(), (title, None)])


def _context(request, parameter, slug, currency) -> dict:
    """What the pages of a place, a sector and an investor have in common."""
    asked = ProjectQuery({parameter: [slug]}, currency)
    sums = stats.totals(asked.matching, currency)
    first = ordered(asked.matching, ("-amount",), currency).with_names()[:ROWS]
    return {
        "totals": {**sums.as_dict(), "currency": currency, "notes": notes(sums)},
        "projects": [resources.project(each) for each in first],
        "list_url": asked.page_url(),
        "api_url": asked.api_url(),
        "years": charts.by_year(asked),
        "currency": currency,
        "ignored": ignored(request),
    }


def _groups(slug, parameter, dimension, currency, level=None):
    asked = ProjectQuery({parameter: [slug]}, currency)
    return groups(asked.matching, dimension, currency, level)
