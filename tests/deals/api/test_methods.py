"""Methods, formats and other sites."""

import pytest

LISTED = "/api/v1/sectors/"


@pytest.mark.parametrize("address", [LISTED, "/api/v1/projects.csv", "/api/v1/", "/api/v1/totals/"])
def test_head_has_the_headers_and_no_body(address, client, starter):
    get, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert b"".join(head) == b""
    assert head["ETag"] == get["ETag"]
    assert head["Content-Type"] == get["Content-Type"]


def test_a_browser_may_ask_first(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.options(LISTED, headers={"Origin": "https://example.org"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("query", ["", "?nope=1"], ids=["answer", "problem"])
def test_other_sites_may_read(query, client, db):
    assert client.get(LISTED + query)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("text/xml", 406),
        ("text/html", 406),
    ],
)
def test_resources_come_as_json(accept, status, client, db):
    response = client.get(LISTED, headers={"Accept": accept})
    assert response.status_code == status
    kind = "application/problem+json" if status == 406 else "application/json"
    assert response["Content-Type"] == kind


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "application/json"])
def test_a_suffix_says_the_format_whatever_accept_says(accept, client, db):
    response = client.get("/api/v1/projects.csv", headers={"Accept": accept})
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_a_lookup_without_its_last_slash_is_led_on(client, db):
    assert client.get("/api/v1/sectors").url == LISTED
