"""The one way to search text; each test runs on both databases, so both give the same hits."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals import search, tokens
from deals.checks import problems
from deals.models import Project, StatusEvent, write
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    china = make.create_country(name="China", name_zh="中国")
    sichuan = make.create_place(name="Sichuan", name_zh="四川", kind="region", parent=china)
    return make.create_project(
        ref="p-plant",
        name="Battery plant, 100% green, phase_2",
        name_local="动力电池工厂",
        location=make.create_place(name="Yibin", name_zh="宜宾", parent=sichuan),
        sector=make.create_sector(name="Batteries"),
        investors=[make.create_organization(name="Ördög GmbH")],
        edition=make.create_edition(conference=make.create_conference(name="Fair of 2024")),
    )


FOUND = [
    *["battery", "BATTERY plant", "batteries fair", "yib", "p-plant", "  plant   plant "],
    *["ÖRDÖG", "o\u0308rdo\u0308g", "ordog", "２０２４", "Ｂａｔｔｅｒｙ", "100%", "phase_2"],
    *["电池", "宜宾", "动力 工厂", "动力电池", "宾", "四川宜宾", "宜宾 电池 china"],
    # What would be an operator if it got through.
    *["bat*", "bat:*", '"plant"', "plant -green", "(plant)", "^plant", "plant & fair", "'plant'"],
]
NOT_FOUND = [
    *["battery wind", "lant", "宜宾电池", "phase_x", "phase2", "电厂", "池动", "宜昌", "广东宜宾"],
    *["%%", "\\", "'; --", "*", '"', "!", "()", "plant OR wind", "NOT wind", "plant NEAR fair"],
]


@pytest.mark.parametrize("question", FOUND)
def test_it_is_found_by(question, plant):
    make.create_project(name="Something else")
    assert list(search.matching(Project.objects.all(), question)) == [plant]


@pytest.mark.parametrize("question", NOT_FOUND)
def test_it_is_not_found_by(question, plant):
    assert not search.matching(Project.objects.all(), question).exists()


def test_no_question_finds_everything(plant):
    assert search.matching(Project.objects.all(), "  ").count() == 1


@pytest.mark.parametrize("question", ["㍿" * 200, "ﷺ" * 200, "a." * 100, "-" * 200, "x" * 200])
def test_long_questions_are_no_trouble(question, plant):
    assert not search.matching(Project.objects.all(), question).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    question=st.text(max_size=200) | st.text("bat yi宜宾动力四川'\"*:&|!()-^\\%NEAR", max_size=20)
)
def test_the_database_finds_what_the_rule_says(question, plant):
    text = Project.objects.values_list("search", flat=True).get().replace(" ", " . ")
    asked = tokens.terms(question)
    answer = not question.strip() or (
        bool(asked) and len(tokens.held(asked, text.split())) == len(asked)
    )
    assert search.matching(Project.objects.all(), question).exists() == answer


def test_it_goes_with_other_conditions_and_stays_without_a_join(plant):
    make.create_project(name="Battery plant", edition=plant.edition)
    found = search.matching(Project.objects.filter(location=plant.location), "battery plant")
    assert list(found) == [plant]
    assert " JOIN " not in str(found.query)
    assert list(StatusEvent.objects.filter(project__in=found)) == []
    twice = Project.objects.filter(pk__in=found.values("pk"), continues__isnull=True)
    assert list(search.matching(twice, "fair").exclude(search__holds=["wind"])) == [plant]


def test_what_is_renamed_is_found_by_its_new_name_only(plant):
    place = plant.location
    place.name = "Leshan"
    place.save()
    assert search.matching(Project.objects.all(), "leshan").exists()
    assert not search.matching(Project.objects.all(), "yibin").exists()


def test_what_is_deleted_leaves_the_index(plant):
    with write():
        plant.delete()
        make.create_project(name="Wind farm")
    assert not search.matching(Project.objects.all(), "battery").exists()
    assert list(problems()) == []


def test_an_index_that_went_wrong_is_noticed_and_mended(plant):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL generates the column itself")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM deals_project_search")
    assert list(problems()) == ["search-index: p-plant: the index does not hold its words"]
    plant.save()
    assert list(problems()) == []


@pytest.mark.parametrize("recent", [0, 2, 5, 100])
@pytest.mark.parametrize("question", ["plant", "plant 3", "wind", "2"])
def test_the_newest_are_the_same_by_each_way_to_them(question, recent, monkeypatch):
    monkeypatch.setattr(search, "RECENT", recent)
    for number in range(8):
        edition = make.create_edition(year=2015 + number // 2)
        make.create_project(name=f"Plant {number}", ref=f"p{number}", edition=edition)
    found = search.matching(Project.objects.all(), question)
    right = list(found.newest_first().values_list("pk", flat=True))
    assert [search.newest(found, stop) for stop in (1, 3, 9)] == [right[:1], right[:3], right]
    assert search.counted(found, 3) == (len(right), right[:3])


@pytest.mark.parametrize("recent", [0, 4, 100])
def test_counting_ends(recent, monkeypatch):
    monkeypatch.setattr(search, "RECENT", recent)
    monkeypatch.setattr(search, "MOST", 5)
    for number in range(8):
        make.create_project(name="Plant", ref=f"p{number}")
    number, keys = search.counted(search.matching(Project.objects.all(), "plant"), 2)
    assert number == 6
    assert list(Project.objects.filter(pk__in=keys).values_list("ref", flat=True)) == ["p7", "p6"]
