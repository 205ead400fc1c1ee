"""The front page: what is held, with each number leading to its proof."""

import datetime

import pytest

from tests import factories as make
from tests.deals.views.parsing import open_page, rows

pytestmark = pytest.mark.django_db


def held(page):
    return {
        group.one("dt").text: group.all("dd")[0].text
        for group in page.one("dl", css="totals").all("div")
    }


def test_each_number_leads_to_its_proof(starter, client):
    page = open_page(client, "/")
    assert list(held(page)) == [
        *["Itemised projects", "Itemised investment", "Jobs", "Editions", "Reported figures"]
    ]
    assert page.one("dl", css="totals").links == [
        *["/projects/", "/explain/", "/explain/?measure=jobs", "/editions/", "/sources/"]
    ]


def test_the_sums_are_those_of_the_list_in_both_currencies(starter, client):
    for query in ("", "?currency=USD"):
        counted = open_page(client, f"/{query}").one("dl", css="totals").numbers[:2]
        listed = open_page(client, f"/projects/{query}").one("dl", css="totals").numbers[:2]
        assert counted == listed
        assert counted[0] == 181


def test_the_latest_editions_come_first(starter, client):
    table = open_page(client, "/").all("table")[0]
    assert len(rows(table)) == 8
    assert rows(table)[0][0].endswith("2026")


def test_a_search_from_the_front_page_finds(db, client):
    make.create_project(ref="p", name="A battery plant")
    page = open_page(client, "/?currency=USD")
    form = page.one("main").one("form")
    hidden = form.one("input", type="hidden").attrs
    assert (form.attrs["action"], hidden["value"]) == ("/search/", "USD")
    found = open_page(client, f"{form.attrs['action']}?q=battery&currency=USD")
    assert "A battery plant" in found.one("table").text


def test_groups_are_ranked_and_lead_to_their_pages(db, client):
    edition = make.create_edition(starts_on=datetime.date(2024, 9, 1))
    large, small = make.create_sector(name="Large"), make.create_sector(name="Small")
    make.create_project(edition=edition, sector=small, amount=10**9)
    make.create_project(edition=edition, sector=large, amount=10**10, qualifier="more_than")
    make.create_project(edition=edition, sector=None, amount=10**11)
    page = open_page(client, "/")
    [table] = [each for each in page.all("table") if "Largest sectors" in each.text]
    assert [row[::2] for row in rows(table)] == [["Large", "> CN¥10bn"], ["Small", "CN¥1bn"]]
    assert f"/sectors/{large.slug}/" in table.links


def test_years_without_projects_keep_their_place(db, client):
    for year in (2021, 2024):
        make.create_project(edition=make.create_edition(year=year), amount=year)
    page = open_page(client, "/")
    [table] = [each for each in page.all("table") if "by year" in each.text]
    assert rows(table) == [
        ["2021", "CN¥2,021"],
        ["2022", "Not stated"],
        ["2023", "Not stated"],
        ["2024", "CN¥2,024"],
    ]


def test_an_empty_site_says_what_it_is_for(db, client):
    page = open_page(client, "/")
    assert "tracks investment deals signed at conferences" in page.one(css="empty").text
    assert page.all("table") == []


def test_figures_without_projects_are_shown(db, client):
    make.create_figure(value=137, preferred=True)
    page = open_page(client, "/")
    assert held(page)["Itemised projects"] == "0"
    assert "137" in page.all("table")[0].text
