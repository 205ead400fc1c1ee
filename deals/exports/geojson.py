"""GeoJSON (RFC 7946): each project as a point in WGS 84, or without one where none is known."""

import json
from collections.abc import Iterator

from deals.columns import PROJECTS, fetched
from deals.exports.about import LICENCE, About
from deals.exports.streams import in_chunks, streamed, whole_or_broken
from deals.models import Location, Project

Points = dict[str, tuple[float, float]]


def geojson_of(projects, about: About) -> Iterator[str]:
    """The projects; what breaks off lacks its end, so no reader takes it for the whole."""
    return whole_or_broken(_parts(projects, about))


def _parts(projects, about: About) -> Iterator[str]:
    head = {
        "type": "FeatureCollection",
        "name": "projects",
        "data_version": about.snapshot.version,
        "licence": LICENCE,
        "citation": about.citation,
    }
    yield _json(head)[:-1] + ',"features":['
    points, comma = _points(), "\n"
    for chunk in in_chunks(streamed(fetched(projects))):
        yield comma + ",\n".join(_json(_feature(project, points)) for project in chunk)
        comma = ",\n"
    yield "\n]}\n"


def _points() -> Points:
    """Longitude and latitude of each place that has them, by its slug."""
    rows = Location.objects.filter(latitude__isnull=False)
    return {slug: (x, y) for slug, x, y in rows.values_list("slug", "longitude", "latitude")}


def _feature(project: Project, points: Points) -> dict:
    """`point_of` names the place that the point stands for: the project's, or one around it."""
    around = project.location.path.strip("/").split("/") if project.location else []
    place = next((slug for slug in reversed(around) if slug in points), None)
    properties = {column.name: column.read(project) for column in PROJECTS}
    return {
        "type": "Feature",
        "id": project.ref,
        "geometry": {"type": "Point", "coordinates": points[place]} if place else None,
        "properties": {name: _plain(value) for name, value in properties.items()}
        | {"point_of": place},
    }


def _plain(value):
    """As JSON has it: dates as text, null for what is unknown."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return None if value == "" else value


def _json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
