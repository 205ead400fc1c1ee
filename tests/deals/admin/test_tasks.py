"""The first page of the admin begins with what editors come for."""

import pytest
from django.urls import reverse

from deals.admin import tasks


@pytest.fixture
def tasks_shown(client):
    return lambda: [
        str(task["label"]) for task in client.get(reverse("admin:index")).context["tasks"]
    ]


def test_an_editor_sees_the_tasks(client, tasks_shown):
    assert "Add project" in tasks_shown()
    page = client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{reverse("admin:deals_findings")}">Findings</a>' in page


def test_a_task_that_the_person_may_not_do_is_left_out(client, editor, tasks_shown):
    editor.groups.clear()
    assert tasks_shown() == []


def test_a_task_without_a_page_is_left_out(tasks_shown, monkeypatch):
    nowhere = tasks.Task("Nowhere", "admin:deals_nowhere", "deals.view_project", "")
    monkeypatch.setattr(tasks, "TASKS", [nowhere])
    assert tasks_shown() == []
