"""What every request passes: ids, headers, languages, hostile input and failing views."""

import errno
import json
import logging
import re

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import gettext
from rest_framework.decorators import api_view
from rest_framework.response import Response

from conference_deals import middleware, urls
from deals import errors
from deals.models import Sector

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)


class Lost(Http404):
    suggestions = [{"url": "/projects/p1/", "label": "A <project>"}]


RAISED = {
    "arithmetic": OverflowError("too big"),
    "data": DataError("out of range"),
    "unicode": UnicodeError("surrogates"),
    "operational": OperationalError("server closed"),
    "interface": InterfaceError("connection already closed"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "bug": KeyError("oops"),
    "lost": Lost("No such project."),
}


def fail(request, kind):
    raise RAISED[kind]


def streamed(request):
    return StreamingHttpResponse(gettext("Home page") for _ in range(1))


urlpatterns = [
    path("plain/", lambda request: HttpResponse("fine")),
    path("streamed/", streamed),
    path("fail/<kind>/", fail),
    path("gone/", errors.gone),
    path("api/v1/plain/", api_view()(lambda request: Response({"fine": True}))),
    path("api/v1/fail/<kind>/", api_view()(fail)),
    path("api/v1/gone/", errors.gone),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def document(response):
    assert response["Content-Type"] == "application/problem+json"
    return json.loads(response.content)


# Ids and headers


def test_each_answer_names_its_request(client):
    ids = [client.get("/plain/", headers={"X-Request-ID": "forged"})["X-Request-ID"] for _ in "ab"]
    assert len(set(ids)) == 2
    assert all(len(found) == 32 for found in ids)


@pytest.mark.parametrize(
    "address", ["/plain/", "/nowhere/", "/fail/bug/", "/%00", "/api/v1/plain/"]
)
def test_security_headers_are_on_every_answer(address, client):
    response = client.get(address)
    assert response["Content-Security-Policy"] == CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_files_have_the_headers_too(client):
    response = client.get("/static/admin/css/base.css")
    assert response.getvalue()
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == CSP


def test_other_sites_may_read_the_api_but_not_embed_pages(client):
    api, page = client.get("/api/v1/plain/"), client.get("/plain/")
    assert api["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert api["Access-Control-Allow-Origin"] == "*"
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in page


def test_pages_are_private_for_those_signed_in(admin_client, client):
    assert admin_client.get("/plain/")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in client.get("/plain/")


def test_the_admin_is_private_even_before_the_login(client, db):
    assert client.get("/admin/login/")["Cache-Control"] == "private, no-store"


def test_a_public_page_asks_for_no_session(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert not client.get("/plain/").has_header("Vary")


# Languages


@pytest.mark.parametrize(
    ("address", "language"),
    [("/plain/", "en"), ("/nowhere/", "en"), ("/zh-hans/nowhere/", "zh-hans")],
)
def test_the_address_alone_tells_the_language(address, language, client):
    client.cookies["django_language"] = "zh-hans" if language == "en" else "en"
    response = client.get(address, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.1"})
    assert response["Content-Language"] == language
    assert "Accept-Language" not in response.get("Vary", "")


def test_the_admin_speaks_the_language_of_the_browser(client, db):
    response = client.get("/admin/login/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert response["Content-Language"] == "zh-hans"
    assert "Accept-Language" in response["Vary"]


def test_no_address_redirects_to_another_language(client):
    response = client.get("/nowhere/", headers={"Accept-Language": "zh-hans"})
    assert response.status_code == 404


# Hostile input


@pytest.mark.parametrize(
    "address",
    ["/%00", "/a%00b/", "/%ff/", "/%ed%a0%80/", "/static/%00.css", "/zh-hans/%c3/", "/admin/%00/"],
)
def test_an_unreadable_path_is_a_400(address, client):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("value", ["%00", "a%00", "%ff", "%ed%a0%80", "%c3%28"])
def test_an_unreadable_parameter_is_a_400_that_names_it(value, client):
    response = client.get(f"/plain/?year=2024&my+name={value}")
    assert response.status_code == 400
    assert "“my name”" in response.text


def test_an_unreadable_parameter_name_is_a_400(client):
    response = client.get("/plain/?%00=1")
    assert response.status_code == 400
    assert "\0" not in response.text


def test_the_api_names_the_unreadable_parameter_in_its_document(client):
    found = document(client.get("/api/v1/plain/?q=%00"))
    assert found["type"] == "/api/v1/problems/invalid-parameter/"
    assert found["errors"][0]["name"] == "q"


@pytest.mark.parametrize("query", ["", "q=%E4%B8%AD%E6%96%87", "q=100%25", "q=50%", "&&=;", "q=+"])
def test_readable_parameters_pass(query, client):
    assert client.get(f"/plain/?{query}").status_code == 200


@pytest.mark.parametrize(("length", "status"), [(8192, 200), (8193, 400)])
def test_a_query_string_has_at_most_8_kb(length, status, client):
    assert client.get("/plain/?" + "q" * length).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/plain/", "/api/v1/plain/", "/nowhere/"])
def test_the_public_site_is_for_reading(method, address, client):
    response = client.generic(method, address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_the_admin_takes_forms(client, db):
    assert client.post("/admin/login/").status_code == 200
    assert client.put("/admin/login/").status_code == 405


def test_an_unknown_host_is_a_400(client):
    assert client.get("/plain/", headers={"Host": "evil.example"}).status_code == 400


# Failing views


@pytest.mark.parametrize("place", ["", "/api/v1"], ids=["page", "api"])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("arithmetic", 400),
        ("data", 400),
        ("unicode", 400),
        ("operational", 503),
        ("interface", 503),
        ("full", 503),
        ("bug", 500),
        ("lost", 404),
    ],
)
def test_an_exception_becomes_an_answer(kind, status, place, client):
    response = client.get(f"{place}/fail/{kind}/")
    assert response.status_code == status
    assert response["X-Request-ID"] in response.text
    assert response.has_header("Retry-After") == (status == 503)


def test_bad_input_that_got_through_is_logged_as_a_bug(client, caplog):
    with caplog.at_level(logging.ERROR):
        client.get("/fail/data/")
    assert "Bug: bad input reached /fail/data/" in caplog.text


def test_a_lost_database_in_a_middleware_is_a_503(client, monkeypatch):
    def lose(*args):
        raise OperationalError("server closed")

    path = "django.middleware.common.CommonMiddleware.process_request"
    monkeypatch.setattr(path, lose)
    assert client.get("/plain/").status_code == 503


@pytest.mark.parametrize("place", ["", "/api/v1"], ids=["page", "api"])
def test_a_full_disk_is_told_as_such(place, client, caplog):
    assert "A disk of the server is full." in client.get(f"{place}/fail/full/").text
    assert "A disk is full" in caplog.text


def test_who_uploads_to_a_full_disk_gets_an_answer(rf):
    """A connection that ends while something is still sent loses its answer."""
    request = rf.post("/admin/", b"x" * 300_000, content_type="text/plain")
    assert errors.for_want(request, RAISED["full"]).status_code == 503
    assert request.read() == b""


@pytest.mark.parametrize("kind", ["bug", "operational"])
def test_the_standalone_pages_use_no_database(kind, client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert "<!doctype html>" in client.get(f"/fail/{kind}/").text


def test_the_404_page_offers_what_was_probably_meant(client):
    text = client.get("/fail/lost/").text
    assert "No such project." in text
    assert '<a href="/projects/p1/">A &lt;project&gt;</a>' in text


def test_the_404_page_leads_on_in_its_language(client):
    assert 'href="/projects/"' in client.get("/nowhere/").text
    assert 'href="/zh-hans/projects/"' in client.get("/zh-hans/nowhere/").text


@pytest.mark.parametrize("address", ["/gone/", "/api/v1/gone/"])
def test_a_deleted_record_is_gone(address, client):
    assert client.get(address).status_code == 410


def test_an_error_page_that_fails_is_still_an_answer(client, monkeypatch, caplog):
    monkeypatch.setattr("django.template.context_processors.request", lambda request: 1 / 0)
    from django.template import engines

    engines["django"].engine.__dict__.pop("template_context_processors", None)
    response = client.get("/nowhere/")
    engines["django"].engine.__dict__.pop("template_context_processors", None)
    assert response.status_code == 404
    assert "The page for error 404 failed" in caplog.text


def test_a_streamed_answer_keeps_its_language(client):
    assert client.get("/streamed/").getvalue().decode() == "Home page"


# In debug


def test_an_answer_says_what_its_queries_took(db, rf):
    def view(request):
        return HttpResponse(f"{Sector.objects.count()}{Sector.objects.exists()}")

    timing = middleware.ServerTiming(view)(rf.get("/"))["Server-Timing"]
    db, total = re.fullmatch(r'db;dur=(.+);desc="2 queries", total;dur=(.+)', timing).groups()
    assert 0 <= float(db) <= float(total)
