"""What search engines are told: every page once for each language, and what to leave alone."""

import urllib.robotparser
from xml.etree import ElementTree

import pytest

from deals.views import sitemap
from tests import factories as make
from tests.deals.views.addresses import EXAMPLES

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.getvalue())


def addresses(client, part):
    return [loc.text.removeprefix("http://testserver") for loc in part.iter(f"{MAPS}loc")]


def everything(client):
    parts = addresses(client, read(client, "/sitemap.xml"))
    return [each for part in parts for each in addresses(client, read(client, part))]


def test_every_kind_of_page_stands_there_in_both_languages(starter, client):
    found = everything(client)
    assert len(found) == len(set(found))
    for name, address in EXAMPLES.items():
        if name not in ("explain", "facet", "search"):
            assert address in found
            assert f"/zh-hans{address}" in found


def test_each_address_names_itself_its_twin_and_the_default(db, client):
    make.create_sector(slug="energy")
    first, second = read(client, "/sitemap-sectors-1.xml")
    for url in (first, second):
        links = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        assert links == {
            "en": "http://testserver/sectors/energy/",
            "zh-Hans": "http://testserver/zh-hans/sectors/energy/",
            "x-default": "http://testserver/sectors/energy/",
        }
        assert url.findtext(f"{MAPS}lastmod")
    assert second.findtext(f"{MAPS}loc").endswith("/zh-hans/sectors/energy/")


def test_a_part_holds_only_so_many(db, client, monkeypatch):
    monkeypatch.setattr(sitemap, "RECORDS", 2)
    for _each in range(5):
        make.create_sector()
    parts = [a for a in addresses(client, read(client, "/sitemap.xml")) if "sectors" in a]
    assert parts == [f"/sitemap-sectors-{n}.xml" for n in (1, 2, 3)]
    assert [len(read(client, part)) for part in parts] == [4, 4, 2]


@pytest.mark.parametrize(
    "part",
    ["sectors-1", "pages-2", "pages-0", "nothing-1", "sectors-0", "sectors-99999999999999999999"],
)
def test_there_is_no_empty_part(db, client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_an_empty_site_has_its_lists(db, client):
    assert "/zh-hans/projects/" in everything(client)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("/", True), ("/projects/p1/", True), ("/admin/", False), ("/admin/deals/", False)],
)
def test_crawlers_stay_out_of_the_admin(db, client, address, allowed):
    text = client.get("/robots.txt").text
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("Bot", address) == allowed
    assert "Sitemap: http://testserver/sitemap.xml" in text
