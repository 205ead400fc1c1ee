"""One snapshot, one ETag: an answer that a client has already is not made again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from deals import public
from deals.models import DataVersion
from tests.factories import create_country, create_project, create_sector

ADDRESSES = [
    "sectors/",
    "projects/?limit=2",
    "totals/?group_by=year",
    "projects.csv",
    "projects.xlsx",
    "projects.zip",
    "totals.csv",
    "",
    "changes/",
]


def tag(client, address, **headers):
    return client.get(address, headers=headers)["ETag"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_answer_is_a_304_in_two_queries(
    address, client, starter, django_assert_max_num_queries
):
    known = tag(client, f"/api/v1/{address}")
    with django_assert_max_num_queries(2):
        response = client.get(f"/api/v1/{address}", headers={"If-None-Match": f'"x", W/{known}'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == known


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_write_makes_a_new_tag(address, client, db):
    create_project()
    known = tag(client, f"/api/v1/{address}")
    create_country()
    response = client.get(f"/api/v1/{address}", headers={"If-None-Match": known})
    assert response.status_code == 200
    assert response["ETag"] != known


def test_a_release_makes_a_new_tag(client, db, settings):
    known = tag(client, "/api/v1/sectors/")
    public.code_version.cache_clear()
    settings.RELEASE = "2"
    assert tag(client, "/api/v1/sectors/") != known
    public.code_version.cache_clear()


def test_language_format_and_host_make_tags_of_their_own(client, db):
    address = "/api/v1/totals/"
    tags = [
        tag(client, address),
        tag(client, address, **{"Accept-Language": "zh-CN,zh;q=0.9"}),
        tag(client, f"{address}?lang=en"),
        tag(client, address, Host="localhost"),
        tag(client, "/api/v1/"),
        tag(client, "/api/v1/", Accept="application/json"),
    ]
    assert len(set(tags)) == len(tags)
    assert tag(client, address, **{"Accept-Language": "fr, en;q=0.5"}) == tags[0]


@pytest.mark.parametrize(
    ("query", "accept", "language", "varies"),
    [
        ("", "zh-CN,zh;q=0.9,en;q=0.1", "zh-hans", True),
        ("", "fr,*;q=0.1", "en", True),
        ("?lang=en", "zh-CN", "en", False),
        ("?lang=zh-hans", "en", "zh-hans", False),
    ],
)
def test_the_api_speaks_the_language_asked_for(query, accept, language, varies, client, db):
    client.cookies["django_language"] = "zh-hans" if language == "en" else "en"
    response = client.get(f"/api/v1/sectors/{query}", headers={"Accept-Language": accept})
    assert response["Content-Language"] == language
    assert ("Accept-Language" in response.get("Vary", "")) == varies


def test_answers_may_be_kept_and_are_asked_after(client, db):
    create_sector()
    response = client.get("/api/v1/sectors/")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Last-Modified"]
    assert not response["ETag"].startswith("W/")


def test_problems_have_no_tag(client, db):
    for address in ("sectors/?x=1", "sectors/none/"):
        assert "ETag" not in client.get(f"/api/v1/{address}")


def test_who_is_signed_in_gets_no_answer_from_a_cache(admin_client, client, db):
    known = tag(client, "/api/v1/sectors/")
    response = admin_client.get("/api/v1/sectors/", headers={"If-None-Match": known})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_an_answer_belongs_to_one_data_version(client, db):
    create_sector()
    first = client.get("/api/v1/sectors/").json()["data_version"]
    create_sector()
    assert client.get("/api/v1/sectors/").json()["data_version"] == first + 1


# Real transactions


@pytest.fixture
def data_version(transactional_db):
    """The row that a flush takes away."""
    DataVersion.objects.get_or_create(pk=1)


def elsewhere(task):
    """Runs the task with a connection of its own."""

    def run():
        task()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result(60)


@pytest.mark.django_db(transaction=True)
def test_a_download_shows_one_state_while_a_writer_commits(client, data_version):
    for _each in range(3):
        create_project()
    response = client.get("/api/v1/projects.csv")
    parts = [next(response.streaming_content)]
    elsewhere(create_project)
    parts += list(response.streaming_content)
    assert b"".join(parts).count(b"\r\n") - 1 == int(response["X-Row-Count"]) == 3
    assert client.get("/api/v1/projects.csv").getvalue().count(b"\r\n") - 1 == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_download_that_is_given_up_ends_its_snapshot(method, client, data_version):
    create_project()
    response = getattr(client, method)("/api/v1/projects.csv")
    next(iter(response.streaming_content), None)
    response.close()
    assert not connection.in_atomic_block
    # A connection that still reads a snapshot would refuse this.
    create_project()


@pytest.mark.django_db(transaction=True)
def test_a_view_that_fails_ends_its_snapshot(client, data_version):
    assert client.get("/api/v1/sectors/none/").status_code == 404
    assert client.get("/api/v1/sectors/?limit=x").status_code == 400
    create_sector()
    assert client.get("/api/v1/sectors/").json()["count"] == 1
