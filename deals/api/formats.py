"""The formats of the API, and which of them a request asks for."""

from collections.abc import Collection

from django.http import HttpRequest
from django.urls.converters import StringConverter

# The suffix of an address, and the media type that stands for it in Accept.
MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "zip": "application/zip",
    "html": "text/html",
}
JSON = ("json",)
# Of what has no place on a map; and of what has.
TABULAR = ("json", "csv", "xlsx", "ndjson", "zip")
PLACED = ("json", "csv", "xlsx", "ndjson", "geojson", "zip")


class SuffixConverter(StringConverter):
    """A format as the suffix of an address: `projects.csv`."""

    regex = "|".join(PLACED)


class KeyConverter(StringConverter):
    """An id, which holds no dot: behind one stands a format, or nothing has this address."""

    regex = "[^/.]+"


def accepted(request: HttpRequest, offered: Collection[str]) -> str:
    """The format that Accept prefers, the first one of equals; "" where it takes none."""
    by_media = {MEDIA[name]: name for name in offered}
    return by_media.get(request.get_preferred_type([*by_media]), "")


def content_type(form: str) -> str:
    return f"{MEDIA[form]}; charset=utf-8" if form == "csv" else MEDIA[form]
