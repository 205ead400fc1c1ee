"""Bulk edit: the list, the choice, the preview, and saving."""

import pytest
from django.urls import reverse

from deals.admin import bulk_preview
from deals.models import Action, Project
from tests import factories as make
from tests.deals.admin.conftest import Form

LIST = reverse("admin:deals_project_changelist")
BULK = reverse("admin:deals_project_bulk")


@pytest.fixture
def projects(db):
    edition = make.create_edition()
    return [make.create_project(edition=edition, name=f"Plant {i}") for i in range(3)]


class Steps:
    """One person's way through the pages."""

    def __init__(self, client):
        self.client = client

    def read(self, response):
        self.response, self.text = response, response.content.decode()
        self.values = Form(self.text).values if response.status_code == 200 else {}
        return self

    def select(self, projects, across="0", query=""):
        chosen = [project.pk for project in projects]
        values = {"action": "change_selected", "_selected_action": chosen, "index": 0}
        return self.read(self.client.post(LIST + query, values | {"select_across": across}))

    def press(self, button, **values):
        values = {k: v for k, v in (self.values | values).items() if k not in ("_save", "_choose")}
        return self.read(self.client.post(BULK, values | {button: "x"}))


@pytest.fixture
def steps(client):
    return Steps(client)


def statuses():
    return sorted(Project.objects.values_list("status", flat=True))


def test_choose_look_and_save(steps, projects, editor):
    assert "2 projects are selected" in steps.select(projects[:2]).text
    steps.press("_preview", status="signed", why="As the minutes say")
    assert "<del>Announced</del>" in steps.text
    assert "Change 2 projects" in steps.text
    assert statuses() == ["announced"] * 3
    assert steps.press("_save").response.url == LIST + "?"
    assert statuses() == ["announced", "signed", "signed"]
    action = Action.objects.first()
    assert (action.kind, action.user, action.why) == ("bulk", editor, "As the minutes say")


def test_blank_fields_are_left_as_they_are(steps, projects):
    place, sector = make.create_place(), make.create_sector()
    Project.objects.update(location=place, sector=make.create_sector())
    steps.select(projects).press("_preview", sector=sector.pk)
    steps.press("_save")
    assert {project.location for project in Project.objects.all()} == {place}
    assert {project.sector for project in Project.objects.all()} == {sector}


def test_nothing_chosen_is_said(steps, projects):
    steps.select(projects).press("_preview")
    assert "Choose a status, a sector or a place." in steps.text
    steps.press("_save")
    assert not Action.objects.filter(kind="bulk").exists()


def test_other_values_may_be_chosen(steps, projects):
    place = make.create_place(name="Yibin")
    steps.select(projects).press("_preview", location=place.pk).press("_choose")
    assert steps.values["location"] == str(place.pk)
    assert "Yibin</option>" in steps.text


def test_all_that_match_are_selected(steps, projects, monkeypatch):
    make.create_project(name="Harbour")
    monkeypatch.setattr(bulk_preview, "MOST_SHOWN", 1)
    steps.select(projects[:1], across="1", query="?q=plant").press("_preview", status="signed")
    assert "3 projects would change" in steps.text
    assert "and 2 more" in steps.text
    steps.press("_save")
    assert statuses() == ["announced", "signed", "signed", "signed"]


def test_too_many_are_refused(steps, projects, monkeypatch):
    monkeypatch.setattr("deals.bulk.MOST", 2)
    steps.select(projects)
    page = steps.client.get(LIST).content.decode()
    assert "More than 2 projects are selected" in page


def test_a_status_that_follows_events_is_refused_with_the_remedy(steps, projects):
    make.create_event(project=projects[0], status="operating")
    steps.select(projects).press("_preview", status="signed")
    assert "The status of 1 project stays" in steps.text
    assert "add a status event" in steps.text
    assert "Change 2 projects" in steps.text


def test_nothing_to_change_has_no_button(steps, projects):
    steps.select(projects).press("_preview", status="announced")
    assert "Nothing would change." in steps.text
    assert 'name="_save"' not in steps.text


def test_what_others_changed_meanwhile_is_shown_and_nothing_saved(steps, projects, open_page):
    steps.select(projects).press("_preview", status="signed")
    open_page(projects[0]).save(name="Renamed", status="cancelled")
    steps.press("_save")
    assert "Someone else changed 1 of these projects" in steps.text
    assert "<td>Renamed</td>" in steps.text
    assert "signed" not in statuses()
    steps.press("_save")
    assert statuses() == ["signed"] * 3
    assert Project.objects.filter(name="Renamed").exists()


def test_only_who_may_change_projects(client, editor, steps, projects):
    steps.select(projects)
    editor.groups.clear()
    assert steps.press("_preview", status="signed").response.status_code == 403


@pytest.mark.parametrize("selection", ["", "x", "1.1.1"])
def test_a_damaged_selection_leads_back_to_the_list(selection, client):
    response = client.post(BULK, {"selection": selection, "status": "signed"}, follow=True)
    assert "Select the projects in the list again" in response.content.decode()


def test_no_selection_leads_back_to_the_list(client):
    assert client.get(BULK).url.startswith(LIST)


def test_queries_do_not_grow_with_the_selection(steps, projects, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        steps.select(projects, across="1")
    make_more = [make.create_project(edition=projects[0].edition) for _each in range(30)]
    with django_assert_max_num_queries(16):
        steps.select(make_more, across="1")
    with django_assert_max_num_queries(12):
        steps.press("_preview", status="signed")
