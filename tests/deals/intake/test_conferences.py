"""Which conference an article is about."""

import pytest

from deals.intake.conferences import by_abbreviation, event_names, main_event, ordinal_of
from deals.intake.gazetteer import Gazetteer, Known

BATTERY = Known("battery", "World Power Battery Conference", "世界动力电池大会")
CHOOSE = Known("choose", "Choose France Summit", "选择法国峰会")
IMPORT = Known("import", "China International Import Expo", "中国国际进口博览会")


@pytest.fixture
def gazetteer():
    gazetteer = Gazetteer()
    for known in (BATTERY, CHOOSE, IMPORT):
        gazetteer.all_conferences.append(known)
        gazetteer.conferences.add(known.name, known)
        gazetteer.conferences.add(known.name_zh, known)
    return gazetteer


@pytest.mark.parametrize(
    ("text", "name", "year", "ordinal"),
    [
        ("the 2024 World Power Battery Conference opened", BATTERY.name, 2024, None),
        ("the ninth Choose France summit", CHOOSE.name, None, 9),
        ("第九届“选择法国”峰会", CHOOSE.name, None, 9),
        ("2026世界动力电池大会在宜宾开幕", BATTERY.name, 2026, None),
        ("the V Tashkent Metal Forum", "Tashkent Metal Forum", None, 5),
        ("at the 19th Emirates Air Show", "Emirates Air Show", None, 19),
        ("Invest Kerala Global Summit 2025", "Invest Kerala Global Summit", 2025, None),
        ("The Humber Investors Day was staged in Hull", "Humber Investors Day", None, None),
        ("Nigeria's Lagos Crop Deal Room wound up", "Lagos Crop Deal Room", None, None),
        ("Buyers came to Aero Hanoi 2026 in droves", "Aero Hanoi", 2026, None),
        ("The Silk Caravan of Metals opened in Astana", "Silk Caravan of Metals", None, None),
        ("2026滨海石化产业对接会在天津开幕", "滨海石化产业对接会", 2026, None),
        ("第二届东非矿业周3日在多多马举行", "东非矿业周", None, 2),
        ("韩国第五届釜山氢能博览会于4月举行", "釜山氢能博览会", None, 5),
        ("在达喀尔召开的粮食安全认捐大会上", "粮食安全认捐大会", None, None),
    ],
)
def test_a_name_comes_without_its_number(text, name, year, ordinal, gazetteer):
    event = main_event(event_names(text, gazetteer), 0)
    assert (event.name, event.year, event.ordinal) == (name, year, ordinal)


def test_names_are_not_joined_over_lines(gazetteer):
    names = event_names("Malabar Chronicle\nThe Kerala Summit met", gazetteer)
    assert [each.name for each in names] == ["Kerala Summit"]


@pytest.mark.parametrize("text", ["第九届进博会在上海闭幕", "the CIIE closed in Shanghai"])
def test_an_abbreviation_stands_for_a_known_conference(text, gazetteer):
    assert by_abbreviation(text, gazetteer) == IMPORT


def test_no_conference_is_none(gazetteer):
    assert main_event(event_names("A company built a plant.", gazetteer), 0) is None


@pytest.mark.parametrize(
    ("word", "number"),
    [("third", 3), ("19", 19), ("IV", 4), ("十三", 13), ("二十六", 26), ("many", None)],
)
def test_ordinals(word, number):
    assert ordinal_of(word) == number
