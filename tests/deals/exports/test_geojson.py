"""GeoJSON: a point for each project whose place, or a place around it, has coordinates."""

import json

from tests.factories import create_country, create_place, create_project


def features(client, query=""):
    response = client.get(f"/api/v1/projects.geojson{query}")
    return {f["id"]: f for f in json.loads(response.getvalue())["features"]}


def test_a_point_has_longitude_first(client, db):
    city = create_place(slug="yibin", latitude=28.77, longitude=104.62)
    project = create_project(location=city, amount=5)
    found = features(client)[project.ref]
    assert found["geometry"] == {"type": "Point", "coordinates": [104.62, 28.77]}
    assert found["properties"]["point_of"] == "yibin"
    assert (found["properties"]["amount"], found["properties"]["signed_on"]) == (5, None)


def test_the_nearest_place_around_it_stands_in(client, db):
    region = create_place(kind="region", slug="sichuan", latitude=30.5, longitude=102.5)
    project = create_project(location=create_place(parent=region))
    found = features(client)[project.ref]
    assert found["geometry"]["coordinates"] == [102.5, 30.5]
    assert found["properties"]["point_of"] == "sichuan"


def test_without_coordinates_the_geometry_is_null(client, db):
    projects = [create_project(), create_project(location=create_country())]
    found = features(client)
    assert [found[p.ref]["geometry"] for p in projects] == [None, None]
