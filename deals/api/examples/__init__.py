"""Examples of the API's description: what it answers to the starter data, recorded in files here.

The files are named after the path and the format: `projects.json`, `projects-one.csv`. They are
recorded anew, and proved to be what the API answers, by tests/deals/api/test_examples.py.
"""

import json
from functools import cache
from pathlib import Path

from deals.api import formats
from deals.api.problems import CONTENT_TYPE, PROBLEMS

FOLDER = Path(__file__).parent
COLLECTION = "/api/v1/"
# Recorded as they come; files of the other formats are named by their address.
RECORDED = ("json", "geojson", "csv", "ndjson")
FORMS = {media: form for form, media in formats.MEDIA.items()} | {"image/svg+xml": "svg"}
EDITION = "choose-france-summit-2025"
KEYS = {
    "conferences": "choose-france-summit",
    "editions": EDITION,
    "figures": "f001-1",
    "investments": "1",
    "locations": "france",
    "organizations": "far-east-holding",
    "projects": "p001",
    "sectors": "energy",
    "sources": "kbc-001",
}
# What is asked beside the path, by the name of the example; of lists in JSON also one record alone.
QUERIES = {
    "charts.csv": "by=sector&currency=USD",
    "charts.svg": "by=sector&currency=USD",
    "facets": f"currency=USD&edition={EDITION}",
    "facets.html": f"currency=USD&edition={EDITION}",
    "projects.html": f"currency=USD&edition={EDITION}&limit=20",
    "rates": "currency=USD&date_after=2024-12-30&date_before=2024-12-31",
    "totals": "currency=USD&group_by=location&level=country",
    "totals.html": f"currency=USD&edition={EDITION}",
}
LISTED = ("changes", "checks", "follow-through", "pegs", "rates", *KEYS)
# Of parameters that do not show by themselves what may stand there.
VALUES = {
    "amount_max": 5_000_000_000,
    "amount_min": 1_000_000_000,
    "as_of": "2024-12-31",
    "conference": "choose-france-summit",
    "country": "france",
    "currency": "EUR",
    "cursor": "start",
    "date_after": "2024-01-01",
    "date_before": "2024-12-31",
    "edition": EDITION,
    "group": "2025",
    "group_by": "year",
    "id": "p001",
    "investor": "far-east-holding",
    "jobs_min": 100,
    "language": "fr",
    "location": "france",
    "metric": "investment",
    "on": "2024-06-01",
    "parent": "france",
    "project": "p001",
    "publisher": "KBC (Xinhua wire)",
    "q": "battery",
    "sector": "energy",
    "signed_after": "2024-01-01",
    "signed_before": "2024-12-31",
    "since": "2026-01-01",
    "source": "kbc-001",
    "updated_since": "2026-01-01",
    "within": "france",
    "year": 2025,
}


def add_to(path: str, operation: dict) -> None:
    """Gives an operation of the description its examples."""
    for parameter in operation["parameters"]:
        found = value_of(path, parameter)
        if found is not None:
            parameter["example"] = found
    for status, response in operation["responses"].items():
        for media, body in response.get("content", {}).items():
            problems = media == CONTENT_TYPE
            found = of_problems(int(status)) if problems else of_answer(path, FORMS[media])
            if found:
                body["examples"] = found


def value_of(path: str, parameter: dict):
    """A value of a parameter; None for what shows by its words what it takes."""
    name, schema = parameter["name"], parameter["schema"]
    if parameter["in"] == "path":
        return KEYS[collection_of(path)] if name == "key" else None
    several = schema.get("type") == "array"
    words = (schema["items"] if several else schema).get("enum", [])
    if name in ("fields", "expand"):
        return words[:2]
    if name == "ordering":
        return [next(word for word in words if word.startswith("-"))]
    value = VALUES.get(name)
    if value is None or (words and value not in words):
        return None
    return [value] if several else value


def collection_of(path: str) -> str:
    return path.removeprefix(COLLECTION).partition("/")[0]


def of_answer(path: str, form: str) -> dict:
    """By name: the recorded answer, or the address of what is not text for people."""
    if form not in RECORDED:
        return {"file": {"externalValue": address(path, form)}}
    name = file_name(path, form)
    return {"recorded": reference(name)} if name in recorded() else {}


def of_problems(status: int) -> dict:
    """By name: a problem of each kind with this status."""
    names = {slug: f"problem-{slug}.json" for slug, found in PROBLEMS.items() if found[0] == status}
    return {slug: reference(name) for slug, name in names.items() if name in recorded()}


def reference(name: str) -> dict:
    return {"$ref": f"#/components/examples/{name}"}


def name_of(path: str) -> str:
    """One name for the address with a slash at its end and the one with a suffix."""
    plain = path.removeprefix(COLLECTION).removesuffix(".{form}").rstrip("/")
    return plain.replace("{key}", "one").replace("/", "-")


def file_name(path: str, form: str) -> str:
    name = name_of(path)
    return name if name.endswith(f".{form}") else f"{name}.{form}"


def address(path: str, form: str) -> str:
    """What is asked for the example of a path of the description in a format."""
    name = name_of(path)
    asked = path.replace("{key}", KEYS.get(collection_of(path), ""))
    if not name.endswith(f".{form}"):
        plain = asked.removesuffix(".{form}").rstrip("/")
        asked = f"{plain}/" if form == "json" else f"{plain}.{form}"
    one = ["limit=1"] if name in LISTED and form == "json" else []
    query = "&".join([*filter(None, [QUERIES.get(name, "")]), *one])
    return f"{asked}?{query}" if query else asked


@cache
def recorded() -> dict[str, str]:
    """The text of each file by its name."""
    files = sorted(path for path in FOLDER.iterdir() if path.suffix.removeprefix(".") in RECORDED)
    return {path.name: path.read_text(encoding="utf-8") for path in files}


@cache
def components() -> dict[str, dict]:
    """The recorded answers and problems, which operations refer to."""
    is_json = (".json", ".geojson")
    return {
        name: {"value": json.loads(text) if name.endswith(is_json) else text}
        for name, text in recorded().items()
    }


def problem(slug: str) -> str:
    """A problem of this kind as JSON, indented."""
    return recorded().get(f"problem-{slug}.json", "")
