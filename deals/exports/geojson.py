"""GeoJSON (RFC 7946): each record as a point in WGS 84, or without one where none is known."""

import json
from collections.abc import Iterable, Iterator

from deals.columns import Column
from deals.exports.about import LICENCE, About
from deals.exports.streams import in_chunks, whole_or_broken
from deals.models import Location


def geojson_of(columns: Iterable[Column], rows: Iterable, place: str, about: About):
    """The rows with their columns as properties; the first column is their id.

    The column `place` holds the slug of a row's place. `point_of` names the place that the point
    stands for: that one, or the nearest around it that has coordinates. What breaks off lacks its
    end, so no reader takes it for the whole.
    """
    return whole_or_broken(_parts(list(columns), rows, place, about))


def _parts(columns: list[Column], rows: Iterable, place: str, about: About) -> Iterator[str]:
    head = {
        "type": "FeatureCollection",
        "name": about.title,
        "data_version": about.snapshot.version,
        "licence": LICENCE,
        "citation": about.citation,
    }
    yield _json(head)[:-1] + ',"features":['
    points, comma = _points(), "\n"
    features = (_feature({c.name: _plain(c.read(r)) for c in columns}, points, place) for r in rows)
    for chunk in in_chunks(map(_json, features)):
        yield comma + ",\n".join(chunk)
        comma = ",\n"
    yield "\n]}\n"


def _points() -> dict[str, tuple[str, float, float]]:
    """By slug of a place: the place that its point is of, longitude and latitude."""
    places = list(Location.objects.values_list("slug", "path", "longitude", "latitude"))
    own = {slug: (slug, x, y) for slug, _path, x, y in places if y is not None}
    around = ((slug, reversed(path.strip("/").split("/"))) for slug, path, _x, _y in places)
    nearest = {slug: next((own[each] for each in up if each in own), None) for slug, up in around}
    return {slug: point for slug, point in nearest.items() if point}


def _feature(properties: dict, points: dict, place: str) -> dict:
    """The first property is the id."""
    point = points.get(properties[place])
    return {
        "type": "Feature",
        "id": next(iter(properties.values())),
        "geometry": {"type": "Point", "coordinates": [*point[1:]]} if point else None,
        "properties": properties | {"point_of": point and point[0]},
    }


def _plain(value):
    """As JSON has it: dates as text, null for what is unknown."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return None if value == "" else value


def _json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
