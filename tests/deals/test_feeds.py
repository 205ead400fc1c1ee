"""Atom feeds: what they hold, in which order, under which ids; what they refuse."""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils.timezone import now

from deals.models import Project, write
from tests import factories as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def texts(feed, name):
    return [entry.findtext(ATOM + name) for entry in feed.iter(f"{ATOM}entry")]


def links(node):
    return {link.get("rel"): link.get("href") for link in node.findall(f"{ATOM}link")}


def changed(ref, days_ago):
    at = now() - datetime.timedelta(days=days_ago)
    Project.objects.filter(ref=ref).update(updated_at=at)


def test_what_changed_last_comes_first(client):
    for ref, days_ago in (("p1", 3), ("p2", 1), ("p3", 2)):
        make.create_project(ref=ref, name=ref)
        changed(ref, days_ago)
    feed = read(client, "/projects/feed/")
    assert texts(feed, "title") == ["p2", "p3", "p1"]
    assert feed.findtext(f"{ATOM}updated") == texts(feed, "updated")[0]


def test_the_filter_of_the_list_is_that_of_the_feed(client):
    make.create_project(ref="here", status="signed")
    make.create_project(ref="other", status="announced")
    feed = read(client, "/projects/feed/?status=signed&currency=USD")
    assert texts(feed, "id") == ["http://testserver/projects/here/"]
    assert links(feed)["alternate"] == "http://testserver/projects/?status=signed&currency=USD"
    assert "Status: Signed" in feed.findtext(f"{ATOM}title")


def test_an_entry_is_the_same_in_both_languages(client):
    make.create_project(ref="p1")
    english, chinese = (read(client, f"{prefix}/projects/feed/") for prefix in ("", "/zh-hans"))
    assert texts(english, "id") == texts(chinese, "id")
    assert english.findtext(f"{ATOM}id") == chinese.findtext(f"{ATOM}id")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (english.get(language), chinese.get(language)) == ("en", "zh-Hans")
    [entry] = chinese.iter(f"{ATOM}entry")
    assert links(entry)["alternate"] == "http://testserver/zh-hans/projects/p1/"
    assert links(chinese)["self"] == "http://testserver/zh-hans/projects/feed/"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "There is no such parameter"),
        ("status=sined", "Did you mean “signed”?"),
        ("amount_min=abc", "whole number"),
        ("page=2", "There is no such parameter"),
        ("currency=EUR", "Use one of: CNY, USD"),
    ],
)
def test_a_wrong_parameter_is_named_and_nothing_is_listed(client, query, said):
    response = client.get(f"/projects/feed/?{query}")
    assert response.status_code == 400
    assert said in response.text
    assert query.partition("=")[0] in response.text


def test_a_conference_tells_of_its_projects_editions_and_figures(client):
    conference = make.create_conference(slug="fair", name="Fair")
    edition = make.create_edition(conference=conference, slug="fair-2024", label="2024")
    make.create_project(edition=edition, ref="p1", name="Plant & more <b>")
    make.create_figure(editions=[edition], ref="f1", value=5)
    make.create_project(ref="elsewhere")
    feed = read(client, "/conferences/fair/feed/")
    kinds = sorted(each.split("/")[3] for each in texts(feed, "id"))
    assert kinds == ["editions", "figures", "projects"]
    assert "Plant & more <b>" in texts(feed, "title")


def test_the_latest_changes_tell_of_what_is_gone(client):
    with write():
        make.create_sector(slug="old", name="Old").delete()
    feed = read(client, "/changes/feed/")
    assert texts(feed, "id") == ["http://testserver/sectors/old/"]
    assert texts(feed, "summary") == ["Sector · Deleted"]


def test_an_empty_feed_is_the_same_each_time(client):
    first, second = (client.get("/projects/feed/").content for _each in range(2))
    assert first == second
    assert b"<updated>1970-01-01" in first


def test_a_name_that_xml_cannot_hold_is_written_without_it(client):
    make.create_project(name="A\x0bplant\x1f")
    assert texts(read(client, "/projects/feed/"), "title") == ["Aplant"]


@pytest.mark.parametrize("address", ["/projects/feed/", "/changes/feed/", "/conferences/c/feed/"])
def test_an_unchanged_feed_is_not_made_again(client, address, django_assert_max_num_queries):
    make.create_conference(slug="c")
    tag = client.get(address)["ETag"]
    with django_assert_max_num_queries(2):
        response = client.get(address, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_an_unknown_conference_is_a_404_and_a_deleted_one_gone(client):
    with write():
        make.create_conference(slug="gone").delete()
    assert client.get("/conferences/nope/feed/").status_code == 404
    assert client.get("/conferences/gone/feed/").status_code == 410


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/changes/feed/"),
        ("/projects/?status=signed&page=1", "/projects/feed/?status=signed"),
        ("/zh-hans/conferences/c/", "/zh-hans/conferences/c/feed/"),
        ("/sectors/s/?currency=USD", "/projects/feed/?sector=s&amp;currency=USD"),
    ],
)
def test_a_page_names_its_feed(client, page, feed):
    edition = make.create_edition(conference=make.create_conference(slug="c"))
    make.create_project(edition=edition, sector=make.create_sector(slug="s"), status="signed")
    head, _tag, body = client.get(page).text.partition("</head>")
    assert 'type="application/atom+xml" title=' in head
    assert f'href="{feed}">' in head
    assert f'<a href="{feed}" type="application/atom+xml">' in body
