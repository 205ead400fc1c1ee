"""The entries by which the whole site is searched follow every write."""

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals import tokens
from deals.apps import fill_search_entries
from deals.checks import CHECKS
from deals.models import (
    Action,
    Conference,
    Edition,
    Location,
    Organization,
    SearchEntry,
    Sector,
    Source,
    search_entries,
    write,
)
from deals.undo import undo
from tests import factories as make

pytestmark = pytest.mark.django_db


def wrong():
    return list(CHECKS["search_entries"]())


def found(model, question):
    """The slugs of the records that answer, the closest first."""
    asked = tokens.terms(question)
    _number, keys = SearchEntry.objects.answering(model, asked).closest(model, 50, 100)
    records = model.objects.in_bulk(keys)
    return [records[key].slug for key in keys]


def test_a_renamed_conference_renames_its_editions():
    conference = make.create_conference(slug="fair", name="Wind Fair")
    make.create_edition(conference=conference, slug="fair-2024", label="2024")
    conference.name = "Solar Expo"
    conference.save()
    assert found(Conference, "expo 2024") == ["fair"]
    assert list(SearchEntry.objects.holding(Edition, ["wind"])) == []
    assert wrong() == []


def test_an_edition_that_moves_leads_to_its_new_conference():
    edition = make.create_edition(label="spring", conference=make.create_conference(slug="old"))
    edition.conference = make.create_conference(slug="new", name="Hydrogen Days")
    edition.save()
    assert found(Conference, "spring") == ["new"]
    assert found(Conference, "hydrogen spring") == ["new"]
    assert wrong() == []


def test_a_renamed_place_renames_those_in_it_however_deep():
    country = make.create_country(slug="china", name="China", name_zh="中国")
    region = make.create_place(slug="sichuan", name="Sichuan", name_zh="四川", parent=country)
    make.create_place(slug="yibin", name="Yibin", name_zh="宜宾", parent=region)
    country.name, country.name_zh = "Cathay", "华夏"
    country.save()
    assert found(Location, "yibin cathay") == ["yibin"]
    assert found(Location, "华夏四川宜宾") == ["yibin"]
    assert found(Location, "yibin china") == []
    assert wrong() == []


def test_a_place_that_moves_is_found_in_its_new_surroundings():
    place = make.create_place(slug="city", name="City", parent=make.create_country(name="Norway"))
    make.create_place(slug="port", name="Port", parent=place)
    place.parent = make.create_country(name="Sweden")
    place.save()
    assert (found(Location, "port sweden"), found(Location, "port norway")) == (["port"], [])
    assert wrong() == []


def test_the_places_in_a_place_that_answers_are_not_answers_too():
    china = make.create_country(slug="china", name="China")
    make.create_place(slug="zhejiang", name="Zhejiang", parent=china)
    assert found(Location, "china") == ["china"]
    assert found(Location, "zhejiang china") == ["zhejiang"]


def test_what_is_deleted_goes_and_comes_back_when_that_is_undone():
    make.create_organization(slug="steel", name="Sichuan Steel").delete()
    assert (found(Organization, "steel"), wrong()) == ([], [])
    undo(Action.objects.newest_first().first())
    assert (found(Organization, "steel"), wrong()) == (["steel"], [])


def test_what_is_stored_in_bulk_and_noted_is_found():
    with write() as change:
        new = [Sector(slug="wind", name="Wind power", name_zh="风电")]
        change.note_created(Sector, [sector.pk for sector in Sector.objects.bulk_create(new)])
    assert found(Sector, "风") == ["wind"]
    assert wrong() == []


def test_the_closest_come_first_whether_they_are_few_or_many():
    names = ["Plant of Ours", "Plant", "plant", "Äplant Plant", "Plant Two", "Plant B"]
    for number, name in enumerate(names):
        make.create_source(slug=f"s{number}", title=name, publisher=f"Z{number}")
    entries = SearchEntry.objects.answering(Source, ["plant"])
    few, many = entries.closest(Source, 4, 6), entries.closest(Source, 4, 5)
    assert few == many
    assert few[0] == 6
    found = [search_entries.shown_name(Source.objects.get(pk=key)) for key in few[1]]
    assert found == ["Plant – Z1", "plant – Z2", "Plant B – Z5", "Plant Two – Z4"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(question=st.text("stelzw 钢铁四川ä-2", min_size=1, max_size=6))
def test_the_database_finds_what_the_rule_says(question, steel):
    asked = tokens.terms(question)
    right = {
        each.slug
        for each in Organization.objects.all()
        if tokens.holds(f"{each.name} · {each.name_local}", asked)
    }
    assert not asked or set(found(Organization, question)) == right


@pytest.fixture
def steel():
    for number, (name, local) in enumerate(
        [("Steel 2", "钢铁"), ("Sichuan Steel", "四川钢铁"), ("Zwei Ä-Stelle", ""), ("Wels", "铁")]
    ):
        make.create_organization(slug=f"o{number}", name=name, name_local=local)


DAMAGES = [
    lambda: Organization.objects.update(name="Past the wrapper"),
    lambda: SearchEntry.objects.filter(kind="organization").delete(),
    lambda: SearchEntry.objects.update(search="isomething"),
    lambda: SearchEntry.objects.update(closeness=b""),
    lambda: SearchEntry.objects.update(record=0),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_command_mends_what_the_check_finds(damage):
    make.create_organization(slug="steel", name="Sichuan Steel")
    damage()
    assert wrong() != []
    call_command("rebuild_search", verbosity=0)
    assert wrong() == []


def test_a_database_from_before_the_table_is_filled_after_its_migration():
    make.create_organization(slug="steel", name="Sichuan Steel")
    SearchEntry.objects.all().delete()
    fill_search_entries("default")
    assert (found(Organization, "sichuan"), wrong()) == (["steel"], [])
