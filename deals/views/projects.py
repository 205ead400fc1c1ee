"""The list of projects, and a project's own page."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import citing, parameters, resources, stats
from deals.addresses import find
from deals.facet_query import FacetQuery
from deals.filters import ProjectFilter
from deals.models import Project
from deals.parameters import InvalidParameters
from deals.queries import ProjectQuery
from deals.resources import descriptions, facets
from deals.views.show import home_crumb, ignored, named_crumb, page, show

RELATED = 5


@page
def projects(request):
    """Filters on the left, totals above, rows or chart or map; the address is the whole state."""
    try:
        query = ProjectQuery.from_page(request.GET)
    except InvalidParameters as error:
        return _wrong(request, error.errors)
    if len(request.GET.getlist("columns")) > 1:  # as the form without script gives them
        return redirect(replace(query, ignored=()).page_url())
    context = resources.list_context(query, request.snapshot.version)
    if query.start and query.view == "table" and not context.get("projects"):
        count = stats.count(query.matching) if context["of_a_part"] else context["count"]
        last = query.change(start=max(0, count - 1) // query.size * query.size)
        return redirect(last.page_url())
    context |= facets.form_context(query) | {
        "page_title": citing.listed_title(context["chips"]),
        "description": descriptions.of_totals(context["totals"]),
        "feed": {"url": query.feed_url(), "title": _("Changed projects"), "asks": True},
        "currency": query.currency,
        "ignored": query.ignored,
    }
    return show(request, "projects/list.html", context, "projects", _crumbs())


@page
def facet(request, name):
    """Every value of one filter with count and sum, each a link that adds or removes it."""
    if name not in facets.PAGES:
        raise Http404
    asked = FacetQuery.from_page(name, request.GET)
    found = facets.page(asked)
    if asked.start and not found["values"]:
        return redirect(asked.change(start=(found["pages"] - 1) * asked.size).page_url())
    context = found | {
        "query": asked,
        "chips": facets.chips(asked.query),
        "back_url": asked.query.change().page_url(),
        "page_links": resources.page_links(asked, found["pages"]),
        "sizes": resources.page_sizes(asked),
        "currency": asked.query.currency,
        "ignored": asked.query.ignored,
    }
    crumbs = [home_crumb(), (_("Projects"), reverse("projects")), (found["title"], None)]
    return show(request, "projects/facet.html", context, "projects", crumbs)


def _wrong(request, errors):
    labels = {name: f.label for name, f in ProjectFilter.base_filters.items()}
    errors = [{**error, "label": labels.get(error["name"])} for error in errors]
    context = {"errors": errors, "projects": [], "chips": [], "facets": []}
    return show(request, "projects/list.html", context, "projects", _crumbs(), status=400)


def _crumbs():
    return [home_crumb(), (_("Projects"), None)]


@page
def project(request, ref):
    """Everything known of it; `on` asks for its status on a day."""
    readers = {"currency": parameters.currency, "on": parameters.date}
    asked = parameters.read(request.GET, readers, {"currency": "CNY", "on": None})
    currency, on = asked["currency"], asked["on"]
    record = find(Project.objects.for_page(on), ref)
    detail = resources.project_detail(record, request.snapshot.version, on)
    context = {
        "project": detail,
        "page_title": descriptions.name(detail),
        "description": descriptions.of_project(detail, currency),
        "currency": currency,
        "converted": detail["investment"][currency],
        "unconverted": detail["unconverted"][currency],
        "output": detail["output_converted"][currency],
        "rates": [r for r in detail["rates"] if r["target"] == currency],
        "related": _related(record, currency),
        "canonical_url": _canonical(request, currency, on),
        "today": request.today.isoformat(),
        "ignored": ignored(request, "on"),
    }
    crumbs = [home_crumb(), (_("Projects"), reverse("projects")), named_crumb(detail)]
    return show(request, "projects/detail.html", context, "projects", crumbs)


def _canonical(request, currency: str, on) -> str:
    asked = {"currency": currency if currency != "CNY" else None, "on": on}
    query = urlencode({name: value for name, value in asked.items() if value})
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


def _related(record: Project, currency: str) -> list[dict]:
    """Other projects by the same investors, and at the same place."""
    investors = [row.organization.slug for row in record.investor_links.all()]
    places = [record.location.slug] if record.location else []
    beside = [
        (
            _("By the same investors"),
            _newest(Project.objects.with_investors_of(record)),
            {"investor": investors},
        ),
        (_("At the same place"), _newest(Project.objects.around(record)), {"location": places}),
    ]
    shown = {ref for _label, refs, _filters in beside for ref in refs}
    rows = resources.rows(Project.objects.filter(ref__in=shown).in_rows())
    row = {each["id"]: each for each in rows}
    return [
        {
            "label": label,
            "projects": [row[ref] for ref in refs],
            "url": ProjectQuery(filters, currency).page_url(),
        }
        for label, refs, filters in beside
        if refs
    ]


def _newest(projects) -> list[str]:
    """Before names are looked up, as that would be done for each of them."""
    return list(projects.newest_first().values_list("ref", flat=True)[:RELATED])
