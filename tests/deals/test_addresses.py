"""What became of an address: found, moved, deleted, or never there and what was meant instead."""

import pytest

from deals.addresses import Deleted, Moved, Unknown, find, nearest
from deals.models import Conference, Project, RetiredAddress, write
from tests import factories as make

pytestmark = pytest.mark.django_db


def gone(record, successor=""):
    with write():
        record.delete()
        RetiredAddress.retire(record, successor=successor)


def test_a_record_is_found_by_its_address():
    fair = make.create_conference(slug="fair")
    project = make.create_project(ref="p1")
    assert find(Conference.objects.all(), "fair") == fair
    assert find(Project.objects.all(), "p1") == project


def test_a_deleted_record_is_not_found_again():
    conference = make.create_conference(slug="fair")
    with write():
        conference.delete()
    with pytest.raises(Deleted):
        find(Conference.objects.all(), "fair")


def test_a_merged_record_names_its_successor():
    make.create_conference(slug="new")
    gone(make.create_conference(slug="old"), successor="new")
    with pytest.raises(Moved) as moved:
        find(Conference.objects.all(), "old")
    assert (moved.value.model, moved.value.key) == (Conference, "new")


def test_a_successor_that_was_merged_in_turn():
    make.create_conference(slug="c")
    gone(make.create_conference(slug="a"), successor="b")
    gone(make.create_conference(slug="b"), successor="c")
    with pytest.raises(Moved) as moved:
        find(Conference.objects.all(), "a")
    assert moved.value.key == "c"


def test_a_successor_that_was_deleted():
    gone(make.create_conference(slug="a"), successor="b")
    gone(make.create_conference(slug="b"))
    with pytest.raises(Deleted):
        find(Conference.objects.all(), "a")


def test_addresses_that_lead_in_a_circle_lead_nowhere():
    gone(make.create_conference(slug="a"), successor="b")
    gone(make.create_conference(slug="b"), successor="a")
    with pytest.raises(Deleted):
        find(Conference.objects.all(), "a")


def test_an_address_is_retired_for_its_kind_only():
    gone(make.create_conference(slug="fair"))
    make.create_project(ref="fair")
    assert find(Project.objects.all(), "fair")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("fiar", ["fair"]), ("fair-2024", ["fair"]), ("nothing", []), ("", []), ("f" * 5000, [])],
    ids=["swapped", "longer", "other", "blank", "endless"],
)
def test_an_unknown_address_names_the_nearest(wrong, meant):
    make.create_conference(slug="fair", name="The fair")
    make.create_conference(slug="summit")
    with pytest.raises(Unknown) as unknown:
        find(Conference.objects.all(), wrong)
    assert [key for key, _name in unknown.value.close] == meant


def test_the_nearest_come_with_their_names_the_best_first():
    for slug in ("fair-2024", "fair-2023", "expo"):
        make.create_conference(slug=slug, name=slug.upper())
    assert nearest(Conference, "fair-2024x")[0] == ("fair-2024", "FAIR-2024")
    assert len(nearest(Conference, "fair-20", count=1)) == 1
