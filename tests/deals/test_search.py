"""The one way to search text."""

import pytest

from deals import search
from deals.models import Project
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return make.create_project(
        ref="p-plant",
        name="Battery plant, 100% green, phase_2",
        name_local="动力电池工厂",
        location=make.create_place(name="Yibin", name_zh="宜宾"),
        sector=make.create_sector(name="Batteries"),
        investors=[make.create_organization(name="Ördög GmbH")],
        edition=make.create_edition(conference=make.create_conference(name="Fair of 2024")),
    )


@pytest.mark.parametrize(
    "question",
    [
        "battery",
        "BATTERY plant",
        "电池",
        "宜宾",
        "yib",
        "ÖRDÖG",
        "o\u0308rdo\u0308g",
        "２０２４",
        "Ｂａｔｔｅｒｙ",
        "batteries fair",
        "100%",
        "phase_2",
        "p-plant",
        "  plant   plant ",
        "动力 工厂",
    ],
)
def test_it_is_found_by(question, plant):
    make.create_project(name="Something else")
    assert list(search.matching(Project.objects.all(), question)) == [plant]


@pytest.mark.parametrize(
    "question", ["battery wind", "b%y", "phase_3", "%%", "phase2", "\\", "电厂", "'; --"]
)
def test_it_is_not_found_by(question, plant):
    assert not search.matching(Project.objects.all(), question).exists()


def test_no_question_finds_everything(plant):
    assert search.matching(Project.objects.all(), "  ").count() == 1
