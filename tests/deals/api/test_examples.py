"""The examples of the API's description are what the API answers, and of the shape it promises.

To record them anew, after a change that is meant:

    RECORD_EXAMPLES=1 python -m pytest --db=sqlite tests/deals/api/test_examples.py -k still

The starter data answers, with the day, the moments and the host set to fixed ones.
"""

import csv
import datetime
import io
import json
import os
import re
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory

from deals.api import examples
from deals.api.lines import HOST
from deals.api.problems import CONTENT_TYPE, PROBLEMS, problem
from deals.api.reference import document
from deals.models.base import RetiredAddress
from tests.deals.api.test_schema import check, schema_of

PATHS = document("en")["paths"]
MEDIA = {form: media for media, form in examples.FORMS.items()}
# What differs between one loading of the starter data and the next.
VARYING = {
    "http://testserver": HOST,
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z": "2026-11-28T09:00:00Z",
    r'"data_version": ?\d+': '"data_version":1',
    r"data version \d+": "data version 1",
    r"cursor=\w+": "cursor=WyJjaGFuZ2VzIiwxMjA1XQ",
    r'"version": ?"\d+"': '"version":"1"',
    r'"request_id": ?"\w*"': '"request_id":"0f1e2d3c4b5a69788796a5b4c3d2e1f0"',
}


def recordings():
    """(path, form) of each answer that is recorded, once for all paths that show it."""
    found = {}
    for path, methods in PATHS.items():
        for media in methods["get"]["responses"]["200"]["content"]:
            form = examples.FORMS[media]
            if form in examples.RECORDED:
                found.setdefault(examples.file_name(path, form), (path, form))
    return found


RECORDINGS = recordings()
# A request that each kind of problem answers; of the others, the document as it always is.
PROVOKED = {
    "bad-request": ("get", "/api/v1/sectors/%ff/", {}),
    "invalid-parameter": ("get", "/api/v1/projects/?ordering=-amuont&limit=1000", {}),
    "unknown-parameter": ("get", "/api/v1/projects/?sektor=energy", {}),
    "not-found": ("get", "/api/v1/editions/choose-france-summit-2052/", {}),
    "method-not-allowed": ("post", "/api/v1/projects/", {}),
    "not-acceptable": ("get", "/api/v1/projects/", {"Accept": "text/xml"}),
    "gone": ("get", "/api/v1/locations/gone/", {}),
}


@pytest.fixture
def recorded(starter, client, set_today):
    """What a path answers in a form, cut to a size to look at, as text."""
    set_today(datetime.date(2026, 11, 28))

    def recorded(path, form):
        response = client.get(examples.address(path, form))
        assert response.status_code == 200, response.content
        return SHORTENED[form](plain(response.getvalue().decode()))

    return recorded


def plain(text):
    for pattern, replacement in VARYING.items():
        text = re.sub(pattern, replacement, text)
    return text


def short_json(text):
    return json.dumps(shortened(json.loads(text)), ensure_ascii=False, indent=2) + "\n"


def shortened(value):
    """With the first one of each list alone."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    return [shortened(part) for part in value[:1]] if isinstance(value, list) else value


def short_csv(text):
    """The head and the first row."""
    rows = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([next(rows), next(rows)])
    return out.getvalue()


def short_ndjson(text):
    return text.partition("\n")[0] + "\n"


def short_geojson(text):
    """Points keep both numbers: only the features are cut."""
    found = json.loads(text)
    found["features"] = found["features"][:1]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


SHORTENED = {
    "json": short_json,
    "geojson": short_geojson,
    "csv": short_csv,
    "ndjson": short_ndjson,
}


def compare(name, text):
    """With what is recorded; or records it."""
    file = examples.FOLDER / name
    if os.environ.get("RECORD_EXAMPLES"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def document_of(slug, client):
    if slug not in PROVOKED:
        return problem(RequestFactory().get("/api/v1/projects/"), slug)
    method, address, headers = PROVOKED[slug]
    return getattr(client, method)(address, headers=headers)


@pytest.mark.parametrize("name", RECORDINGS)
def test_an_example_is_still_what_the_api_answers(name, recorded):
    path, form = RECORDINGS[name]
    compare(name, recorded(path, form))


@pytest.mark.parametrize("slug", PROBLEMS)
def test_a_problem_is_still_what_the_api_answers(slug, starter, client):
    RetiredAddress.objects.create(kind="location", key="gone")
    response = document_of(slug, client)
    assert response.status_code == PROBLEMS[slug][0]
    found = json.loads(plain(response.content.decode()))
    compare(f"problem-{slug}.json", json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def test_nothing_is_recorded_that_no_operation_has():
    problems = {f"problem-{slug}.json" for slug in PROBLEMS}
    assert examples.recorded().keys() == RECORDINGS.keys() | problems


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_an_example_of_its_shape(path):
    for status, response in PATHS[path]["get"]["responses"].items():
        # Of errors there is JSON for programs; parts of pages have them as HTML for htmx, too.
        for media, body in response.get("content", {}).items():
            if (status, media) != ("400", "text/html"):
                assert body["examples"], (status, media)
            if media in ("application/json", CONTENT_TYPE):
                for found in body["examples"].values():
                    check(value_of(found), schema_of(path, status, media))


def value_of(found):
    return document("en")["components"]["examples"][found["$ref"].rpartition("/")[2]]["value"]


def test_every_kind_of_problem_has_an_example():
    shown = document("en")["components"]["examples"]
    for slug, (status, title, _explanation) in PROBLEMS.items():
        found = shown[f"problem-{slug}.json"]["value"]
        assert (found["status"], found["title"]) == (status, str(title))
        assert bool(found["errors"]) == slug.endswith("parameter")


@pytest.mark.once("both make each file in test_formats_agree")
@pytest.mark.parametrize("path", PATHS)
def test_what_is_no_text_leads_to_its_file(path, starter, client):
    for media, body in PATHS[path]["get"]["responses"]["200"]["content"].items():
        file = body["examples"].get("file")
        if file:
            response = client.get(file["externalValue"])
            assert (response.status_code, response["Content-Type"].partition(";")[0]) == (
                200,
                media,
            )


def asked(path):
    """(name, query) of each parameter of a path that has an example."""
    for parameter in PATHS[path]["get"]["parameters"]:
        if parameter["in"] == "query" and "example" in parameter:
            value, name = parameter["example"], parameter["name"]
            joined = isinstance(value, list) and not parameter.get("explode", True)
            pair = {name: ",".join(map(str, value)) if joined else value}
            also = {"group": {"group_by": "year", "explain": 1}}.get(name, {})
            yield name, urlencode(pair | also, doseq=True)


@pytest.mark.once("both have each filter in test_filters, each way to add up in test_schema")
@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith(".{form}")])
def test_the_example_of_each_parameter_is_accepted(path, starter, client):
    address = path.replace("{key}", examples.KEYS.get(examples.collection_of(path), ""))
    for name, query in asked(path):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200, (name, response.content)
