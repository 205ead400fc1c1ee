"""Status, sector and place of many projects at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals import bulk, undo
from deals.models import Action, Project
from tests import factories as make
from tests.everything import everything

pytestmark = pytest.mark.django_db


def selected():
    return bulk.select(Project.objects.all())


def make_projects(count, **fields):
    edition, source = make.create_edition(), make.create_source()
    return [make.create_project(edition=edition, source=source, **fields) for _each in range(count)]


def test_what_is_given_changes_and_nothing_else():
    sector, place = make.create_sector(), make.create_place()
    project, _other = make_projects(2, location=place, status="signed", jobs=7)
    assert bulk.change({project.pk: project.version}, {"sector_id": sector.pk}) == 1
    project.refresh_from_db()
    assert (project.sector, project.location, project.status) == (sector, place, "signed")
    assert Project.objects.filter(sector=None).count() == 1


def test_derived_columns_follow():
    place = make.create_place(name="Yibin")
    make_projects(1)
    bulk.change(selected(), {"location_id": place.pk})
    assert Project.objects.inside(place.parent).count() == 1
    assert "yibin" in Project.objects.get().search


def test_it_is_one_change_with_a_row_for_each_project():
    make_projects(3, status="announced")
    make_projects(1, status="signed")
    assert bulk.change(selected(), {"status": "signed"}, why="The list was wrong") == 3
    action = Action.objects.first()
    assert (action.kind, action.record_count, action.why) == ("bulk", 3, "The list was wrong")


def test_and_is_undone_as_a_whole():
    make_projects(3, status="announced")
    before = everything()
    bulk.change(selected(), {"status": "signed", "sector_id": make.create_sector().pk})
    undo.undo(Action.objects.first())
    assert {k: v for k, v in everything().items() if not k.startswith("Sector")} == before


def test_a_status_that_follows_events_stays():
    led, free = make_projects(2, status="announced")
    make.create_event(project=led, status="under_construction")
    sector = make.create_sector()
    steps = {step.project: step for step in bulk.plan(selected(), {"status": "signed"})}
    assert (steps[led].keeps_status, steps[free].keeps_status) == (True, False)
    assert bulk.change(selected(), {"status": "signed", "sector_id": sector.pk}) == 2
    led.refresh_from_db()
    assert (led.status, led.sector) == ("under_construction", sector)


def test_a_status_that_the_latest_event_says_is_no_obstacle():
    [led] = make_projects(1)
    make.create_event(project=led, status="operating")
    [step] = bulk.plan(selected(), {"status": "operating"})
    assert (step.old, step.keeps_status) == ({}, False)


def test_where_one_is_newer_nothing_is_stored():
    _first, second = make_projects(2, name="Old")
    selection = selected()
    second.name = "New"
    second.save()
    with pytest.raises(bulk.Newer) as refused:
        bulk.change(selection, {"status": "signed"})
    [newer] = refused.value.changes
    assert (newer.before["name"], newer.after["name"]) == ("Old", "New")
    assert not Project.objects.filter(status="signed").exists()


def test_one_that_was_deleted_is_named_too():
    first, _second = make_projects(2, name="Old")
    selection = selected()
    first.delete()
    with pytest.raises(bulk.Newer) as refused:
        bulk.change(selection, {"status": "signed"})
    [newer] = refused.value.changes
    assert (newer.before["name"], newer.after) == ("Old", None)


def test_the_next_edit_is_based_on_the_new_version():
    [project] = make_projects(1)
    bulk.change(selected(), {"status": "signed"})
    assert selected() == {project.pk: project.version + 1}


def test_queries_do_not_grow_with_the_projects():
    def cost():
        with CaptureQueriesContext(connection) as captured:
            bulk.change(selected(), {"status": "signed", "sector_id": sector.pk})
        return len(captured)

    make_projects(3)
    sector = make.create_sector()
    few = cost()
    make_projects(60)
    # Django gives SQLite 999 values a statement: what 43 projects stand for, or 111 totals.
    assert cost() <= few + 5


@pytest.mark.parametrize(
    "text", ["", "1", "1.x", "1.1.1", "1.1 x", "9.1 " + "9" * 30 + ".1", "-1.1"]
)
def test_what_is_no_selection_is_refused(text):
    with pytest.raises(ValueError):
        bulk.from_text(text)


def test_a_selection_as_text():
    assert bulk.from_text(bulk.as_text({12: 3, 15: 0})) == {12: 3, 15: 0}
