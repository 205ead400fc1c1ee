"""The filter form of the project list: facets with count and sum, and the active filters."""

from django.utils.translation import gettext as _

from deals import stats
from deals.filters import NOT_STATED, ProjectFilter
from deals.queries import ProjectQuery
from deals.resources.totals import labels

SHOWN = 10
# Facet, dimension of the statistics, level of places.
FACETS = (
    ("status", "status", None),
    ("year", "year", None),
    ("conference", "conference", None),
    ("location", "location", "country"),
    ("sector", "sector", None),
    ("investor", "investor", None),
    ("commitment", "commitment", None),
)
WITH_INDEX = {
    "conference": "conferences",
    "location": "places",
    "sector": "sectors",
    "investor": "investors",
}
_DIMENSION = {name: dimension for name, dimension, _level in FACETS} | {"edition": "edition"}


def facets(query: ProjectQuery) -> list[dict]:
    """For each facet its largest values, counted under all the other filters, and those chosen."""
    return [_facet(query, *facet) for facet in FACETS]


def _facet(query: ProjectQuery, name: str, dimension: str, level: str | None) -> dict:
    chosen = query.filters.get(name, [])
    groups = stats.by(query.without(name).matching, dimension, query.currency, level)
    if name == "year":
        groups.reverse()
    by_value = {NOT_STATED if g.key is None else str(g.key): g for g in groups}
    shown = [*list(by_value)[:SHOWN], *(v for v in chosen if v not in list(by_value)[:SHOWN])]
    named = labels(dimension, [by_value[v].key if v in by_value else v for v in shown])
    sums = _sums_of_places(query, name, [v for v in chosen if v not in by_value])
    values = [_value(v, by_value.get(v), named, sums, v in chosen) for v in shown]
    return {
        "name": name,
        "label": ProjectFilter.base_filters[name].label,
        "values": values,
        "open": bool(chosen) or name in ("status", "year", "location"),
        "more": len(by_value) > SHOWN and WITH_INDEX.get(name),
    }


def _value(value: str, group, named: dict, sums: dict, chosen: bool) -> dict:
    label = named[group.key if group else value]
    totals = group.totals if group else sums.get(value)
    return {
        "value": value,
        "label": label["label"],
        "lang": label["label_lang"],
        "count": totals.projects if totals else 0,
        "sum": totals.investment.as_dict() if totals and totals.investment.low else None,
        "selected": chosen,
        "depth": 0,
    }


def _sums_of_places(query: ProjectQuery, name: str, slugs: list[str]) -> dict:
    """Totals of chosen places that are no countries, which the facet's groups do not hold."""
    if name != "location" or not slugs:
        return {}
    return stats.by_subtree(query.without(name).matching, query.currency)


def chips(query: ProjectQuery) -> list[dict]:
    """The active filters, each with the address of the list without it."""
    found = []
    for name, values in query.filters.items():
        named = _names_of(name, values)
        for value in values:
            label = named.get(value, {"label": value, "label_lang": None})
            found.append(
                {
                    "name": ProjectFilter.base_filters[name].label,
                    "value": label["label"],
                    "lang": label["label_lang"],
                    "url": query.without(name, value).page_url(),
                }
            )
    return found


def _names_of(name: str, values: list[str]) -> dict:
    if name == "disclosed":
        return {
            "true": {"label": _("yes"), "label_lang": None},
            "false": {"label": _("no"), "label_lang": None},
        }
    if name not in _DIMENSION:
        return {}
    keys = [None if value == NOT_STATED else value for value in values]
    named = labels(_DIMENSION[name], keys)
    return {NOT_STATED if key is None else key: label for key, label in named.items()}


def without_each(query: ProjectQuery) -> list[dict]:
    """For a list without results: how many each removal of a filter would give."""
    return [
        {
            "label": ProjectFilter.base_filters[name].label,
            "url": query.without(name).page_url(),
            "count": query.without(name).matching.count(),
        }
        for name in query.filters
    ]
