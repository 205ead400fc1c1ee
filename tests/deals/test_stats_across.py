"""Breakdowns by two dimensions at once: each group is right, and they add up where they can."""

import datetime

import pytest
from django.http import QueryDict

from deals import stats
from deals.filters import ProjectFilter
from tests import factories as make
from tests.deals.breakdowns import PAIRS, create_mixed_projects, expected, numbers, rows_of

DAY = datetime.date(2024, 9, 1)
ADDING_UP = [name for name in stats.DIMENSIONS if name not in stats.NOT_ADDING_UP]


def of(groups):
    return {group.keys: numbers(group) for group in groups}


@pytest.fixture
def mixed(db):
    make.create_rates(on=DAY, USD="1.25", CNY="7.5")
    create_mixed_projects()
    return stats.everything()


@pytest.mark.parametrize("first", stats.DIMENSIONS)
def test_each_pair_is_what_the_rows_say(first, starter):
    everything = stats.everything()
    rows = rows_of(everything)
    for pair in (pair for pair in PAIRS if pair[0] == first):
        found = stats.across(everything, pair, "USD")
        assert of(found) == expected(rows, pair, "USD"), pair


@pytest.mark.parametrize("level", stats.LEVELS)
def test_places_of_a_level_are_what_the_rows_say(level, starter):
    everything = stats.everything()
    rows = rows_of(everything)
    for pair in (pair for pair in PAIRS if "location" in pair):
        found = stats.across(everything, pair, level=level)
        assert of(found) == expected(rows, pair, level=level), pair


def test_the_status_is_the_one_on_the_day_asked_for(starter):
    known = ProjectFilter(QueryDict("as_of=2024-12-31")).projects
    rows = rows_of(known)
    for pair in (pair for pair in PAIRS if "status" in pair):
        assert of(stats.across(known, pair)) == expected(rows, pair), pair


def test_mixed_projects_stand_in_each_of_their_groups_once(mixed):
    rows = rows_of(mixed)
    for pair in PAIRS:
        for level in [None, "region"] if "location" in pair else [None]:
            assert of(stats.across(mixed, pair, level=level)) == expected(rows, pair, level=level)


def test_groups_add_up_over_a_dimension_that_adds_up_and_keep_the_order_of_the_other(mixed):
    for first, second in (pair for pair in PAIRS if pair[1] in ADDING_UP):
        found = stats.across(mixed, (first, second))
        whole = stats.by(mixed, first)
        merged = {group.key: numbers(group) for group in stats.merged(found, lambda key: key)}
        assert merged == {group.key: numbers(group) for group in whole}, (first, second)
        turned = stats.merged(
            [stats.Group(g.keys[::-1], g.totals) for g in stats.across(mixed, (second, first))],
            lambda key: key,
        )
        assert {group.key: numbers(group) for group in turned} == merged


def test_groups_stand_in_the_order_of_each_dimension(mixed):
    for first, second in PAIRS:
        found = stats.across(mixed, (first, second))
        order = list(dict.fromkeys(group.key for group in found))
        assert order == [group.key for group in stats.by(mixed, first)], (first, second)
        years = [g.keys for g in found if second == "year"]
        assert years == sorted(years, key=lambda keys: (order.index(keys[0]), keys[1]))


def test_within_a_group_the_largest_comes_first(db):
    small, large = make.create_sector(slug="small"), make.create_sector(slug="large")
    for year, sector, amount in [(2024, small, 1), (2024, large, 2), (2023, small, 9)]:
        make.create_project(edition=make.create_edition(year=year), sector=sector, amount=amount)
    keys = [group.keys for group in stats.across(stats.everything(), ("year", "sector"))]
    assert keys == [(2023, "small"), (2024, "large"), (2024, "small")]
    keys = [group.keys for group in stats.across(stats.everything(), ("sector", "year"))]
    assert keys == [("small", 2023), ("small", 2024), ("large", 2024)]


def test_two_joins_do_not_multiply_jobs_or_amounts(db):
    investors = [make.create_organization(slug="one"), make.create_organization(slug="two")]
    project = make.create_project(amount=5, investors=investors, jobs=10)
    make.create_investment(project=project, amount=9, currency="IDR", investors=investors)
    groups = stats.across(stats.everything(), ("investor", "reported_currency"))
    assert {g.keys: (g.totals.investment.low, g.totals.jobs.low) for g in groups} == {
        **{("one", "CNY"): (5, 10), ("one", "IDR"): (9, 10)},
        **{("two", "CNY"): (5, 10), ("two", "IDR"): (9, 10)},
    }


@pytest.mark.parametrize(
    ("pair", "queries"),
    [(("year", "sector"), 1), (("investor", "sector"), 1), (("sector", "investor"), 3)],
    ids=str,
)
def test_rows_cost_no_queries(pair, queries, starter, django_assert_num_queries):
    """One; two more for the order of what the groups do not add up to: standing totals, names."""
    with django_assert_num_queries(queries):
        stats.across(stats.everything(), pair)
