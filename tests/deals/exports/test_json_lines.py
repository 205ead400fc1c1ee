"""NDJSON: each line is what the list of the API says."""

import json


def test_each_line_has_the_shape_of_the_list(client, starter):
    listed = client.get("/api/v1/projects/?limit=500&sector=energy").json()["results"]
    body = client.get("/api/v1/projects.ndjson?sector=energy").getvalue().decode()
    assert [json.loads(line) for line in body.splitlines()] == listed
    assert "宜宾" in body or len(listed) > 5
