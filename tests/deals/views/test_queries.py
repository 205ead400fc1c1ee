"""How many queries a page costs does not depend on how many rows it shows."""

import datetime

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from deals.models import write
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_rows(monkeypatch):
    """The database holds the same constraints; asking Django too takes most of the time."""
    monkeypatch.setattr(Model, "validate_constraints", lambda *args, **kwargs: None)


@pytest.fixture(autouse=True, scope="module")
def no_dead_rows(django_db_setup, django_db_blocker):
    """Takes away what earlier tests rolled back, which each scan of a table would pass over."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM")


FEW, MANY = 10, 100

# Each bound names what is read besides the data version, which every page reads first.
LISTS = {
    # totals, sums by edition, by year, country and sector with their names and kinds of places,
    # three counts, figures with editions, sources and pairs, editions, rates and pegs, projects
    # with investments and investors; the latest changes of eight kinds and of retired addresses
    "/": 35,
    # how many there are, one page of them, the records that they name
    "/changes/?kind=projects": 4,
    # totals, rows with investments and investors; for each of seven facets its groups and names,
    # bands of amounts
    "/projects/?per_page=100": 25,
    # the same with a condition on slugs, which is checked and named
    "/projects/?per_page=100&location=root&ordering=-amount&currency=USD": 26,
    # the same without rows: the facets alone, with the editions of a conference
    "/api/v1/facets.html?conference=root&edition=root": 24,
    # groups, all places
    "/projects/facets/location/?per_page=100": 6,
    # with a search: the same, and the places around those of the rows
    "/projects/?per_page=100&q=plant": 25,
    # recent ones, count, the newest and their dates, four switches of the planner, rows with
    # investors, amounts and the places around; the entries of five groups, found records
    "/search/?q=plant": 19,
    # sums by conference, conferences, their editions
    "/conferences/": 6,
    # editions, sums, figures with editions and pairs, rates, pegs
    "/editions/": 11,
    # counts and sum, pairs of edition and currency with their editions, rates and pegs, records
    # with amounts and investors
    "/explain/?per_page=100&currency=USD": 10,
    # the tree, sums by place, names; those without a place
    "/places/": 7,
    # a page of groups with the one not stated, their names and number; the others
    "/sectors/": 7,
    # the same
    "/investors/": 7,
    # sources with their counts and originals
    "/sources/": 3,
    # what can be chosen: editions, conferences, places with their sums
    "/compare/": 7,
    # figures with editions, sources and pairs, copies of sources, rates, pegs, projects by scope,
    # acknowledgements
    "/checks/": 12,
    # as /editions/, with totals, counts, and the rates in use: two queries for each year
    "/method/": 30,
    # totals, eleven counts, sums by edition, place, sector and investor with three more counts
    "/data/": 22,
}
DETAILS = {
    # the record, what is around it, figures with editions and sources, cells, rates and pegs,
    # totals, groups, years, rows; what became of it: the place, cohorts, three moments, editions
    "/places/root/": 34,
    "/sectors/root/": 18,
    "/investors/root/": 14,
    # editions, figures with editions, sources and pairs, sums, rates and pegs; what became of it;
    # checks
    "/conferences/root/": 34,
    # figures of all kinds with their scopes, projects, groups, neighbours, place path; what became
    # of it; checks
    "/editions/root/": 46,
    # figures, projects, copies; checks
    "/sources/root/": 27,
    # others of its group, parts and equivalents; checks
    "/figures/root/": 31,
    # its investments, events, sources, the two lists of related ones
    "/projects/root/": 26,
}


class Roots:
    """One record of each kind, around which the rows are."""

    def __init__(self):
        day = datetime.date(2024, 9, 1)
        make.create_rates(on=day, CNY="7.80", USD="1.10", EUR="1")
        self.conference = make.create_conference(slug="root")
        self.edition = make.create_edition(conference=self.conference, slug="root", starts_on=day)
        self.place = make.create_country(slug="root")
        self.sector = make.create_sector(slug="root")
        self.investor = make.create_organization(slug="root", country=self.place)
        self.source = make.create_source(slug="root")
        around = {"editions": [self.edition], "source": self.source}
        self.whole = {"metric": "investment", "currency": "CNY", **around}
        self.figure = make.create_figure(ref="root", value=5, preferred=True, **self.whole)
        self.project = make.create_project(ref="root", **self.here, investors=[self.investor])

    @property
    def here(self):
        return {"edition": self.edition, "location": self.place, "source": self.source}

    def grow(self, first, last):
        """Rows around the roots, and as many with an edition, place and source of their own."""
        with write():  # all of it at once: derived columns are renewed at the end
            for number in range(first, last):
                self.add_project()
                self.add_figures(number)
                self.add_others(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as autovacuum would, once this were committed

    def add_project(self):
        project = make.create_project(
            **self.here,
            sector=self.sector,
            amount=10**9,
            currency="EUR",
            investors=[self.investor, make.create_organization()],
            further_sources=[make.create_source(copy_of=self.source)],
            continues=self.project,
            jobs=5,
        )
        make.create_event(project=project, status="signed")
        make.create_event(project=self.project, status="signed")

    def add_figures(self, number):
        make.create_figure(value=10 + number, **self.whole)
        scope = {"location": make.create_place(parent=self.place), "preferred": True}
        part = self.whole | {"source": make.create_source()}
        make.create_figure(value=1 + number, of_which=self.figure, **scope, **part)
        dollars = self.whole | {"currency": "USD"}
        make.create_figure(value=2 + number, equivalent_of=self.figure, **dollars)
        both = {"location": self.place, "sector": self.sector}
        make.create_figure(
            metric=f"metric_{number}", editions=[self.edition], preferred=True, **both
        )

    def add_others(self, number):
        edition = make.create_edition(conference=self.conference, year=1990 + number)
        both = [edition, self.edition]
        make.create_figure(editions=both, metric="jobs", value=1, preferred=True)
        own = {"metric": "investment", "currency": "CNY", "preferred": True}
        make.create_figure(editions=[edition], value=7, **own)
        make.create_project(
            edition=make.create_edition(year=1990 + number),
            location=make.create_place(parent=make.create_place(parent=self.place)),
            sector=make.create_sector(),
            amount=10**9,
            investors=[make.create_organization()],
        )


def costs(client):
    return {address: cost(client, address) for address in LISTS | DETAILS if address != "/method/"}


def cost(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_rows_are_free(client):
    roots = Roots()
    roots.grow(0, FEW)
    few = costs(client)
    roots.grow(FEW, MANY)
    many = costs(client)
    assert {address: n for address, n in many.items() if n > few[address]} == {}
    dear = {address: n for address, n in few.items() if n > (LISTS | DETAILS)[address]}
    assert dear == {}, few


def test_filters_cost_one_query_each_whatever_their_values(client):
    Roots()
    slugs = [make.create_sector().slug for _each in range(20)]
    one = cost(client, f"/projects/?sector={slugs[0]}")
    assert cost(client, "/projects/?" + "&".join(f"sector={slug}" for slug in slugs)) == one


@pytest.mark.parametrize("address", ["/method/", "/editions/", "/conferences/root/"])
def test_rates_are_asked_for_together(client, address):
    roots = Roots()
    roots.grow(0, FEW)
    few = cost(client, f"{address}?currency=USD")
    roots.grow(FEW, 2 * FEW)
    assert cost(client, f"{address}?currency=USD") == few
