"""Totals and breakdowns as plain data; pages, fragments and the API show the same dict."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from deals import stats
from deals.explanations import left_out_on
from deals.models import Conference, Edition, Location, Organization, Sector
from deals.queries import ProjectQuery
from deals.resources import shapes
from deals.resources.links import edition_link, html_url, names, site, text
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
    query: ProjectQuery, data_version: int, group_by: str = "", level: str = ""
) -> shapes.TotalsAnswer:
    """What the projects add up to, and its breakdown where one is asked for."""
    projects, currency = query.matching, query.currency
    sums = stats.totals(projects, currency)
    return {
        **sums.as_dict(),
        "currency": currency,
        "group_by": group_by or None,
        "level": level or None,
        "groups": groups(projects, group_by, currency, level) if group_by else [],
        "groups_sum_to_total": group_by not in stats.NOT_ADDING_UP if group_by else None,
        "notes": notes_of(query, sums, group_by),
        "explanation": None,
        "data_version": data_version,
    }


def groups(projects, dimension, currency, level=None, limit=None) -> list[shapes.Group]:
    """The groups with a label in the active language and the address of their page."""
    rows = stats.by(projects, dimension, currency, level)[:limit]
    found = labels(dimension, [row.key for row in rows])
    return [{**found[row.key], **row.as_dict()} for row in rows]


def labels(dimension: str, keys: list) -> dict:
    """By key: label, the language it is in where that is not the page's, address of its page."""
    records = records_of(dimension, keys)
    return {key: _label(dimension, key, records.get(key)) for key in keys}


def records_of(dimension: str, keys: list) -> dict:
    """The records behind the keys, by key; a dimension of words or years has none."""
    if dimension not in _RECORDS:
        return {}
    found = _RECORDS[dimension].objects.filter(slug__in=[key for key in keys if key])
    if dimension == "edition":
        found = found.select_related("conference")
    return {record.slug: record for record in found}


def _label(dimension: str, key, record) -> dict:
    if key is None:
        unknown = _("Not disclosed") if dimension == "reported_currency" else _("Not stated")
        return {"label": unknown, "label_lang": None, "html_url": None}
    if record is None:
        label = str(_WORDS.get(dimension, {}).get(key, key))
        return {"label": label, "label_lang": None, "html_url": _list_url(dimension, key)}
    name, lang = in_language(edition_link(record) if dimension == "edition" else names(record))
    return {"label": name, "label_lang": lang, "html_url": html_url(record)}


def in_language(named: dict) -> tuple[str, str | None]:
    """The name in the active language; with the language it is in where that differs."""
    if (get_language() or "en").startswith("zh"):
        return (named["name_zh"], None) if named["name_zh"] else (named["name"], "en")
    return named["name"], None


def _list_url(dimension: str, key) -> str | None:
    if dimension == "reported_currency":
        return None
    return f"{site.get()}{reverse('projects')}?{dimension}={key}"


def notes_of(query: ProjectQuery, sums: stats.Totals, group_by: str = "") -> list[str]:
    """What a reader must know to use the numbers, as sentences in the active language."""
    return [*_notes_on(query), *notes_of_sums(sums, group_by)]


def _notes_on(query: ProjectQuery) -> list[str]:
    """What an ``as_of`` leaves out, and whose sources have no date; nothing without one."""
    if query.as_of is None:
        return []
    out = left_out_on(query.whenever_published, query.as_of)
    found = [
        _(
            "As known on %(date)s: only what a source had published by that day counts, with the "
            "status that was known then."
        )
        % {"date": text(query.as_of)}
    ]
    if out.later:
        found.append(
            ngettext(
                "%d project is left out because its source was published later.",
                "%d projects are left out because their sources were published later.",
                out.later,
            )
            % out.later
        )
    if out.undated:
        found.append(
            ngettext(
                "%(n)d project is left out because its source has no date (%(sources)s).",
                "%(n)d projects are left out because their sources have no date (%(sources)s).",
                out.undated,
            )
            % {"n": out.undated, "sources": _some(out.publishers)}
        )
    return found


def _some(names: list[str], shown: int = 5) -> str:
    """The first names, and how many more there are."""
    comma = pgettext("between items", ", ")
    listed, more = comma.join(names[:shown]), len(names) - shown
    if more <= 0:
        return listed
    return _("%(names)s and %(n)d more") % {"names": listed, "n": more}


def notes_of_sums(sums: stats.Totals, group_by: str = "") -> list[str]:
    """The same, without what an ``as_of`` leaves out."""
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
