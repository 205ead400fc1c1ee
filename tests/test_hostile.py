"""Nonsense in addresses of pages and of the API: an answer in no time, never a 500."""

import re
import time

import pytest

from deals.api.listings import LISTINGS
from deals.filters import ProjectFilter
from tests import databases
from tests.attacks import values
from tests.deals.views.addresses import EXAMPLES

SECONDS = 2.5  # on a busy machine; one request takes a tenth of that

NONSENSE = {kind: value for kind, value in values.NONSENSE.items() if value}
# Every word that a parameter takes, and one that none does.
PARAMETERS = [
    *ProjectFilter.names(),
    *["page", "per_page", "limit", "offset", "ordering", "currency", "lang"],
    *["view", "by", "columns", "find"],
    *[
        "group_by",
        "level",
        "group",
        "measure",
        "explain",
        "since",
        "kind",
        "date_after",
        "country",
        "bom",
        "q[]",
        "__proto__",
    ],
]
LISTS = ["projects", "changes", "totals", *(listing.name for listing in LISTINGS)]
ADDRESSES = {
    **EXAMPLES,
    "zh-projects": "/zh-hans/projects/",
    "zh-home": "/zh-hans/",
    "reference": "/api/v1/",
    "csv": "/api/v1/projects.csv",
    **{name: f"/api/v1/projects.{name}" for name in ("xlsx", "ndjson", "geojson", "zip")},
    "totals-csv": "/api/v1/totals.csv",
    "reconciliation-csv": "/api/v1/editions/world-power-battery-conference-2024/reconciliation.csv",
    "html": "/api/v1/projects.html",
    "totals-html": "/api/v1/totals.html",
    "facets": "/api/v1/facets/",
    "facets-html": "/api/v1/facets.html",
    "openapi": "/api/v1/openapi.json",
    "reconciliation": "/api/v1/editions/world-power-battery-conference-2024/reconciliation/",
    **{f"api-{name}": f"/api/v1/{name}/" for name in LISTS},
}
# Parameters with a type of their own, whose bad values must be named.
TYPED = [
    *["year", "status", "location", "sector", "edition", "amount_min", "amount_max"],
    *["signed_after", "signed_before", "jobs_min", "disclosed", "updated_since", "id"],
    *["page", "per_page", "ordering", "currency", "view", "by", "columns"],
]
EACH = 5
BLANK = {"blanks"}  # counts as absent


def answered(client, address):
    """The answer, after a look at its status and at how long it took."""
    began = time.monotonic()
    response = client.get(address)
    list(response)
    assert response.status_code < 500, (address, response.status_code)
    assert time.monotonic() - began < SECONDS, address
    return response


@pytest.mark.parametrize("name", ADDRESSES)
def test_nonsense_in_parameters(starter, client, name):
    """Each address gets five kinds of it, each parameter and each kind its turn."""
    start = (list(ADDRESSES).index(name) + databases.turn() * len(ADDRESSES)) * EACH
    kinds, found = list(NONSENSE), set()
    for turn in range(start, start + EACH):
        parameter = PARAMETERS[turn % len(PARAMETERS)]
        value = NONSENSE[kinds[turn % len(kinds)]]
        found.add(answered(client, f"{ADDRESSES[name]}?{parameter}={value}").status_code)
    assert found <= {200, 302, 400}


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_typed_parameter_is_named(starter, client, kind):
    turn = list(NONSENSE).index(kind)
    for name in (TYPED[turn % len(TYPED)], TYPED[(turn * 5 + 3) % len(TYPED)]):
        page = answered(client, f"/projects/?{name}={NONSENSE[kind]}")
        if kind in BLANK:
            continue
        assert page.status_code == 400
        label = ProjectFilter.base_filters[name].label if name in ProjectFilter.names() else name
        assert str(label) in page.text or name in page.text
        api = answered(client, f"/api/v1/projects/?{name}={NONSENSE[kind]}")
        assert api.status_code == 400
        assert api["Content-Type"] == "application/problem+json"
        assert name in [error["name"] for error in api.json()["errors"]]


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "page=-1",
        "page=10000001",
        "page=1&page=2",
        "per_page=1000000000",
        "currency=CNY&currency=USD",
        "ordering=name&ordering=-name",
        "ordering=" + ",".join(["name"] * 500),
        "ordering=edition__slug",
        "ordering=-",
        "ordering=?",
        "&".join(f"status=x{n}" for n in range(500)),
        "&".join(["status=signed"] * 51),
        "&".join(["q=a"] * 2),
        "q=" + "+".join("abcdefghijklmn"),
        "signed_after=2024-01-01&signed_after=2024-01-02",
        "x=" + "y" * 8200,
    ],
    ids=lambda query: query[:24],
)
def test_a_bad_query_shows_no_rows(starter, client, query):
    page = answered(client, f"/projects/?{query}")
    assert page.status_code == 400
    assert "<tbody>" not in page.text


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("q=%25", 0),
        ("q=_", 0),
        ("q=%5C", 0),
        ("q=%E2%80%AEindia", None),
        ("q=<script>alert(1)</script>", 0),
        ("q='%20OR%201=1--", 0),
        ("amount_min=9000000000000000", 0),
        ("amount_min=5&amount_max=4", 0),
        ("signed_after=2100-12-31&signed_before=1900-01-01", 0),
        ("&".join(f"x{n}=1" for n in range(900)), 20),
        ("page=10000000", None),
        ("&&&===&?", 20),
    ],
    ids=lambda value: str(value)[:24],
)
def test_an_odd_query_is_answered(starter, client, query, rows):
    page = answered(client, f"/projects/?{query}")
    assert page.status_code in {200, 302}
    assert "<script>alert" not in page.text
    if rows is not None:
        assert len(re.findall('<th scope="row" class="wide">', page.text)) == rows


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_place_of_a_record(starter, client, kind):
    value = NONSENSE[kind].replace("?", "")
    sections = ["projects", "editions", "conferences", "places", "investors", "figures"]
    turn = list(NONSENSE).index(kind)
    for section in (sections[turn % 6], sections[(turn + 3) % 6]):
        for address in (f"/{section}/{value}/", f"/zh-hans/{section}/x{value}/"):
            assert answered(client, address).status_code in {301, 400, 404}
    collection = LISTS[turn % len(LISTS)]
    assert answered(client, f"/api/v1/{collection}/{value}/").status_code in {301, 400, 404}


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"' + "x" * 5000},
        {"If-None-Match": 'W/"\\", *, ,,'},
        {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
        {"Accept-Language": "zh-" + "x" * 500 + ";q=9,*;q=x"},
        {"Accept": "*/*;q=nan, text/\x7f"},
        {"Range": "bytes=-99999999999999999999"},
        {"HX-Request": "true", "HX-Target": "<x>"},
        {"X-Forwarded-For": "1.2.3.4, '\"--"},
        {"Cookie": 'sessionid="; django_language=../../x'},
    ],
    ids=lambda headers: "-".join(headers),
)
def test_nonsense_in_headers(starter, client, headers):
    for address in ("/", "/projects/", "/api/v1/projects/?limit=1", "/api/v1/projects.html"):
        response = client.get(address, headers=headers)
        assert response.status_code in {200, 304, 406}, address


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil", "a" * 300, "[::1", "x y"])
def test_a_forged_host_is_refused(starter, client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400
