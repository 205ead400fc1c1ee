"""A project says where it was found, where that is not its own name."""

import pytest

from deals.models import Project
from deals.models.derived import places_around
from deals.resources import project as row_of
from deals.resources.matches import around, matched
from deals.tokens import terms
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    china = make.create_country(name="China", name_zh="中国")
    make.create_project(
        name="Battery plant",
        name_local="动力电池工厂",
        location=make.create_place(name="Yibin", name_zh="宜宾", parent=china),
        sector=make.create_sector(name="Batteries and materials", name_zh="电池材料"),
        investors=[make.create_organization(name="Contemporary Amperex")],
        edition=make.create_edition(
            conference=make.create_conference(name="Battery Fair", name_zh="电池大会"), label="2024"
        ),
    )
    return Project.objects.with_names().get()


def fields(project, question):
    path = project.location.path if project.location else ""
    found = matched(row_of(project), around(path, places_around([project])), terms(question))
    return [(field["kind"], show(field["parts"]), field["lang"]) for field in found]


def show(parts):
    return "".join(f"[{part['text']}]" if part["hit"] else part["text"] for part in parts)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("battery", []),
        ("电池", []),
        ("amp", [("investor", "Contemporary [Amp]erex", "en")]),
        ("battery yibin", [("place", "[Yibin]", "en")]),
        ("中国", [("place", "[中国]", "zh-Hans")]),
        ("中国宜宾", [("place", "[中国宜宾]", "zh-Hans")]),
        ("material", [("sector", "Batteries and [material]s", "en")]),
        ("2024", [("edition", "Battery Fair [2024]", "en")]),
        ("电池大会", [("edition", "[2024电池大会]".replace("[2024", "2024["), "zh-Hans")]),
        ("china amper", [("investor", "Contemporary [Amper]ex", "en"), ("place", "[China]", "en")]),
        ("wind", []),
    ],
)
def test_the_fields_that_hold_what_the_name_lacks(question, found, plant):
    assert fields(plant, question) == found


def test_the_list_shows_it_and_the_api_has_its_shape(client, plant):
    html = client.get("/projects/?q=amper").text
    assert "Contemporary <mark>Amper</mark>ex" in html
    assert "<mark>" in client.get("/api/v1/projects.html?q=amper&lang=en").text
    assert "<mark>" not in client.get("/projects/").text
    [row] = client.get("/api/v1/projects/?q=amper").json()["results"]
    assert "matched" not in row


def test_names_are_escaped(client, plant):
    plant.location.name = "<b>Yibin</b>"
    plant.location.save()
    assert "&lt;b&gt;<mark>Yibin</mark>&lt;/b&gt;" in client.get("/projects/?q=yibin").text
