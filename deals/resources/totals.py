"""Totals and breakdowns as plain data; pages, fragments and the API show the same dict."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deals import stats
from deals.models import Conference, Edition, Location, Organization, Sector
from deals.resources import shapes
from deals.resources.links import edition_link, html_url, names, site
from deals.vocabulary import COMMITMENT_LABELS, STATUS_LABELS

_RECORDS = {
    "conference": Conference,
    "edition": Edition,
    "location": Location,
    "sector": Sector,
    "investor": Organization,
}
_WORDS = {"status": STATUS_LABELS, "commitment": COMMITMENT_LABELS}


def totals(
    projects,
    currency: str,
    data_version: int,
    group_by: str | None = None,
    level: str | None = None,
) -> shapes.TotalsAnswer:
    """What the projects add up to, and its breakdown where one is asked for."""
    sums = stats.totals(projects, currency)
    return {
        **sums.as_dict(),
        "currency": currency,
        "group_by": group_by,
        "level": level,
        "groups": groups(projects, group_by, currency, level) if group_by else [],
        "groups_sum_to_total": group_by not in stats.NOT_ADDING_UP if group_by else None,
        "notes": notes(sums, group_by),
        "data_version": data_version,
    }


def groups(projects, dimension, currency, level=None, limit=None) -> list[shapes.Group]:
    """The groups with a label in the active language and the address of their page."""
    rows = stats.by(projects, dimension, currency, level)[:limit]
    found = labels(dimension, [row.key for row in rows])
    return [{**found[row.key], **row.as_dict()} for row in rows]


def labels(dimension: str, keys: list) -> dict:
    """By key: label, the language it is in where that is not the page's, address of its page."""
    records = {}
    if dimension in _RECORDS:
        model = _RECORDS[dimension]
        found = model.objects.filter(slug__in=[key for key in keys if key])
        if dimension == "edition":
            found = found.select_related("conference")
        records = {record.slug: record for record in found}
    return {key: _label(dimension, key, records.get(key)) for key in keys}


def _label(dimension: str, key, record) -> dict:
    if key is None:
        text = _("Not disclosed") if dimension == "reported_currency" else _("Not stated")
        return {"label": text, "label_lang": None, "html_url": None}
    if record is None:
        label = str(_WORDS.get(dimension, {}).get(key, key))
        return {"label": label, "label_lang": None, "html_url": _list_url(dimension, key)}
    text, lang = in_language(edition_link(record) if dimension == "edition" else names(record))
    return {"label": text, "label_lang": lang, "html_url": html_url(record)}


def in_language(named: dict) -> tuple[str, str | None]:
    """The name in the active language; with the language it is in where that differs."""
    if (get_language() or "en").startswith("zh"):
        return (named["name_zh"], None) if named["name_zh"] else (named["name"], "en")
    return named["name"], None


def _list_url(dimension: str, key) -> str | None:
    if dimension == "reported_currency":
        return None
    return f"{site.get()}{reverse('projects')}?{dimension}={key}"


def notes(sums: stats.Totals, group_by: str | None = None) -> list[str]:
    """What a reader must know to use the numbers, as sentences in the active language."""
    found = []
    if sums.resigned:
        found.append(
            ngettext(
                "%d project only signs an earlier one again and adds nothing.",
                "%d projects only sign earlier ones again and add nothing.",
                sums.resigned,
            )
            % sums.resigned
        )
    if sums.investment.unconverted:
        found.append(
            ngettext(
                "%d amount has no exchange rate and is left out of the sum.",
                "%d amounts have no exchange rate and are left out of the sum.",
                sums.investment.unconverted,
            )
            % sums.investment.unconverted
        )
    if group_by == "investor":
        found.append(_("A project with several investors counts in full for each of them."))
    if group_by == "reported_currency":
        found.append(_("Each currency is summed as reported; currencies are not added up."))
    return found
