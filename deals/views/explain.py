"""“Explain this number”: the page of one total of projects."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import citing, resources
from deals.explain_query import ExplainQuery
from deals.resources import facets
from deals.resources.explanations import measure_label
from deals.resources.listing import page_links, page_sizes
from deals.views.show import home_crumb, page, show


@page
def explain(request):
    """What was added up, what was left out and why, at which rates: from the API's own answer."""
    asked = ExplainQuery.from_page(request.GET)
    answer = resources.explanation(asked, request.snapshot.version)
    rows, count = answer["records"]["results"], answer["records"]["count"]
    pages = max(1, -(-count // asked.size))
    if asked.start and not rows:
        return redirect(asked.change(start=(pages - 1) * asked.size).page_url())
    filters = facets.chips(asked.query)
    context = {
        "query": asked,
        "answer": answer,
        "measure_label": measure_label(asked.measure),
        "page_title": _title(asked, filters),
        "filters": filters,
        "list_url": asked.listed.page_url() if asked.listed else None,
        "first": asked.start + 1 if rows else 0,
        "last": asked.start + len(rows),
        "pages": pages,
        "page_links": page_links(asked, pages),
        "sizes": page_sizes(asked),
        "measures": [
            {"label": measure_label(each.measure), "url": each.page_url()} for each in asked.others
        ],
        "currency": asked.query.currency,
        "ignored": asked.query.ignored,
    }
    crumbs = [home_crumb(), (_("Projects"), reverse("projects")), (_("Explain this number"), None)]
    return show(request, "explain/detail.html", context, "projects", crumbs)


def _title(asked: ExplainQuery, chips: list[dict]) -> str:
    filters = citing.filters_in_words(chips) or _("All projects")
    said = {"measure": measure_label(asked.measure), "filters": filters}
    return _("%(measure)s explained (%(filters)s)") % said
