"""What a page says about itself: title, description and address to share, and how to cite it."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.addresses import EXAMPLES
from tests.deals.views.parsing import open_page

pytestmark = pytest.mark.django_db


def shared(page):
    """Open Graph by name."""
    named = [meta.attrs for meta in page.all("meta") if "property" in meta.attrs]
    return {each["property"]: each["content"] for each in named}


@pytest.mark.once("both answer each page in test_show")
@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh"])
@pytest.mark.parametrize("address", EXAMPLES.values(), ids=EXAMPLES)
def test_a_shared_page_has_a_title_a_description_and_one_address(starter, client, address, prefix):
    page = open_page(client, prefix + address)
    said = shared(page)
    assert said["og:title"]
    assert said["og:url"] == page.one("link", rel="canonical").attrs["href"]
    assert said["og:description"] == page.one("meta", name="description").attrs["content"]
    assert said["og:locale"] == ("zh_CN" if prefix else "en_GB")
    languages = {link.attrs.get("hreflang") for link in page.all("link", rel="alternate")}
    assert languages >= {"en", "zh-Hans", "x-default"}


def test_a_project_is_described_by_its_facts(client):
    place, sector = make.create_country(name="Chile"), make.create_sector(name="Mining")
    project = {"name": "Smelter", "status": "signed", "amount": 95_250_000_000}
    make.create_project(ref="p1", location=place, sector=sector, qualifier="more_than", **project)
    said = shared(open_page(client, "/projects/p1/"))
    assert said["og:title"] == "Smelter"
    assert said["og:description"].startswith("Signed · >\u00a0CN¥95.25bn · Chile · Mining · ")


def test_an_edition_is_described_by_its_headlines(seed, client):
    said = shared(open_page(client, "/editions/wpbc-2024/"))
    assert said["og:title"] == "World Power Battery Conference 2024"
    assert said["og:description"] == (
        "Reported: Projects 137, Investment CN¥95.25bn · No project is itemised here yet."
    )


def test_what_is_ignored_is_not_shared(client):
    page = open_page(client, "/zh-hans/projects/?utm_source=x&status=signed")
    assert shared(page)["og:url"] == "http://testserver/zh-hans/projects/?status=signed"
    [english] = page.all("link", hreflang="en")
    assert english.attrs["href"] == "http://testserver/projects/?status=signed"


def cited(page):
    return [dd.text for dd in page.one("details", css="cite").one("dl").all("dd")]


def test_a_list_is_cited_with_its_filters_and_version(client, set_today):
    set_today(datetime.date(2026, 11, 25))
    make.create_project(ref="p1", name="A plant", status="signed")
    short, full, bibtex = cited(open_page(client, "/projects/?status=signed"))
    assert "“Projects, Status: Signed”" in short
    assert "25 November 2026" in short
    assert "http://testserver/projects/?status=signed" in full
    assert "urldate = {2026-11-25}" in bibtex
    again = open_page(client, "/api/v1/projects.html?status=signed&limit=20&lang=en")
    assert cited(again) == [short, full, bibtex]


def test_a_name_is_text_in_a_citation(client):
    make.create_project(ref="p1", name='<b>"R&D" 50%</b>')
    short, _full, bibtex = cited(open_page(client, "/projects/p1/"))
    assert '“<b>"R&D" 50%</b>”' in short
    assert r"R\&D" in bibtex


def test_a_page_without_a_result_is_not_cited(client):
    page = open_page(client, "/projects/?status=nope", status=400)
    assert page.all("details", css="cite") == []


def test_a_printed_list_says_what_was_asked_for(client):
    make.create_project(status="signed")
    sentences = [
        p.text for p in open_page(client, "/projects/?status=signed").all(css="print-only")
    ]
    assert sentences[0] == "1 project, amounts in CNY. Chosen: Status: Signed."
    assert sentences[1].startswith("Printed from http://testserver/projects/?status=signed, ")
