"""The facets of the project list, with count and sum, and the active filters."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deals import stats
from deals.facet_query import FacetQuery
from deals.filters import NOT_STATED, ProjectFilter
from deals.models import Edition
from deals.money import BANDS, money_text
from deals.names import normalise
from deals.queries import PER_PAGE, ProjectQuery
from deals.resources import shapes
from deals.resources.choices import SHOWN, Choice, PlaceTree, all_values, conferences, flat
from deals.resources.links import site
from deals.resources.totals import labels
from deals.stats import BAND

# In the order of the form; each has a page with all its values, and so have editions.
FACETS = ("status", "year", "conference", "location", "sector", "investor", "commitment")
PAGES = {
    "status": (gettext_lazy("Statuses"), gettext_lazy("Show all statuses")),
    "year": (gettext_lazy("Years"), gettext_lazy("Show all years")),
    "conference": (gettext_lazy("Conferences"), gettext_lazy("Show all conferences")),
    "edition": (gettext_lazy("Editions"), gettext_lazy("Show all editions")),
    "location": (gettext_lazy("Places"), gettext_lazy("Show all places")),
    "sector": (gettext_lazy("Sectors"), gettext_lazy("Show all sectors")),
    "investor": (gettext_lazy("Investors"), gettext_lazy("Show all investors")),
    "commitment": (gettext_lazy("Commitments"), gettext_lazy("Show all commitments")),
}
OPEN = ("status", "year", "location")
AMOUNT_FILTERS = ("amount_min", "amount_max", "disclosed")


def answer(query: ProjectQuery, data_version: int) -> shapes.FacetsAnswer:
    query = query.change(size=PER_PAGE[0])  # a page of its own length, not the API's
    return {"currency": query.currency, "facets": facets(query), "data_version": data_version}


def facets(query: ProjectQuery) -> list[shapes.Facet]:
    """For each facet its largest values, counted under all the other filters, and those chosen.

    Where too many projects are to be counted at once (`query.at_most`), a facet has the largest
    values of all projects, with None for count and sum.
    """
    found, uncounted = breakdowns(query)
    facets = {name: _facet(query, name, found) for name in FACETS}
    facets[BAND] = amounts(query, found[BAND].groups)
    return [_uncounted(facet) if n in uncounted else facet for n, facet in facets.items()]


def _others(query: ProjectQuery, name: str) -> ProjectQuery:
    """The filters that the values of a facet count under."""
    others = query.change()
    for own in AMOUNT_FILTERS if name == BAND else (name,):
        others = others.without(own)
    if name == "edition" and "conference" not in query.filters:
        # Editions are shown under the conferences of those that are chosen alone.
        chosen = Edition.objects.filter(slug__in=query.filters["edition"])
        slugs = chosen.order_by("conference__slug").values_list("conference__slug", flat=True)
        others = others.with_only(conference=list(dict.fromkeys(slugs)))
    return others


def _uncounted(facet: shapes.Facet) -> shapes.Facet:
    values = [value | {"projects": None, "investment": None} for value in facet["values"]]
    return facet | {"values": values}


def breakdowns(query: ProjectQuery) -> tuple[dict[str, stats.Breakdown], set[str]]:
    """The groups of each facet, and those that are of all projects instead.

    Facets under the same filters are found together.
    """
    names, together = [*FACETS, BAND], {}
    if not query.filters.keys().isdisjoint({"conference", "edition"}):
        names.append("edition")
    for name in names:
        others = _others(query, name)
        together.setdefault(tuple(others.pairs), (others, []))[1].append(name)
    found, uncounted = {}, set()
    for others, dimensions in together.values():
        asked = (dimensions, query.currency, SHOWN, query.filters)
        counted = stats.facets(others.matching, *asked, query.at_most)
        if counted is None:
            uncounted |= {*dimensions}
            counted = stats.facets(stats.everything(), *asked)
        found |= counted
    return found, uncounted


def form_context(query: ProjectQuery) -> dict:
    """What the templates of the facets need: the same with whether the form shows it opened."""
    found = facets(query)
    for facet in found:
        facet["open"] = facet["name"] in OPEN or any(v["selected"] for v in facet["values"])
    return {"query": query, "facets": found, "facets_are_counted": _are_counted(found)}


def _are_counted(found: list[shapes.Facet]) -> bool:
    return all(value["projects"] is not None for facet in found for value in facet["values"])


def _facet(query: ProjectQuery, name: str, found: dict[str, stats.Breakdown]) -> shapes.Facet:
    if name == "location":
        choices, more = PlaceTree(query, found[name].groups).shown()
    elif name == "conference":
        choices, more = conferences(query, found[name], found.get("edition"))
    else:
        choices, more = flat(query, name, found[name])
    pages = [name] if more else []
    if name == "conference" and choices:
        pages.append("edition")
    return {
        "name": name,
        "label": str(ProjectFilter.base_filters[name].label),
        "exclusive": False,
        "values": [_value(query, choice) for choice in choices],
        "more": [
            {"label": str(PAGES[page][1]), "html_url": site.get() + query.facet_url(page)}
            for page in pages
        ],
    }


def _value(query: ProjectQuery, choice: Choice) -> shapes.FacetValue:
    condition = {choice.name: choice.value}
    text, lang = choice.label
    return {
        "filter": condition,
        "label": text,
        "label_lang": lang,
        "depth": choice.depth,
        "selected": choice.value in query.filters.get(choice.name, []),
        "projects": choice.totals.projects if choice.totals else 0,
        "investment": (choice.totals or stats.nothing(query.currency)).investment.as_dict(),
        "html_url": site.get() + query.toggled(condition).page_url(),
    }


def page(asked: FacetQuery) -> dict:
    """A page of all values of one filter: {"title", "label", "values", "count", "pages"}."""
    query, find = asked.query.change(), normalise(asked.find)
    values = all_values(query, asked.name)
    if asked.name == "location":
        choices = PlaceTree(query, values.groups).whole(find)
    else:
        choices, _more = flat(query, asked.name, values, whole=True, find=find)
    shown = choices[asked.start : asked.start + asked.size]
    return {
        "title": PAGES[asked.name][0],
        "label": ProjectFilter.base_filters[asked.name].label,
        "values": [_value(query, choice) for choice in shown],
        "count": len(choices),
        "pages": max(1, -(-len(choices) // asked.size)),
    }


# Amounts


def amounts(query: ProjectQuery, groups: list[stats.Group]) -> shapes.Facet:
    """Bands of amounts in the shown currency, and the projects that disclose none."""
    banded = {group.key: group.totals for group in groups}
    ends = zip(BANDS, [*BANDS[1:], None], strict=True)
    values = [
        _amount(query, _conditions(*band), _words_of(*band, query.currency), banded[band[0]])
        for band in ends
        if band[0] in banded
    ]
    undisclosed = sum(sums.investment.undisclosed for sums in banded.values())
    if undisclosed or query.filters.get("disclosed") == ["false"]:
        values.append(_amount(query, {"disclosed": "false"}, _("Not disclosed"), None, undisclosed))
    label = _("Amount band")
    return {"name": "amount", "label": label, "exclusive": True, "values": values, "more": []}


def _amount(query, conditions: dict, label: str, totals, projects: int = 0) -> shapes.FacetValue:
    given = {n: v[0] for n, v in query.filters.items() if n in AMOUNT_FILTERS}
    others = {n: v for n, v in query.filters.items() if n not in AMOUNT_FILTERS}
    selected = given == conditions
    chosen = {} if selected else {n: [v] for n, v in conditions.items()}
    return {
        "filter": conditions,
        "label": label,
        "label_lang": None,
        "depth": 0,
        "selected": selected,
        "projects": totals.projects if totals else projects,
        "investment": totals.investment.as_dict() if totals else None,
        "html_url": site.get() + query.change(filters=others | chosen).page_url(),
    }


def _conditions(low: int, end: int | None) -> dict[str, str]:
    found = {"amount_min": str(low)} if low else {}
    return found | ({"amount_max": str(end - 1)} if end else {})


def _words_of(low: int, end: int | None, currency: str) -> str:
    lang = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    ends = {"low": money_text(low, currency, lang), "end": end and money_text(end, currency, lang)}
    if not low:
        return _("under %(end)s") % ends
    return (_("%(low)s to under %(end)s") if end else _("%(low)s and more")) % ends


# The active filters


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
    if name not in PAGES:
        return {}
    keys = [None if value == NOT_STATED else value for value in values]
    return {NOT_STATED if key is None else key: each for key, each in labels(name, keys).items()}


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
