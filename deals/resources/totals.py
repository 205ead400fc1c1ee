"""Totals and breakdowns as plain data; pages, fragments and the API show the same dict."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from deals import stats
from deals.explanations import left_out_on
from deals.models import Conference, Edition, Location, Organization, Sector
from deals.parameters import InvalidParameters
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
    query: ProjectQuery, data_version: int, group_by: Sequence[str] = (), level: str = ""
) -> shapes.TotalsAnswer:
    """What the projects add up to, and its breakdown by the one or two dimensions asked for."""
    projects, currency = query.matching, query.currency
    sums = stats.totals(projects, currency)
    adding_up = stats.NOT_ADDING_UP.isdisjoint(group_by)
    return {
        **sums.as_dict(),
        "currency": currency,
        "group_by": ",".join(group_by) or None,
        "level": level or None,
        "groups": groups_across(projects, group_by, currency, level) if group_by else [],
        "groups_sum_to_total": adding_up if group_by else None,
        "notes": notes_of(query, sums, group_by),
        "explanation": None,
        "data_version": data_version,
    }


def groups(projects, dimension, currency, level=None, limit=None) -> list[shapes.Group]:
    """The first `limit` groups of one dimension, as `groups_across` gives them."""
    return _named(stats.by(projects, dimension, currency, level)[:limit], (dimension,))


def some_groups(
    projects, dimension: str, start: int, end: int, currency: str
) -> tuple[list[shapes.Group], int]:
    """Those groups from `start` on to before `end`; and how many there are in all."""
    found, count = stats.some_of(projects, dimension, start, end, currency)
    return _named(found, (dimension,)), count


def groups_across(
    projects, dimensions: Sequence[str], currency: str, level: str | None = None
) -> list[shapes.Group]:
    """The groups with labels in the active language and the addresses of their pages.

    Raises `InvalidParameters` where two dimensions give more than `stats.MAX_GROUPS`.
    """
    rows = stats.across(projects, dimensions, currency, level)
    if len(dimensions) > 1 and len(rows) > stats.MAX_GROUPS:
        raise _too_many(len(rows), dimensions)
    return _named(rows, dimensions)


def _named(rows: list[stats.Group], dimensions: Sequence[str]) -> list[shapes.Group]:
    named = [
        group_keys(dimension, dict.fromkeys(row.keys[n] for row in rows))
        for n, dimension in enumerate(dimensions)
    ]
    return [_group(row, named) for row in rows]


def _too_many(found: int, dimensions: Sequence[str]) -> InvalidParameters:
    detail = _(
        "This gives %(groups)d groups, and an answer has at most %(most)d. Filter the projects, or "
        "take one dimension."
    ) % {"groups": found, "most": stats.MAX_GROUPS}
    return InvalidParameters(
        [{"name": "group_by", "value": ",".join(dimensions), "detail": detail}]
    )


def _group(row: stats.Group, named: list[dict]) -> shapes.Group:
    first, *others = [known[key] for known, key in zip(named, row.keys, strict=True)]
    return {**first, "second": others[0] if others else None, **row.totals.as_dict()}


def group_keys(dimension: str, keys: Iterable) -> dict[stats.Key, shapes.GroupKey]:
    """By key: what stands for it in a group."""
    found = labels(dimension, list(keys))
    return {key: {"key": key, **label} for key, label in found.items()}


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


def notes_of(query: ProjectQuery, sums: stats.Totals, group_by: Sequence[str] = ()) -> list[str]:
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


def notes_of_sums(sums: stats.Totals, group_by: Sequence[str] = ()) -> list[str]:
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
    if "investor" in group_by:
        found.append(_("A project with several investors counts in full for each of them."))
    if "reported_currency" in group_by:
        found.append(_("Each currency is summed as reported; currencies are not added up."))
    return found
