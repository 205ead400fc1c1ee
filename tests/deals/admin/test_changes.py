"""The pages of changes, of a record's versions, and of undoing."""

import pytest
from django.urls import reverse

from deals.models import Action, Project, Sector, write
from tests import factories as make

pytestmark = pytest.mark.django_db


def latest():
    return Action.objects.newest_first().first()


def history(record):
    return reverse(f"admin:deals_{record._meta.model_name}_history", args=[record.pk])


def undo_page(action):
    return reverse("admin:deals_action_undo", args=[action.pk])


def test_saving_a_form_is_one_change_with_who_and_why(client, editor, open_page):
    sector = make.create_sector(name="Cells")
    assert open_page(sector).save(name="Batteries", why="the ministry's own name")
    assert (latest().user, latest().why) == (editor, "the ministry's own name")
    text = client.get(history(sector)).content.decode()
    for words in ("Cells", "Batteries", "the ministry&#x27;s own name", "editor"):
        assert words in text


def test_a_change_shows_each_record_and_field(client):
    project = make.create_project(name="A plant", amount=95_250_000_000)
    with write(kind="edit"):
        project.name = "A larger plant"
        project.save()
        project.investments.get().delete()
    text = client.get(reverse("admin:deals_action_change", args=[latest().pk])).content.decode()
    for words in ("A larger plant", "A plant", "95,250,000,000", "deleted", "changed"):
        assert words in text


def test_two_versions_are_compared_with_their_rows(client):
    project = make.create_project(name="A plant")
    first = latest().pk
    project.name = "B plant"
    project.save()
    make.create_investment(project=project, amount=5)
    last = latest().pk
    answer = client.get(history(project), {"from": last, "to": first})
    compared = [(change.kind, change.sign) for change in answer.context["compared"]]
    assert compared == [("Project", "~"), ("Investment", "+")]


def test_a_deleted_record_still_has_its_history(client):
    sector = make.create_sector(name="Cells")
    address = history(sector)
    sector.delete()
    assert b"Cells" in client.get(address).content


@pytest.mark.parametrize("query", ["from=x&to=y", "from=1", "p=999", "from=99999999999999999&to=0"])
def test_nonsense_in_the_address_of_a_history_is_harmless(client, query):
    assert client.get(f"{history(make.create_sector())}?{query}").status_code == 200


def test_editors_undo_what_they_did(client, editor):
    with write(kind="delete", user=editor):
        make.create_sector(slug="cells")
    with write(kind="delete", user=editor):
        Sector.objects.get().delete()
    deleted = latest()
    assert client.get(undo_page(deleted)).status_code == 200
    answer = client.post(undo_page(deleted), {"why": "a slip"})
    assert answer.url == reverse("admin:deals_action_change", args=[latest().pk])
    assert (Sector.objects.get().slug, latest().kind, latest().why) == ("cells", "undo", "a slip")


def test_what_others_did_is_not_theirs_to_undo(client):
    make.create_sector()
    assert client.get(undo_page(latest())).status_code == 403
    assert client.post(undo_page(latest())).status_code == 403
    assert Sector.objects.exists()


def test_later_changes_are_listed_and_linked(client, editor):
    with write(user=editor):
        project = make.create_project(name="A plant")
    added = latest()
    project.name = "B plant"
    project.save()
    for answer in (client.get(undo_page(added)), client.post(undo_page(added))):
        assert reverse("admin:deals_action_change", args=[latest().pk]) in answer.content.decode()
    assert Project.objects.get().name == "B plant"
