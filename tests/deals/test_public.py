"""What every public answer shares: its snapshot, its addresses, its ETag, its language."""

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from deals import public
from deals.models import Sector
from deals.resources.links import site
from tests import factories as make


@pytest.fixture
def ask(rf, settings):
    """The answer of a public view, as a browser at this address gets it."""
    settings.RELEASE = "1"
    public.code_version.cache_clear()

    def asked(view, address="/", method="get", **headers):
        request = getattr(rf, method)(address, headers=headers)
        return public.public(view)(request)

    yield asked
    public.code_version.cache_clear()


def text(request):
    return HttpResponse("text")


def test_the_tag_changes_with_the_data_and_not_otherwise(db, ask):
    first = ask(text)["ETag"]
    assert ask(text)["ETag"] == first
    make.create_sector()
    assert ask(text)["ETag"] != first


@pytest.mark.parametrize(
    "other", ["/?x=1", "/other/", "/?currency=USD"], ids=["query", "path", "currency"]
)
def test_the_tag_is_that_of_the_address(db, ask, other):
    assert ask(text, other)["ETag"] != ask(text)["ETag"]


def test_the_tag_is_that_of_the_language(db, ask):
    english = ask(text)["ETag"]
    with translation.override("zh-hans"):
        assert ask(text)["ETag"] != english


def test_an_answer_that_is_known_is_not_made(db, ask):
    tag = ask(text)["ETag"]
    calls = []
    response = ask(calls.append, **{"If-None-Match": f'W/{tag}, "other"'})
    assert (response.status_code, calls) == (304, [])
    assert response["ETag"] == tag


def test_an_error_has_no_tag(db, ask):
    response = ask(lambda request: HttpResponse(status=404))
    assert "ETag" not in response
    assert response["Cache-Control"] == public.CACHE_CONTROL


def test_who_has_a_session_gets_an_answer_of_his_own(db, ask):
    known = ask(text)["ETag"]
    response = ask(text, Cookie="sessionid=x", **{"If-None-Match": known})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response


def test_a_view_may_keep_headers_of_its_own(db, ask):
    def view(request):
        return HttpResponse(headers={"Cache-Control": "no-store"})

    assert ask(view)["Cache-Control"] == "no-store"


def test_another_method_is_left_to_the_view(db, ask):
    response = ask(lambda request: HttpResponse(status=405), method="post")
    assert response.status_code == 405
    assert "Cache-Control" not in response


# Addresses


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("/api/v1/projects/", "http://testserver"),
        ("/api/v1/projects.html", ""),
        ("/projects/", ""),
    ],
)
def test_data_has_absolute_addresses_and_pages_have_not(db, ask, address, start):
    assert ask(lambda request: HttpResponse(site.get()), address).text == start
    assert site.get() == ""


# Languages


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("zh-CN", "zh-hans"),
        ("zh-Hans-SG;q=0.5, fr", "zh-hans"),
        ("fr, *", "en"),
        ("*", "en"),
        ("en;q=0.1, zh;q=0.9", "zh-hans"),
        ("nonsense;q=x,,;", "en"),
    ],
)
def test_the_api_reads_the_languages_that_are_accepted(rf, accepted, language):
    request = rf.get("/api/v1/", headers={"Accept-Language": accepted})
    assert public.accepted_language(request) == language


def test_a_cookie_does_not_change_the_language(db, ask):
    answer = ask(
        lambda request: HttpResponse(request.LANGUAGE_CODE),
        "/api/v1/",
        Cookie="django_language=zh-hans",
    )
    assert answer.text == "en"
    assert answer["Vary"] == "Accept-Language"


# Snapshots and bodies


@pytest.mark.django_db(transaction=True)
def test_a_view_cannot_write(ask):
    with pytest.raises(DatabaseError):
        ask(lambda request: make.create_sector())
    assert not Sector.objects.exists()
    assert make.create_sector(), "and afterwards it can be written again"


@pytest.mark.django_db(transaction=True)
def test_a_streamed_body_is_read_in_the_snapshot(ask):
    def parts():
        yield f"{connection.in_atomic_block} {site.get()} {translation.get_language()}"

    response = ask(lambda request: StreamingHttpResponse(parts()), "/api/v1/?lang=zh-hans")
    with translation.override("en"):
        assert response.getvalue() == b"True http://testserver zh-hans"
    assert connection.in_atomic_block
    response.close()
    assert not connection.in_atomic_block


def test_the_beginning_of_a_stream_is_made_before_a_replica_answers():
    made = []
    parts = public.begun(made.append(n) or b"x" * 1024 for n in range(100))
    assert len(made) == public.HEAD_BYTES / 1024
    assert (len(b"".join(parts)), len(made)) == (100 * 1024, 100)


@pytest.mark.django_db(transaction=True)
def test_the_head_of_a_stream_reads_nothing(ask):
    def never():
        raise AssertionError("read")
        yield

    response = ask(lambda request: StreamingHttpResponse(never()), method="head")
    assert response.getvalue() == b""
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_template_is_rendered_in_the_snapshot(ask):
    response = ask(lambda request: TemplateResponse(request, "errors/500.html", {}))
    assert response.is_rendered
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_view_that_fails_leaves_nothing_open(ask):
    with pytest.raises(ZeroDivisionError):
        ask(lambda request: 1 / 0)
    assert not connection.in_atomic_block
    assert site.get() == ""


def test_code_of_another_release_has_another_version(settings):
    public.code_version.cache_clear()
    settings.RELEASE = ""
    version = public.code_version()
    assert len(version) == 16
    public.code_version.cache_clear()
    settings.RELEASE = "v2"
    assert public.code_version() == "v2"
    public.code_version.cache_clear()
