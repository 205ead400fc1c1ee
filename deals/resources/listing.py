"""A page of the project list, as the page and the API's HTML form share it."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deals import stats
from deals.money import column_unit
from deals.queries import COLUMNS, PER_PAGE, VIEWS, ProjectQuery
from deals.resources import charts, facets, maps
from deals.resources.downloads import downloads
from deals.resources.matches import with_matches
from deals.resources.rows import rows
from deals.resources.totals import notes_of

NEIGHBOURS = 2


def list_context(query: ProjectQuery, data_version: int) -> dict:
    """What the templates of the results and of the totals bar need, read once for the view.

    With `of_a_part` the `count` and the totals are of some of the projects: there may be more.
    """
    sums = stats.totals(query.matching, query.currency, query.at_most)
    context = totals_context(query, sums) | {
        "count": sums.projects,
        "of_a_part": sums.of_a_part,
        "tabs": tabs(query),
        "downloads": downloads(query, None if sums.of_a_part else sums.projects),
        "chips": facets.chips(query),
        "clear_url": query.change(filters={}).page_url(),
        "removals": [] if sums.projects else facets.without_each(query),
        "kept": query.kept,
        "data_version": data_version,
    }
    return context | OF_VIEWS[query.view](query, sums.projects, sums.of_a_part)


def totals_context(query: ProjectQuery, sums: stats.Totals | None = None) -> dict:
    """What the totals bar alone needs."""
    sums = sums or stats.totals(query.matching, query.currency)
    notes = [] if sums.of_a_part else notes_of(query, sums)
    own = {"currency": query.currency, "notes": notes, "of_a_part": sums.of_a_part}
    return {
        "query": query,
        "totals": sums.as_dict() | own,
        "explain": query,
    }


def _table(query: ProjectQuery, count: int, of_a_part: bool) -> dict:
    """One page of rows; there may be more pages than those of a part."""
    if not count:
        return {}
    records = query.page_of(query.projects)
    results = with_matches(rows(records), records, query.filters.get("q", [""])[0])
    pages = -(-count // query.size)
    if of_a_part and len(results) == query.size:
        pages = max(pages, query.page + 1)
    amounts = [each["investment"][query.currency] for each in results]
    return {
        "projects": results,
        "first": query.start + 1 if results else 0,
        "last": query.start + len(results),
        "pages": pages,
        "largest": max((amount["value"] for amount in amounts if amount), default=0),
        "columns": columns(query),
        "column_choices": column_choices(query),
        "kept": [pair for pair in query.kept if pair[0] != "columns"],
        "page_links": page_links(query, pages),
        "sizes": page_sizes(query),
    }


def _chart(query: ProjectQuery, count: int, _of_a_part: bool) -> dict:
    return charts.chart_context(query, query.by) if count else {}


def _map(query: ProjectQuery, count: int, _of_a_part: bool) -> dict:
    return maps.map_context(query) if count else {}


OF_VIEWS = {"table": _table, "chart": _chart, "map": _map}
VIEW_LABELS = {
    "table": gettext_lazy("Table"),
    "chart": gettext_lazy("Chart"),
    "map": gettext_lazy("Map"),
}


def tabs(query: ProjectQuery) -> list[dict]:
    """The same projects as a table, as a chart and on a map."""
    return [
        {
            "name": view,
            "label": VIEW_LABELS[view],
            "current": view == query.view,
            **_addresses(query.change(view=view)),
        }
        for view in VIEWS
    ]


# Label, first order (numbers and dates start with the largest), whether it is a number.
_HEADS = {
    "name": (gettext_lazy("Project"), "", False),
    "date": (gettext_lazy("Date"), "-", False),
    "edition": (gettext_lazy("Edition"), "", False),
    "location": (gettext_lazy("Place"), "", False),
    "sector": (gettext_lazy("Sector"), "", False),
    "status": (gettext_lazy("Status"), "", False),
    "commitment": (gettext_lazy("Commitment"), "", False),
    "amount": (gettext_lazy("Amount"), "-", True),
    "jobs": (gettext_lazy("Jobs"), "-", True),
    "output_value": (gettext_lazy("Yearly output"), "-", True),
}
_MONEY = ("amount", "output_value")


def columns(query: ProjectQuery) -> list[dict]:
    """The sortable headers of the columns that are shown."""
    lang = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    unit = column_unit(query.currency, lang).label
    return [
        _column(query, name, *_HEADS[name], unit=unit if name in _MONEY else "")
        for name in ("name", *query.columns)
    ]


def column_choices(query: ProjectQuery) -> list[dict]:
    """The columns that the table can have; their boxes belong to the filter form."""
    return [
        {"name": name, "label": _HEADS[name][0], "checked": name in query.columns}
        for name in COLUMNS
    ]


def _column(query, field, label, first, number, unit="") -> dict:
    current = query.ordering[0]
    active = current.removeprefix("-") == field
    descending = active and current.startswith("-")
    turned = field if descending else f"-{field}"
    return {
        "name": field,
        "label": label,
        "unit": unit,
        "number": number,
        "state": ("descending" if descending else "ascending") if active else "",
        **_addresses(query.change(ordering=(turned if active else first + field,))),
    }


def page_links(query, pages: int) -> list[dict]:
    """Previous, the first, those around the current one, the last, next; gaps in between.

    `query` is a `ProjectQuery`, or another question that has pages.
    """
    here = query.page
    near = range(here - NEIGHBOURS, here + NEIGHBOURS + 1)
    numbers = sorted({1, pages, *(n for n in near if 1 <= n <= pages)})
    found = []
    if here > 1:
        found.append(_page(query, here - 1, _("Previous"), rel="prev"))
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            found.append({"gap": True})
        found.append(_page(query, number, str(number)) | {"current": number == here})
    if here < pages:
        found.append(_page(query, here + 1, _("Next"), rel="next"))
    return found


def _page(query, number: int, label: str, rel: str = "") -> dict:
    there = query.change(start=(number - 1) * query.size)
    return {"label": label, "rel": rel, **_addresses(there)}


def page_sizes(query) -> list[dict]:
    """The choice of how many rows stand on a page."""
    return [_size(query, n) for n in PER_PAGE]


def _size(query, size: int) -> dict:
    there = _addresses(query.change(size=size))
    return {"label": str(size), "current": size == query.size, **there}


def _addresses(query) -> dict:
    """Where a page of it stands; a list of projects comes as a fragment too."""
    found = {"page_url": query.page_url()}
    if isinstance(query, ProjectQuery):
        found["fragment_url"] = query.api_url(".html")
    return found
