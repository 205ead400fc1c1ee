"""What is held, and what is missing, in numbers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from deals import stats
from deals.models import (
    Conference,
    Edition,
    ExchangeRate,
    Investment,
    Location,
    Organization,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
)
from deals.paths import api


def holdings(projects: int) -> list[dict]:
    """``{"label", "count", "url"}`` of each kind of record; `url` is its page or API resource."""
    return [
        _held(_("Projects"), projects, reverse("projects")),
        _held(_("Investments"), Investment.objects.count(), api("investments/")),
        _held(_("Status events"), StatusEvent.objects.count(), None),
        _held(_("Reported figures"), ReportedFigure.objects.count(), api("figures/")),
        _held(_("Conferences"), Conference.objects.count(), reverse("conferences")),
        _held(_("Editions"), Edition.objects.count(), reverse("editions")),
        _held(_("Places"), Location.objects.count(), reverse("places")),
        _held(_("Sectors"), Sector.objects.count(), reverse("sectors")),
        _held(_("Investors and organizations"), Organization.objects.count(), reverse("investors")),
        _held(_("Sources"), Source.objects.count(), reverse("sources")),
        _held(_("Exchange rates"), ExchangeRate.objects.count(), api("rates/")),
    ]


def _held(label: str, count: int, url: str | None) -> dict:
    return {"label": label, "count": count, "url": url}


def coverage(sums: stats.Totals) -> list[dict]:
    """``{"label", "known", "of"}``: how many records state each thing that matters."""
    counted = sums.projects - sums.resigned
    editions = Edition.objects.count()
    found = [
        (_("Editions with a reported figure or a project"), Edition.objects.with_figures().count()),
        (_("Editions with itemised projects"), Edition.objects.itemised().count()),
    ]
    rows = [_known(label, known, editions) for label, known in found]
    rows += [
        _known(_("Projects that state a place"), _stating("location", sums), sums.projects),
        _known(_("Projects that state a sector"), _stating("sector", sums), sums.projects),
        _known(_("Projects that name an investor"), _stating("investor", sums), sums.projects),
        _known(_("Projects that disclose an amount"), sums.investment.stated, counted),
        _known(_("Projects that state jobs"), sums.jobs.stated, counted),
        _known(_("Projects that state an output value"), sums.output_value.stated, counted),
    ]
    return rows


def _stating(dimension: str, sums: stats.Totals) -> int:
    """How many projects state it: all but those of the group “not stated”."""
    groups = stats.of_each(stats.everything(), dimension, [None])
    return sums.projects - sum(totals.projects for totals in groups.values())


def _known(label: str, known: int, of: int) -> dict:
    """`share` is a decimal number in text, None where there is nothing to be known."""
    return {"label": label, "known": known, "of": of, "share": f"{known / of:.4f}" if of else None}
