"""What the maps draw of the projects asked for."""

import pytest

from deals.queries import ProjectQuery
from deals.resources.maps import map_context
from tests import factories as make

pytestmark = pytest.mark.django_db
BILLION = 10**9


def mapped(**filters):
    return map_context(ProjectQuery(filters))["mapped"]


@pytest.fixture
def sichuan():
    return make.create_place(
        parent=make.create_country(slug="china"),
        kind="region",
        slug="sichuan",
        latitude=30.6,
        longitude=102.7,
    )


def test_each_place_is_a_bubble_that_leads_to_its_projects(sichuan):
    yibin = make.create_place(parent=sichuan, slug="yibin", latitude=28.8, longitude=104.6)
    make.create_project(location=yibin, amount=BILLION)
    found = mapped()
    [bubble] = found["bubbles"]
    assert (bubble["value"], bubble["href"]) == (BILLION, "/projects/?location=yibin")
    assert [row["key"] for row in found["rows"]] == ["yibin"]


def test_a_place_without_coordinates_is_shown_at_the_one_around_it(sichuan):
    make.create_project(location=make.create_place(parent=sichuan), amount=BILLION)
    found = mapped()
    assert [bubble["href"] for bubble in found["bubbles"]] == ["/projects/?location=sichuan"]
    assert found["moved"] == 1


def test_what_is_not_on_the_map_is_counted(sichuan):
    make.create_project(location=sichuan, amount=BILLION)
    make.create_project(amount=BILLION)
    make.create_project(location=make.create_country(slug="nowhere"), amount=BILLION)
    found = mapped()
    assert (found["projects"], found["without"], found["nowhere"]) == (3, 1, 1)
    assert found["without_url"] == "/projects/?location=none"


def test_all_projects_of_the_starter_data_are_accounted_for(starter):
    found = mapped()
    shown = sum(bubble["projects"] for bubble in found["bubbles"])
    assert shown + found["without"] + found["nowhere"] == found["projects"] == 181
    assert sum(row["projects"] for row in found["rows"]) == shown
