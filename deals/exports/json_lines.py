"""NDJSON: on each line a record in the shape of the API."""

import json
from collections.abc import Iterable, Iterator

from deals.exports.streams import in_chunks, whole_or_broken


def ndjson_of(rows: Iterable[dict]) -> Iterator[str]:
    """The rows; what breaks off ends with a line that holds `error` alone."""
    return whole_or_broken(_lines(rows), lambda remedy: _line({"error": remedy}))


def _lines(rows: Iterable[dict]) -> Iterator[str]:
    for chunk in in_chunks(map(_line, rows)):
        yield "".join(chunk)


def _line(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
