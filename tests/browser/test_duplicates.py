"""Entering what is stored already, and merging it, in a browser with script and without."""

import pytest
from django.contrib.auth.models import Group, User

from deals.models import Distinct, Organization
from tests import factories as make


@pytest.fixture
def editor(visitor):
    """The visitor, signed in."""
    user = User.objects.create_user("editor", password="a long password", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    visitor.goto("/admin/login/?next=/admin/deals/organization/add/")
    visitor.get_by_label("Username").fill("editor")
    visitor.get_by_label("Password").fill("a long password")
    visitor.keyboard.press("Enter")
    visitor.get_by_role("heading", name="Add organization").wait_for()
    return visitor


def enter(tab, name):
    tab.get_by_label("Name:", exact=True).fill(name)
    tab.keyboard.press("Enter")


def test_the_question_and_the_answer_by_keyboard(editor):
    enter(editor, "GSK China")
    editor.get_by_text("Is it stored already?").wait_for()
    enter(editor, "GSK China")  # Enter saves again; it is no answer
    editor.get_by_role("button", name="Different: save, and do not ask again").focus()
    editor.keyboard.press("Enter")
    editor.wait_for_url("**/organization/")
    assert Organization.objects.filter(name="GSK China").exists()
    assert Distinct.objects.count() == 1


def test_merging_by_keyboard(editor):
    make.create_organization(name="GSK China")
    editor.goto("/admin/deals/project/duplicates/?kind=organization")
    editor.get_by_role("link", name="The same: merge").focus()
    editor.keyboard.press("Enter")
    for step in ("Preview", "Merge"):
        editor.get_by_role("button", name=step, exact=True).focus()
        editor.keyboard.press("Enter")
    editor.get_by_text("is merged into").wait_for()
    assert not Organization.objects.filter(name="GSK China").exists()
