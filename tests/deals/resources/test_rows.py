"""Rows that are read as columns are those that records give."""

import datetime

import pytest
from django.utils import translation

from deals import resources
from deals.models import Project
from deals.resources.links import site
from tests import factories as make


def test_columns_give_what_records_give(starter):
    projects = Project.objects.newest_first()
    expected = [resources.project(record) for record in projects.with_names()]
    assert resources.rows(projects.in_rows()) == expected
    assert len(expected) > 150


def test_their_status_is_the_one_of_a_day(db):
    project = make.create_project(source=make.create_source(published_on="2024-06-01"))
    built = make.create_source(published_on="2025-03-01")
    make.create_event(project=project, status="operating", on="2025-02-01", source=built)
    known = Project.objects.with_status_known_by(datetime.date(2024, 12, 31))
    [row], [today] = resources.rows(known.in_rows()), resources.rows(Project.objects.in_rows())
    assert row == resources.project(known.with_names().get())
    assert (row["status"], today["status"]) == ("announced", "operating")


def test_what_is_not_stated_is_null(db):
    make.create_project(location=None, sector=None)
    [row] = resources.rows(Project.objects.in_rows())
    assert row["location"] is row["sector"] is row["signed_on"] is row["jobs"] is None
    assert row["investors"] == row["amounts"] == []


def test_investors_and_amounts_keep_their_order(db):
    first, second = make.create_organization(name="Z"), make.create_organization(name="A")
    project = make.create_project(amount=5, currency="USD", investors=[first, second])
    make.create_investment(project=project, amount=7, currency="CNY")
    [row] = resources.rows(Project.objects.in_rows())
    assert [each["name"] for each in row["investors"]] == ["Z", "A"]
    assert [each["currency"] for each in row["amounts"]] == ["CNY", "USD"]


@pytest.mark.parametrize(("language", "page"), [("en", "/"), ("zh-hans", "/zh-hans/")])
def test_addresses_are_of_the_language_and_the_site(language, page, db):
    make.create_project(ref="p1")
    token = site.set("https://deals.example.org")
    with translation.override(language):
        [row] = resources.rows(Project.objects.in_rows())
    site.reset(token)
    assert row["html_url"] == f"https://deals.example.org{page}projects/p1/"
    assert row["api_url"] == "https://deals.example.org/api/v1/projects/p1/"


def test_a_page_of_rows_takes_three_queries(starter, django_assert_num_queries):
    # the rows with all that they name, their investors, their amounts
    with django_assert_num_queries(3):
        assert len(resources.rows(Project.objects.in_rows()[:50])) == 50
