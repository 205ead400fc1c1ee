"""A page of the project list, as the page and the API's HTML form share it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deals import stats
from deals.money import column_unit
from deals.queries import PER_PAGE, ProjectQuery
from deals.resources import facets
from deals.resources.projects import project
from deals.resources.totals import notes_of

NEIGHBOURS = 2


def list_context(query: ProjectQuery, data_version: int) -> dict:
    """What the templates of the results and of the totals bar need, read once."""
    sums = stats.totals(query.matching, query.currency)
    results = [project(record) for record in query.page_of(query.projects)]
    pages = max(1, -(-sums.projects // query.size))
    amounts = [each["investment"][query.currency] for each in results]
    return {
        "query": query,
        "projects": results,
        "count": sums.projects,
        "first": query.start + 1 if results else 0,
        "last": query.start + len(results),
        "pages": pages,
        "totals": {
            **sums.as_dict(),
            "currency": query.currency,
            "notes": notes_of(query, sums),
        },
        "explain": query,
        "largest": max((amount["value"] for amount in amounts if amount), default=0),
        "columns": columns(query),
        "page_links": page_links(query, pages),
        "sizes": page_sizes(query),
        "csv_url": query.api_url(".csv"),
        "chips": facets.chips(query),
        "clear_url": query.change(filters={}).page_url(),
        "removals": [] if sums.projects else facets.without_each(query),
        "kept": query.kept,
        "data_version": data_version,
        **drawn(query),
    }


def drawn(query):
    from deals.resources.charts import chart_context
    from deals.resources.maps import map_context

    return {"chart": chart_context, "map": map_context}.get(query.view, lambda q: {})(query)


def columns(query: ProjectQuery) -> list[dict]:
    """The sortable headers; numbers and dates start with the largest."""
    lang = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    unit = column_unit(query.currency, lang).label
    return [
        _column(query, "name", _("Project")),
        _column(query, "date", _("Date"), first="-"),
        _column(query, "edition", _("Edition")),
        _column(query, "location", _("Place")),
        _column(query, "sector", _("Sector")),
        _column(query, "status", _("Status")),
        _column(query, "amount", _("Amount"), first="-", number=True, unit=unit),
        _column(query, "jobs", _("Jobs"), first="-", number=True),
    ]


def _column(query, field, label, first="", number=False, unit="") -> dict:
    current = query.ordering[0]
    active = current.removeprefix("-") == field
    descending = active and current.startswith("-")
    turned = field if descending else f"-{field}"
    return {
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
