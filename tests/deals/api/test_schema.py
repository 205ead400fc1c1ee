"""The API's description is true: every answer has the shape that it promises."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from deals.api.reference import document
from deals.explanations import MEASURES
from deals.stats import DIMENSIONS

PATHS = document("en")["paths"]
FILES = (".csv", ".xlsx", ".ndjson", ".geojson", ".zip", ".html", ".svg")
NO_JSON = [path for path in PATHS if path.endswith(FILES)]
QUERIES = {
    "/api/v1/totals/": [
        *[f"group_by={dimension}&currency=USD" for dimension in DIMENSIONS],
        *[f"explain=1&limit=500&measure={m}&as_of=2024-12-31&currency=USD" for m in MEASURES],
        "explain=1&group_by=year&group=2024",
        "explain=1&group_by=reported_currency&group=none",
        "group_by=location,investor&level=country&currency=USD",
        "explain=1&group_by=year,reported_currency&group=2024,none",
    ],
    "/api/v1/facets/": ["", "currency=USD&location=china&edition=choose-france-summit-2025"],
    "/api/v1/rates/": ["limit=5"],
    "/api/v1/datapackage.json": [""],
    "/api/v1/follow-through/": ["", "currency=USD&sector=energy"],
    "/api/v1/projects/{key}/": ["", "on=2024-06-01"],
    "/api/v1/editions/{key}/reconciliation/": ["", "currency=USD"],
}


def check(answer, schema):
    components = {"components": document("en")["components"]}
    faults = Draft202012Validator(schema | components).iter_errors(answer)
    assert [f"{fault.json_path}: {fault.message[:200]}" for fault in faults] == []


def schema_of(path, status="200", media="application/json"):
    return PATHS[path]["get"]["responses"][status]["content"][media]["schema"]


def example(path):
    """An address of the path; with a key that nothing has, where it takes one."""
    forms = {p["name"]: p["schema"].get("enum") for p in PATHS[path]["get"]["parameters"]}
    return path.replace("{key}", "x").replace("{form}", forms.get("form", ["", ""])[-1])


def addresses(client, path):
    """The path, with each of some real keys where it has one."""
    few = 2 if "{form}" in path else 8
    path = path.replace("{form}", "json")
    if "{key}" not in path:
        return [path]
    rows = client.get(f"{path.partition('{')[0]}?limit={few}").json()["results"]
    return [path.replace("{key}", str(row["id"])) for row in rows]


def test_the_description_is_valid_and_without_warnings():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


@pytest.mark.parametrize("path", [path for path in PATHS if path not in NO_JSON])
def test_each_answer_has_the_described_shape(path, client, starter):
    for address in addresses(client, path):
        for query in QUERIES.get(
            path.replace(".{form}", "/"), ["limit=200" if "{key}" not in path else ""]
        ):
            response = client.get(f"{address}?{query}")
            assert response.status_code == 200, response.content
            check(response.json(), schema_of(path))


@pytest.mark.parametrize("path", PATHS)
def test_each_problem_has_the_described_shape(path, client, db):
    if path.endswith(".html"):
        pytest.skip("parts of pages answer in HTML")
    response = client.get(example(path) + "?nope=1")
    assert response.status_code == 400
    check(response.json(), schema_of(path, "400", "application/problem+json"))


@pytest.mark.parametrize("path", PATHS)
def test_each_described_parameter_is_known(path, client, db):
    for parameter in PATHS[path]["get"]["parameters"]:
        if parameter["in"] == "query":
            response = client.get(f"{example(path)}?{parameter['name']}=")
            assert response.status_code in (200, 404), parameter["name"]


def test_the_document_is_served_with_its_server(client, db):
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"] == "3.1.0"
    assert served["servers"] == [{"url": "http://testserver"}]
    assert served["paths"].keys() == PATHS.keys()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reference_leads_to_a_component(language):
    text = json.dumps(document.__wrapped__(language), default=str)
    used = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= document.__wrapped__(language)["components"]["schemas"].keys()
