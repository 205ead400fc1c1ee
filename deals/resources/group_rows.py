"""The groups of the projects asked for, each with the question that narrows the list to it."""

from deals import stats
from deals.filters import NOT_STATED
from deals.queries import ProjectQuery
from deals.resources.links import names
from deals.resources.place_groups import PlaceGroup, Places, as_table
from deals.resources.totals import in_language, labels

NOT_STATED_IS_A_FILTER = {"location", "sector", "investor"}


def group_rows(query: ProjectQuery, by: str) -> list[dict]:
    """A row for each group, the largest investment first (years in order), “not stated” last.

    ``{"key", "label", "lang", "only", "href", "explain", "explain_projects"}`` and what `Totals`
    say in their JSON shape. `href` adds the group to the filters; None where no filter says it.
    Places are those of the first level at which there is more than one.
    """
    if by == "location":
        return _by_place(query)
    groups = stats.by(query.matching, by, query.currency)
    named = labels(by, [group.key for group in groups])
    return [_row(query, by, group, named[group.key]) for group in groups]


def _row(query: ProjectQuery, by: str, group: stats.Group, label: dict) -> dict:
    plain, key = as_table(query), group.key
    there = NOT_STATED if key is None else str(key)
    known = key is not None or by in NOT_STATED_IS_A_FILTER
    return {
        **group.as_dict(),
        "label": label["label"],
        "lang": label["label_lang"],
        "only": False,
        "href": query.with_only(**{by: there}).page_url() if known else None,
        "explain": plain.explain_url(group_by=by, group=key),
        "explain_projects": plain.explain_url("projects", group_by=by, group=key),
    }


def _by_place(query: ProjectQuery) -> list[dict]:
    places = Places.of(query)
    for depth in range(1, places.depth + 1):
        groups = places.at_depth(depth)
        if sum(group.place is not None for group in groups) > 1:
            break
    return [place_row(places, group) for group in groups]


def place_row(places: Places, group: PlaceGroup) -> dict:
    """The row of a place in the shape of `group_rows`."""
    if group.place is None:
        key, (label, lang) = None, (labels("location", [None])[None]["label"], None)
    else:
        key, (label, lang) = group.place.slug, in_language(names(group.place))
    return {
        "key": key,
        **group.totals.as_dict(),
        "label": label,
        "lang": lang,
        "only": group.only,
        "href": places.narrowed(group).page_url(),
        "explain": places.explain_url(group),
        "explain_projects": places.explain_url(group, "projects"),
    }
