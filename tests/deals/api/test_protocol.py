"""What HTTP adds to every operation is described: headers, 304, blank values, faults in HTML."""

import json

import pytest
from jsonschema import Draft202012Validator

from deals.api.reference import document
from deals.filters import MAX_VALUES
from deals.models import RetiredAddress
from tests.factories import create_edition

PATHS = document("en")["paths"]
WHOLE = [path for path in PATHS if "{" not in path]
LISTS = [path for path in WHOLE if path.endswith("s/")]


def responses_of(path):
    return PATHS[path]["get"]["responses"]


def parameters_of(path):
    return {each["name"]: each for each in PATHS[path]["get"]["parameters"]}


def missing(response, path, status):
    """The names of headers that the description calls required and the answer does not have."""
    headers = responses_of(path)[status]["headers"]
    return [
        name for name, header in headers.items() if header.get("required") and name not in response
    ]


@pytest.mark.parametrize("path", WHOLE)
def test_the_described_headers_are_there(path, client, starter):
    got = client.get(path)
    assert missing(got, path, "200") == []
    assert {"Accept-Language", "If-None-Match"} <= parameters_of(path).keys()
    unchanged = client.get(path, headers={"If-None-Match": got["ETag"]})
    assert unchanged.status_code == 304
    assert missing(unchanged, path, "304") == []
    assert missing(client.get(f"{path}?nope=1"), path, "400") == []


@pytest.mark.parametrize("path", ["/api/v1/projects/", "/api/v1/rates/", "/api/v1/changes/"])
def test_a_list_links_to_its_pages(path, client, starter):
    assert "Link" in responses_of(path)["200"]["headers"]
    assert 'rel="first"' in client.get(path)["Link"]


@pytest.mark.parametrize(
    "path", [p for p in PATHS if p.endswith((".csv", ".svg")) and "{" not in p]
)
def test_a_file_has_a_name_and_a_row_count(path, client, starter):
    assert {"X-Row-Count", "Content-Disposition"} <= responses_of(path)["200"]["headers"].keys()
    answer = client.get(path)
    assert int(answer["X-Row-Count"]) >= 0
    assert "filename=" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["projects", "totals", "facets"])
def test_a_part_of_a_page_tells_faults_in_html(name, client, db):
    path = f"/api/v1/{name}.html"
    assert client.get(f"{path}?nope=1")["Content-Type"].partition(";")[0] == "text/html"
    assert client.get(f"{path}?q=%00")["Content-Type"] == "application/problem+json"
    assert set(responses_of(path)["400"]["content"]) == {"text/html", "application/problem+json"}


def test_a_merged_record_is_described_with_the_address_of_the_other(client, db):
    old, new = create_edition(slug="old"), create_edition(slug="new")
    RetiredAddress.retire(old, successor=new.slug)
    type(old).objects.filter(pk=old.pk).update(slug="unused")
    path = "/api/v1/editions/{key}/"
    answer = client.get(path.replace("{key}", "old"))
    assert answer.status_code == 301
    assert missing(answer, path, "301") == []
    assert "301" not in responses_of("/api/v1/editions/")


def test_only_lists_are_described_with_links(client):
    linked = [path for path in PATHS if "Link" in responses_of(path)["200"]["headers"]]
    assert "/api/v1/totals/" not in linked
    assert set(LISTS) <= set(linked) | {"/api/v1/totals/", "/api/v1/facets/"}


def test_geojson_is_described_as_an_object(client, starter):
    described = responses_of("/api/v1/projects.{form}")["200"]["content"]
    schema = described["application/geo+json"]["schema"]
    body = client.get("/api/v1/projects.geojson").getvalue()
    Draft202012Validator(schema).validate(json.loads(body))
    assert not Draft202012Validator(schema).is_valid("text")


def test_blank_values_are_described_as_absent(client, db):
    for name, parameter in parameters_of("/api/v1/projects/").items():
        assert parameter.get("allowEmptyValue", False) == (parameter["in"] == "query"), name


def test_no_value_stands_twice_in_an_order_and_none_too_often_in_a_filter(client, db):
    taken = parameters_of("/api/v1/projects/")
    assert taken["ordering"]["schema"]["uniqueItems"]
    assert client.get("/api/v1/projects/?ordering=date,date").status_code == 400
    most = taken["status"]["schema"]["maxItems"]
    assert most == MAX_VALUES
    for count, status in ((most, 200), (most + 1, 400)):
        query = "&".join(["status=signed"] * count)
        assert client.get(f"/api/v1/projects/?{query}").status_code == status


def test_the_reference_page_shows_parameters_of_the_address_alone(client, db):
    header = parameters_of("/api/v1/projects/")["If-None-Match"]["description"]
    assert header not in client.get("/api/v1/", headers={"Accept": "text/html"}).text
