"""Sources, reported figures, and the page on how everything is counted."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def facts(page):
    listed = page.one("dl", css="facts")
    values = [node.text for node in listed.all("dd")]
    return dict(zip([node.text for node in listed.all("dt")], values, strict=True))


def tables(page):
    """The rows of the table under each heading."""
    found, heading = {}, ""
    for node in page.walk():
        if node.tag == "h2":
            heading = node.text
        elif node.tag == "table":
            found[heading] = rows(node)
    return found


def test_each_source_has_its_counts(db, client):
    source = make.create_source(slug="wire")
    make.create_figure(source=source)
    make.create_project(source=source, further_sources=[make.create_source(), source])
    make.create_project(further_sources=[source])
    make.create_figure(source=source)
    [row] = [row for row in rows(open_page(client, "/sources/").one("table")) if "wire" in row[0]]
    assert row[1:] == ["2", "2"]
    assert len(tables(open_page(client, "/sources/wire/"))["Projects that rest on it"]) == 2


def test_a_source_shows_what_rests_on_it(db, client):
    original = make.create_source(slug="wire")
    copy = make.create_source(slug="copy", kind="rewrite", copy_of=original)
    make.create_figure(source=copy, value=137)
    make.create_project(source=copy, name="A plant")
    page = open_page(client, "/sources/copy/")
    assert facts(page)["Copy of"].startswith("wire")
    found = tables(page)
    assert found["Figures that it reports"][0][3] == "137"
    assert found["Projects that rest on it"][0][0] == "A plant"
    assert "/sources/copy/" in open_page(client, "/sources/wire/").one("main").links


def test_an_address_of_another_site_is_given_no_weight(starter, client):
    page = open_page(client, "/sources/kbc-001/")
    outside = [link for link in page.one("main").all("a") if "http" in link.attrs["href"]]
    assert outside
    for link in outside:
        assert {"external", "noopener", "nofollow"} <= set(link.attrs["rel"].split())


def test_what_a_source_does_not_tell_is_said(db, client):
    make.create_source(slug="wire")
    known = facts(open_page(client, "/sources/wire/"))
    assert known["Address"] == known["Published on"] == known["Date of access"] == "Not stated"
    assert known["Archived copy"] == "None is known"


@pytest.fixture
def pair(db):
    """One statement of two sources: the wire is preferred, the copy is suspect."""
    edition = make.create_edition(slug="fair-2024")
    whole = {"editions": [edition], "metric": "investment", "currency": "CNY"}
    first = make.create_figure(ref="first", value=10**9, preferred=True, **whole)
    make.create_figure(ref="second", value=2 * 10**9, suspect=True, note="a slip", **whole)
    place = make.create_country(slug="china")
    make.create_figure(ref="part", value=10**8, of_which=first, location=place, **whole)
    dollars = whole | {"currency": "USD", "qualifier": "about"}
    dollars |= {"equivalent_of": first, "source": first.source}
    make.create_figure(ref="dollars", value=14 * 10**7, **dollars)


def test_a_figure_shows_its_parts_its_pair_and_other_sources(pair, client):
    page = open_page(client, "/figures/first/")
    assert facts(page)["Standing"] == "preferred: the only statement about this scope"
    assert facts(page)["Converted by the source"] == "about US$140m"
    found = tables(page)
    assert [row[2] for row in found["This claim across sources"]] == ["CN¥1bn", "CN¥2bn"]
    assert [row[2] for row in found["Named parts of it"]] == ["CN¥100m"]


@pytest.mark.parametrize(
    ("ref", "label", "value"),
    [
        ("part", "Part of", "CN¥1bn It is never added to its whole."),
        ("dollars", "Conversion of", "CN¥1bn It is never a second amount."),
        ("second", "Standing", "suspect: never a headline"),
    ],
)
def test_a_figure_says_what_it_is_not(pair, client, ref, label, value):
    assert facts(open_page(client, f"/figures/{ref}/"))[label] == value


def test_a_suspect_figure_carries_its_reason(pair, client):
    warning = open_page(client, "/figures/second/").one("p", css="warning").text
    assert warning.endswith("a slip")


def test_the_method_names_the_rates_in_use(db, client):
    make.create_rates(on=datetime.date(2024, 9, 1), CNY="7.80", USD="1.10", EUR="1")
    edition = make.create_edition(slug="fair-2024", starts_on=datetime.date(2024, 9, 1))
    make.create_project(edition=edition, amount=5, currency="EUR")
    make.create_project(amount=5, currency="KZT")
    page = open_page(client, "/method/")
    used = {row[1]: row[2] for row in tables(page)["Currencies"]}
    assert "1 EUR = 1.10000 USD, ECB reference rates of 1 September 2024" in used["EUR"]
    assert used["KZT"] == "no rate: not converted"
    assert "Latest rate held: 1 September 2024" in page.text


def test_the_method_counts_the_gaps(db, client):
    make.create_project(amount=5)
    make.create_project(jobs=5)
    text = open_page(client, "/method/").text
    assert "1 itemised projects do not disclose their amount." in text
    assert "2 itemised projects do not state an output value." in text


def test_the_method_has_every_edition_with_its_coverage(starter, client):
    page = open_page(client, "/method/")
    listed = tables(page)["Coverage by edition"]
    assert ["World Power Battery Conference 2022", "10.4%"] in [
        [row[0], row[7].removeprefix("> more than ").partition(" ")[0]] for row in listed
    ]


@pytest.mark.parametrize("anchor", ["currency", "accessibility", "report", "status", "gaps"])
def test_links_into_the_method_arrive(db, client, anchor):
    assert open_page(client, "/method/").one(id=anchor)


def test_a_figure_shows_the_findings_that_use_it(starter, client):
    page = open_page(client, "/figures/f003-3/")
    assert "A preferred figure marked as suspect" in page.text
    assert "What does not agree" not in open_page(client, "/figures/f001-4/").text


def test_a_page_of_findings_past_the_end_leads_to_the_last(starter, client):
    answer = client.get("/checks/?page=1000&code=preferred-suspect")
    assert (answer.status_code, answer["Location"]) == (302, "/checks/?code=preferred-suspect")


def test_a_conversion_by_another_source_is_not_the_sources_own(starter, client):
    assert "Converted by the source" not in open_page(client, "/figures/f212-3/").text
