"""What the maps draw: projects by place, each bubble a link that narrows the list to its place."""

from deals import maps
from deals.queries import ProjectQuery
from deals.resources.charts import sum_text
from deals.resources.group_rows import place_row
from deals.resources.place_groups import PlaceGroup, Places

MARKS = 100  # more bubbles than these are no longer told apart


def map_context(query: ProjectQuery) -> dict:
    """The projects asked for as a map: ``{"mapped": …}``.

    `rows` are all groups as the table shows them. `without` counts projects without a place,
    `nowhere` those at places that no coordinates are known of, `moved` the places shown at the one
    around them.
    """
    places = Places.of(query)
    groups, drawing = _drawing(places)
    unplaced = [group for group in groups if group.place is None]
    stated = {group.key: group.totals.projects for group in places.groups}
    without = stated.get(None, 0)
    return {
        "mapped": {
            **drawing,
            "sizes": [_size(size, query) for size in drawing["sizes"]],
            "has_rings": any(mark["ring"] for mark in drawing["bubbles"]),
            "rows": [place_row(places, group) for group in groups if group.place],
            "projects": sum(group.totals.projects for group in groups),
            "without": without,
            "without_url": query.with_only(location="none").page_url(),
            "nowhere": sum(group.totals.projects for group in unplaced) - without,
            "moved": _moved(places),
            "only": any(group.only for group in groups),
        }
    }


def _drawing(places: Places) -> tuple[list[PlaceGroup], dict]:
    """As many places as can be told apart; on the whole world, countries."""
    for depth in range(places.depth, 0, -1):
        groups = places.merged(lambda place, depth=depth: places.with_coordinates(place, depth))
        marks = [_mark(places, group) for group in groups if group.place]
        view = maps.view_of((mark["lon"], mark["lat"]) for mark in marks)
        if depth == 1 or not (view.is_world or len(marks) > MARKS):
            break
    return groups, maps.drawn(marks, view)


def _mark(places: Places, group: PlaceGroup) -> dict:
    row = place_row(places, group)
    sums = row["investment"]
    return {
        "lon": group.place.longitude,
        "lat": group.place.latitude,
        "value": sums["value"],
        "bound": sums["bound"],
        "text": sum_text(sums),
        **{name: row[name] for name in ("label", "lang", "href", "projects", "only")},
    }


def _moved(places: Places) -> int:
    """How many of the stated places have no coordinates, but lie in one that has some."""
    found = [places.around[group.key] for group in places.groups if group.key]
    return sum(
        place.latitude is None and places.with_coordinates(place) is not None for place in found
    )


def _size(size: dict, query: ProjectQuery) -> dict:
    value = {"value": size["value"], "bound": None, "currency": query.currency}
    return size | {"text": sum_text(value)}
