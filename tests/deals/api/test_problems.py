"""Every error under /api/ is a complete problem document (RFC 9457), whoever finds the fault."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.urls import path
from django.utils import translation
from rest_framework import exceptions
from rest_framework.decorators import api_view

from conference_deals import urls
from deals.api import limits
from deals.api.endpoint import endpoint
from deals.api.problems import PROBLEMS, Problem
from deals.parameters import InvalidParameters
from tests.factories import create_project

FAULT = {"name": "year", "value": "20x", "detail": "A year has four digits."}
RAISED = {
    "bug": KeyError("oops"),
    "forbidden": PermissionDenied(),
    "invalid": InvalidParameters([FAULT]),
    "validation": exceptions.ValidationError({"limit": ["At most 500."]}),
    "unsupported": exceptions.UnsupportedMediaType("text/csv"),
    "teapot": type("Teapot", (exceptions.APIException,), {"status_code": 418})("Tea."),
}


def fail(request, kind):
    raise RAISED[kind]


@api_view()
def fail_in_the_framework(request, kind):
    fail(request, kind)


urlpatterns = [
    path("api/v1/fail/<kind>/", endpoint(None)(fail)),
    path("api/v1/plain/fail/<kind>/", fail),
    path("api/v1/framework/<kind>/", fail_in_the_framework),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

pytestmark = pytest.mark.urls(__name__)

LISTED = "/api/v1/sectors/"
EVIL = {"Host": "evil.example"}
# What is asked, and the status and kind of problem that answer it.
CASES = {
    "broken-encoding": (f"{LISTED}%ff/", {}, 400, "bad-request"),
    "nul": ("/api/v1/a%00b/", {}, 400, "bad-request"),
    "long-query": (f"{LISTED}?{'q' * 8193}", {}, 400, "bad-request"),
    "many-parameters": (f"{LISTED}?{'a&' * 2500}", {}, 400, "bad-request"),
    "host": (LISTED, EVIL, 400, "bad-request"),
    "value": (f"{LISTED}?limit=x", {}, 400, "invalid-parameter"),
    "unreadable-value": (f"{LISTED}?q=%00", {}, 400, "invalid-parameter"),
    "language": (f"{LISTED}?lang=fr", {}, 400, "invalid-parameter"),
    "name": (f"{LISTED}?nope=1", {}, 400, "unknown-parameter"),
    "forbidden": ("/api/v1/fail/forbidden/", {}, 403, "forbidden"),
    "forbidden-elsewhere": ("/api/v1/plain/fail/forbidden/", {}, 403, "forbidden"),
    "address": ("/api/v1/nowhere/", {}, 404, "not-found"),
    "version": ("/api/v9/", {}, 404, "not-found"),
    "record": (f"{LISTED}none/", {}, 404, "not-found"),
    "problem-kind": ("/api/v1/problems/none/", {}, 404, "not-found"),
    "format": (LISTED, {"Accept": "text/xml"}, 406, "not-acceptable"),
    "deleted": ("/api/v1/projects/deleted/", {}, 410, "gone"),
    "bug": ("/api/v1/fail/bug/", {}, 500, "server-error"),
    "bug-elsewhere": ("/api/v1/plain/fail/bug/", {}, 500, "server-error"),
}
LANGUAGES = ["en", "zh-hans"]


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def deleted(db):
    create_project(ref="deleted").delete()


@pytest.fixture
def lose_database(monkeypatch):
    """Takes it away, and returns what gives it back."""

    def lose(*args):
        raise OperationalError("server closed")

    def lose_database():
        monkeypatch.setattr(connection, "cursor", lose)
        return monkeypatch.undo

    return lose_database


def complete(response, status, slug, language="en"):
    """The document, after a look at all that each has."""
    document = json.loads(response.content)
    with translation.override(language):
        title = str(PROBLEMS[slug][1])
    assert document.keys() == Problem.__annotations__.keys()
    assert document["status"] == response.status_code == status
    assert document["type"] == f"/api/v1/problems/{slug}/"
    assert document["title"] == title
    assert document["detail"]
    assert document["instance"].startswith("/api/")
    assert all(fault.keys() == FAULT.keys() for fault in document["errors"])
    assert len(document["request_id"]) == 32
    assert document["request_id"] == response["X-Request-ID"]
    assert response["Content-Language"] == language
    headed(response)
    return document


def headed(response):
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Language" in response["Vary"]
    assert "ETag" not in response
    assert int(response["Content-Length"]) > 0


# Each status


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_each_error_is_a_complete_document(case, language, client, deleted):
    address, headers, status, slug = CASES[case]
    response = client.get(address, headers={"Accept-Language": language, **headers})
    document = complete(response, status, slug, language)
    assert (document["errors"] != []) == slug.endswith("parameter")


@pytest.mark.parametrize("case", CASES)
def test_head_has_the_headers_of_the_document_alone(case, client, deleted):
    address, headers, status, _slug = CASES[case]
    response = client.head(address, headers=headers)
    assert (response.status_code, response.content) == (status, b"")
    headed(response)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [LISTED, "/api/v1/nowhere/"], ids=["listed", "nowhere"])
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "NO-SUCH"]
)
def test_another_method_is_a_405(method, address, language, client):
    response = client.generic(method, address, headers={"Accept-Language": language})
    complete(response, 405, "method-not-allowed", language)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_browser_that_asks_first_at_no_address_is_a_404(client):
    complete(client.options("/api/v1/nowhere/"), 404, "not-found")


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_requests_are_a_429(language, client, settings, monkeypatch):
    settings.API_RATE = "1/min"
    monkeypatch.setattr(limits, "counted", lambda key, timeout: 2)
    response = client.get(LISTED, headers={"Accept-Language": language})
    complete(response, 429, "too-many-requests", language)
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [LISTED, f"{LISTED}none/", "/api/v1/projects.csv", "/api/v1/"])
def test_a_database_that_is_away_is_a_503(address, language, client, db, lose_database):
    give_back = lose_database()
    response = client.get(address, headers={"Accept-Language": language})
    give_back()
    complete(response, 503, "unavailable", language)
    assert response["Retry-After"] == "5"


def test_a_head_of_a_503_has_no_body(client, db, lose_database):
    give_back = lose_database()
    response = client.head(LISTED)
    give_back()
    assert (response.status_code, response.content) == (503, b"")
    headed(response)


# What the document says


@pytest.mark.parametrize("slug", PROBLEMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_type_of_each_problem_leads_to_its_page(slug, language, client, db):
    response = client.get(f"/api/v1/problems/{slug}/", headers={"Accept-Language": language})
    assert response.status_code == 200
    with translation.override(language):
        assert str(PROBLEMS[slug][1]) in response.text
        assert str(PROBLEMS[slug][2]).endswith((".", "。"))


def test_a_document_as_a_whole(client):
    response = client.get("/api/v1/nowhere/?a=b")
    assert response.json() == {
        "type": "/api/v1/problems/not-found/",
        "title": "Not found",
        "status": 404,
        "detail": "Nothing has this address.",
        "instance": "/api/v1/nowhere/?a=b",
        "errors": [],
        "request_id": response["X-Request-ID"],
    }


@pytest.mark.parametrize(
    ("asked", "instance"),
    [
        ("a%00b/", "a%00b/"),
        ("100%25/", "100%25/"),
        ("四川/", "%E5%9B%9B%E5%B7%9D/"),
        ("?q=%&r=%zz&s=%41", "?q=%25&r=%25zz&s=%41"),
        ('?q=<">', "?q=%3C%22%3E"),
    ],
)
def test_the_instance_is_the_address_and_a_correct_one(asked, instance, client):
    found = client.get(f"/api/v1/nowhere/{asked}").json()
    assert found["instance"] == f"/api/v1/nowhere/{instance}"


@pytest.mark.parametrize(
    ("kind", "status", "slug"),
    [
        ("invalid", 400, "invalid-parameter"),
        ("validation", 400, "invalid-parameter"),
        ("unsupported", 415, "bad-request"),
        ("teapot", 418, "bad-request"),
        ("bug", 500, "server-error"),
    ],
)
def test_an_exception_of_the_framework_is_a_document_too(kind, status, slug, client):
    complete(client.get(f"/api/v1/framework/{kind}/"), status, slug)


def test_each_faulty_parameter_is_listed(client):
    assert client.get("/api/v1/framework/invalid/").json()["errors"] == [FAULT]
    fault = {"name": "limit", "value": None, "detail": "At most 500."}
    assert client.get("/api/v1/framework/validation/").json()["errors"] == [fault]
