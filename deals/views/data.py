"""About the data: what is held and missing, what the columns mean, licence and citation."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import exports, stats, vocabulary
from deals.bounds import QUALIFIERS
from deals.queries import ProjectQuery
from deals.resources import holdings
from deals.resources.downloads import downloads
from deals.views.show import currency_of, home_crumb, ignored, page, show


@page
def data(request):
    """All that a person has to know who takes the data away."""
    currency = currency_of(request)
    everything = ProjectQuery(currency=currency)
    sums = stats.totals(stats.everything(), currency)
    about = exports.about(everything, _("projects"), sums.projects, request.today, request.snapshot)
    about = replace(about, address=request.build_absolute_uri(about.address))
    context = {
        "holdings": holdings.holdings(sums.projects),
        "coverage": holdings.coverage(sums),
        "totals": sums.as_dict(),
        "count": sums.projects,
        "downloads": downloads(everything, sums.projects),
        "explain": everything,
        "citation": about.citation,
        "tables": _tables(),
        "vocabularies": _vocabularies(),
        "qualifiers": [(word, vocabulary.BOUND_MEANINGS[word]) for word in QUALIFIERS],
        "metrics": _metrics(),
        "currency": currency,
        "ignored": ignored(request),
    }
    crumbs = [home_crumb(), (_("Sources & method"), reverse("method")), (_("About the data"), None)]
    return show(request, "data.html", context, "method", crumbs)


def _tables() -> list[dict]:
    """The data dictionary: the column lists that the files themselves are made from."""
    return [
        {"id": "projects", "title": _("Projects"), "columns": exports.PROJECTS},
        {"id": "investments", "title": _("Investments"), "columns": exports.INVESTMENTS},
        {"id": "totals", "title": _("Totals and groups"), "columns": exports.TOTALS},
        {
            "id": "reconciliation",
            "title": _("Reported and itemised"),
            "columns": exports.RECONCILIATION,
        },
    ]


def _vocabularies() -> list[tuple[str, dict]]:
    """Name and words (slug → label) of each fixed vocabulary."""
    return [
        (_("Status"), vocabulary.STATUS_LABELS),
        (_("Commitment"), vocabulary.COMMITMENT_LABELS),
        (_("Kind of place"), vocabulary.PLACE_KIND_LABELS),
        (_("Kind of organization"), vocabulary.ORGANIZATION_KIND_LABELS),
        (_("Kind of source"), vocabulary.SOURCE_KIND_LABELS),
    ]


def _metrics() -> list[dict]:
    return [
        {"slug": slug, "label": label, "money": slug in vocabulary.MONEY_METRICS}
        for slug, label in vocabulary.METRIC_LABELS.items()
    ]
