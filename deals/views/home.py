"""The front page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import resources
from deals.models import Conference, Edition, Project, ReportedFigure
from deals.queries import ProjectQuery
from deals.resources import charts
from deals.resources.changes import latest as latest_changes
from deals.resources.reconciliation import editions_beside_itemised
from deals.views.show import currency_of, ignored, page, show

LATEST = 8
CHANGES = 6


@page
def home(request):
    """What is held, the latest editions, and the largest groups; each number leads to its proof."""
    currency = currency_of(request)
    everything = ProjectQuery(currency=currency)
    editions = list(Edition.objects.with_figures().with_names().newest_first()[:LATEST])
    context = {
        "totals": resources.totals(everything, request.snapshot.version),
        "everything": everything,
        "explain": everything,
        "counts": {
            "conferences": Conference.objects.count(),
            "editions": Edition.objects.count(),
            "figures": ReportedFigure.objects.count(),
        },
        "rows": editions_beside_itemised(editions, currency),
        "years": charts.by_year(everything),
        "places": charts.ranked(everything, "location", "country"),
        "sectors": charts.ranked(everything, "sector"),
        "latest": resources.rows(Project.objects.newest_first().in_rows()[:5]),
        "changes": latest_changes(CHANGES),
        "feed": {"url": reverse("changes-feed"), "title": _("Latest changes")},
        "page_title": _("Conference Deals"),
        "currency": currency,
        "ignored": ignored(request),
    }
    return show(request, "home.html", context, "home", [(_("Home"), None)])
