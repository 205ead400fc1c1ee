"""NDJSON: on each line a project in the shape of the API."""

import json
from collections.abc import Iterator

from deals import resources
from deals.exports.streams import in_chunks, streamed, whole_or_broken


def ndjson_of(projects) -> Iterator[str]:
    """The projects; what breaks off ends with a line that holds `error` alone."""
    return whole_or_broken(_lines(projects), lambda remedy: _line({"error": remedy}))


def _lines(projects) -> Iterator[str]:
    for chunk in in_chunks(streamed(projects.with_names())):
        yield "".join(_line(resources.project(project)) for project in chunk)


def _line(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
