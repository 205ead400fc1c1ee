"""One question to the whole site."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import filters, parameters, resources
from deals.resources.search import GROUPS
from deals.views.show import home_crumb, ignored, page, show

READERS = {
    "q": filters.question,
    "group": parameters.one_of(GROUPS),
    "currency": parameters.currency,
}


@page
def search(request):
    """Projects, conferences, places, investors, sectors and sources that match, in groups."""
    asked = parameters.read(request.GET, READERS, {"q": "", "group": "", "currency": "CNY"})
    question, group, currency = asked["q"], asked["group"], asked["currency"]
    context = {
        "question": question,
        "found": resources.search(question, currency, group) if question else None,
        "currency": currency,
        "canonical_url": _canonical(request, asked),
        "ignored": ignored(request, "q", "group"),
    }
    crumbs = [home_crumb(), (_("Search"), None)]
    return show(request, "search/results.html", context, "search", crumbs)


def _canonical(request, asked: dict) -> str:
    kept = {name: value for name, value in asked.items() if value not in ("", "CNY")}
    query = f"?{urlencode(kept)}" if kept else ""
    return request.build_absolute_uri(reverse("search") + query)
