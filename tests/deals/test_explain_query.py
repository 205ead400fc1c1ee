"""A question about one number has one address for people and one for programs."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from deals import stats
from deals.explain_query import ExplainQuery
from deals.models import Project
from deals.parameters import InvalidParameters
from deals.queries import ProjectQuery
from tests import factories as make

pytestmark = pytest.mark.django_db


LISTED_PAIRS = [("year", "sector"), ("location", "status"), ("conference", "edition")]


def of_page(query):
    return ExplainQuery.from_page(QueryDict(query))


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("", ""),
        ("measure=investment&page=1&ordering=name&group_by=year", ""),
        (
            "page=2&per_page=50&measure=jobs&status=signed",
            "?status=signed&measure=jobs&per_page=50&page=2",
        ),
        ("group=2024&group_by=year&currency=USD", "?currency=USD&group_by=year&group=2024"),
        (
            "group=none&level=city&group_by=location&as_of=2024-12-31",
            "?as_of=2024-12-31&group_by=location&level=city&group=none",
        ),
        (
            "group=2024,%20none&group_by=year,location&level=city",
            "?group_by=year%2Clocation&level=city&group=2024%2Cnone",
        ),
    ],
)
def test_each_question_has_one_address(given, canonical):
    asked = of_page(given)
    assert asked.page_url() == f"/explain/{canonical}"
    assert of_page(asked.page_url().partition("?")[2]).page_url() == asked.page_url()


def test_page_and_api_point_at_each_other():
    asked = of_page("measure=jobs&group_by=status&group=signed&per_page=50&page=3&currency=USD")
    path, _mark, query = asked.api_url().partition("?")
    assert path == "/api/v1/totals/"
    assert "explain=1&limit=50&offset=100" in query
    assert ExplainQuery.from_api(QueryDict(query)) == asked


def test_the_link_of_a_total_keeps_filters_and_currency_but_not_the_page():
    query = ProjectQuery.from_page(QueryDict("status=signed&currency=USD&page=3&ordering=name"))
    assert query.explain_url() == "/explain/?status=signed&currency=USD"
    assert query.explain_url("jobs", group_by="year", group=None) == (
        "/explain/?status=signed&currency=USD&measure=jobs&group_by=year&group=none"
    )


@pytest.mark.parametrize(
    ("given", "name", "remedy"),
    [
        ("measure=tax", "measure", "Use one of: projects"),
        ("group=2024", "group", "add group_by"),
        ("group_by=year&group=soon", "group", "from 1900 to 2100"),
        ("group_by=sector&group=unheard-of", "group", "is not known"),
        ("group_by=status&group=sined", "group", "Did you mean “signed”"),
        ("group_by=reported_currency&group=yuan", "group", "ISO 4217"),
        ("group_by=year&level=city", "level", "add group_by=location"),
        (
            "group_by=reported_currency&group=EUR&measure=jobs",
            "measure",
            "projects or investment",
        ),
    ],
)
def test_what_makes_no_sense_is_named_with_a_remedy(given, name, remedy):
    with pytest.raises(InvalidParameters) as invalid:
        of_page(given)
    [fault] = invalid.value.errors
    assert fault["name"] == name
    assert remedy in fault["detail"]


def test_unknown_names_are_ignored_and_named():
    assert [each["name"] for each in of_page("measure=jobs&utm=x").query.ignored] == ["utm"]


@pytest.mark.parametrize("dimensions", [*zip(stats.DIMENSIONS), *LISTED_PAIRS], ids=",".join)
def test_the_list_of_a_group_holds_its_projects_or_there_is_none(starter, dimensions):
    levels = ["", "country", "region"] if "location" in dimensions else [""]
    for level in levels:
        for group in stats.across(Project.objects.all(), dimensions, level=level or None):
            keys = ",".join("none" if key is None else str(key) for key in group.keys)
            query = {"group_by": ",".join(dimensions), "level": level, "group": keys}
            asked = of_page(urlencode(query))
            if asked.listed:
                assert asked.listed.matching.count() == group.totals.projects, asked


def test_a_group_that_lies_in_the_filter_takes_its_place():
    make.create_sector(slug="one")
    make.create_sector(slug="two")
    listed = {
        "group_by=sector&group=one": "/projects/?sector=one",
        "group_by=sector&group=none": "/projects/?sector=none",
        "group_by=sector&group=one&sector=one&sector=two": "/projects/?sector=one",
        "group_by=sector&group=one&sector=two": None,
        "group_by=location&group=none&level=city": None,
        "group_by=reported_currency&group=EUR": None,
        "group_by=sector,year&group=one,2024": "/projects/?sector=one&year=2024",
        "group_by=sector,year&group=one,none": None,
        "group_by=sector,reported_currency&group=one,EUR": None,
        "group_by=sector,status&group=one,signed&status=announced": None,
    }
    found = {query: of_page(query).listed for query in listed}
    assert {query: each and each.page_url() for query, each in found.items()} == listed
