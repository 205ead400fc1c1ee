"""A question about projects has one form, whether a page or the API asks it."""

import pytest
from django.http import QueryDict
from django.utils import translation

from deals.parameters import InvalidParameters
from deals.queries import ProjectQuery
from tests import factories as make

pytestmark = pytest.mark.django_db


def of_page(query):
    return ProjectQuery.from_page(QueryDict(query))


def of_api(query):
    return ProjectQuery.from_api(QueryDict(query))


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("", ""),
        ("page=1&per_page=20&currency=CNY&ordering=-date,-ref", ""),
        ("status=&q=++&page=", ""),
        ("per_page=50&page=3", "?per_page=50&page=3"),
        ("status=signed&q=x&status=announced", "?q=x&status=signed&status=announced"),
        ("currency=USD&status=signed", "?status=signed&currency=USD"),
        ("ordering=-amount,name", "?ordering=-amount%2Cname"),
        ("view=table&by=sector", ""),
        ("view=chart&by=year", "?view=chart"),
        ("by=sector&view=map", "?view=map"),
        ("view=chart&by=sector&page=3&per_page=50", "?view=chart&by=sector&per_page=50"),
        ("columns=jobs,edition", "?columns=edition%2Cjobs"),
        ("columns=jobs&columns=edition", "?columns=edition%2Cjobs"),
        ("columns=edition,location,sector,status,amount,jobs,output_value", ""),
        ("utm=x&status=signed", "?status=signed"),
        ("q=数据", "?q=%E6%95%B0%E6%8D%AE"),
    ],
)
def test_each_question_has_one_address(given, canonical):
    assert of_page(given).page_url() == f"/projects/{canonical}"


@pytest.mark.parametrize("given", ["page=3&per_page=50", "q=a&status=signed&currency=USD&page=2"])
def test_the_address_asks_the_same_again(given):
    query = of_page(given)
    assert of_page(query.page_url().partition("?")[2]) == query


@pytest.mark.parametrize(
    "given", ["page=3&per_page=50&currency=USD", "status=signed&ordering=name"]
)
def test_page_and_api_point_at_each_other(given):
    query = of_page(given)
    twin = of_api(query.api_url().partition("?")[2])
    assert twin == query
    assert twin.page_url() == query.page_url()


def test_the_twins_of_a_question():
    query = of_page("status=signed&page=2&ordering=name&currency=USD")
    shared = "status=signed&currency=USD"
    assert query.api_url() == f"/api/v1/projects/?{shared}&ordering=name&limit=20&offset=20"
    assert query.api_url(".csv") == f"/api/v1/projects.csv?{shared}&ordering=name"
    assert query.totals_url() == f"/api/v1/totals/?{shared}"
    with translation.override("zh-hans"):
        assert query.totals_url(".html") == f"/api/v1/totals.html?{shared}&lang=zh-hans"
        assert query.page_url().startswith("/zh-hans/projects/?")


def test_a_limit_that_no_page_has_is_left_out_with_its_page():
    """Page 3 of another size would show other rows."""
    assert of_api("limit=7&offset=14").page_url() == "/projects/"
    assert of_api("limit=50&offset=100").page_url() == "/projects/?per_page=50&page=3"


def test_unknown_names_are_ignored_and_named():
    query = of_page("utm_source=x&statuss=signed")
    assert [each["name"] for each in query.ignored] == ["utm_source", "statuss"]
    assert query.filters == {}


def test_every_fault_is_told_once():
    with pytest.raises(InvalidParameters) as invalid:
        of_page("page=0&currency=EUR&status=x&year=x")
    names = [fault["name"] for fault in invalid.value.errors]
    assert sorted(names) == ["currency", "page", "status", "year"]


def test_a_value_is_taken_away_alone():
    query = of_page("status=signed&status=announced&page=2")
    assert query.without("status", "signed").filters == {"status": ["announced"]}
    assert query.without("status").filters == {}
    assert query.without("status").page == 1
    assert query.with_only(status="x", year="2024").filters == {"status": ["x"], "year": ["2024"]}


def test_the_form_passes_on_what_it_has_no_field_for():
    make.create_source(slug="wire")
    shown = "view=chart&by=sector&columns=jobs"
    query = of_page(f"source=wire&currency=USD&ordering=name&per_page=50&status=signed&{shown}")
    assert query.kept == [
        ("currency", "USD"),
        ("ordering", "name"),
        ("source", "wire"),
        ("view", "chart"),
        ("by", "sector"),
        ("columns", "jobs"),
        ("per_page", "50"),
    ]


def test_a_page_of_the_projects():
    edition, source = make.create_edition(), make.create_source()
    for number in range(25):
        make.create_project(name=f"P{number:02}", edition=edition, source=source)
    query = of_page("ordering=-name&page=2")
    assert [project.name for project in query.page_of(query.projects)] == [
        *["P04", "P03", "P02", "P01", "P00"]
    ]


@pytest.mark.parametrize("query", ["q=plant", "q=plant&ordering=ref", "q=plant&status=announced"])
@pytest.mark.parametrize(("start", "size"), [(0, 3), (2, 3), (5, 3), (9, 3), (0, 500), (900, 500)])
def test_a_part_of_a_search_is_that_of_the_whole(query, start, size):
    edition = make.create_edition()
    for number in range(7):
        make.create_project(name="Plant", ref=f"p{number}", edition=edition)
    asked = of_api(query)
    whole = list(asked.projects)
    assert list(asked.part_of(asked.projects, start, size)) == whole[start : start + size]
