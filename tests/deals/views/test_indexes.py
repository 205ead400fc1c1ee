"""Indexes come a page at a time, with the totals of what the page shows."""

import pytest

from deals import page_query, stats
from deals.models import Project, write
from tests import factories as make
from tests.deals.views.parsing import open_page

pytestmark = pytest.mark.django_db

INDEXES = ("/conferences/", "/editions/", "/sectors/", "/investors/", "/sources/")


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(page_query, "ROWS", 2)


@pytest.fixture
def three(db):
    """Of each three with projects, the third with the largest, and a sector without."""
    with write():
        for number in (1, 2, 3):
            edition = make.create_edition(slug=f"fair-{number}", year=2020 + number)
            make.create_project(
                edition=edition,
                source=make.create_source(),
                amount=number * 10**9,
                sector=make.create_sector(slug=f"s{number}", name=f"Sector {number}"),
                investors=[make.create_organization(slug=f"i{number}", name=f"Firm {number}")],
            )
        make.create_project(edition=edition, amount=5 * 10**9)
        make.create_sector(slug="idle", name="Idle")


def heads(page):
    return [row.all("th")[0].text for row in page.one("tbody").all("tr")]


@pytest.mark.parametrize("address", INDEXES)
def test_the_pages_hold_each_row_once(address, client, three):
    first = open_page(client, address)
    assert first.one("nav", css="pagination").links[-1] == f"{address}?page=2"
    second = open_page(client, f"{address}?page=2")
    shown = heads(first) + heads(second)
    assert len(shown) == len(set(shown)) >= 3
    assert len(heads(first)) == 2


def test_the_largest_come_first_and_what_is_not_stated_last(client, three):
    assert heads(open_page(client, "/sectors/")) == ["Sector 3", "Sector 2"]
    last = open_page(client, "/sectors/?page=2")
    assert heads(last) == ["Sector 1", "Not stated"]
    assert "Idle" in last.text


@pytest.mark.parametrize("address", INDEXES)
def test_past_the_last_page_is_the_last(address, client, three):
    response = client.get(f"{address}?page=99&currency=USD")
    assert (response.status_code, response["Location"]) == (302, f"{address}?currency=USD&page=2")


@pytest.mark.parametrize("projects", [Project.objects.all(), Project.objects.exclude(name="")])
def test_some_groups_are_part_of_all(projects, three):
    for dimension in ("sector", "investor", "edition", "year"):
        groups = stats.by(projects.all(), dimension)
        pages = [stats.some_of(projects.all(), dimension, start, start + 2) for start in (0, 2, 4)]
        assert [group for found, _count in pages for group in found] == groups
        assert {count for _found, count in pages} == {len(groups)}
        keys = [group.key for group in groups[1:]]
        assert stats.of_each(projects.all(), dimension, keys) == {
            group.key: group.totals for group in groups[1:]
        }
