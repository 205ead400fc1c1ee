"""Two people edit one record: the second sees both versions, and nothing is lost."""

import pytest

from deals.models import Conference, Project
from tests import factories as make


@pytest.fixture
def two_pages(open_page):
    """The same page, open in two windows."""
    return lambda record, query="": (open_page(record, query), open_page(record, query))


def differences(page, prefix=""):
    forms = [page.response.context["adminform"].form]
    for rows in page.response.context["inline_admin_formsets"]:
        forms += rows.formset.forms
    return [
        (str(each.label), each.stored, each.yours)
        for form in forms
        if (form.prefix or "").startswith(prefix)
        for each in getattr(form, "differences", [])
    ]


def test_the_second_person_sees_both_values(two_pages):
    conference = make.create_conference(name="Old")
    mine, theirs = two_pages(conference)
    assert theirs.save(name="Theirs")
    assert not mine.save(name="Mine")
    assert "Someone else saved this record" in mine.errors["__all__"][0]
    assert differences(mine) == [("Name", "Theirs", "Mine")]
    assert "<td>Theirs</td>" in mine.text
    assert Conference.objects.get().name == "Theirs"


def test_and_may_save_again(two_pages):
    mine, theirs = two_pages(make.create_conference(name="Old"))
    theirs.save(name="Theirs")
    mine.save(name="Mine")
    assert mine.values["name"] == "Mine"
    assert mine.save()
    assert Conference.objects.get().name == "Mine"


def test_a_third_person_is_noticed_too(two_pages, open_page):
    conference = make.create_conference(name="Old")
    mine, theirs = two_pages(conference)
    theirs.save(name="Theirs")
    mine.save(name="Mine")
    open_page(conference).save(name="Third")
    assert not mine.save()
    assert differences(mine) == [("Name", "Third", "Mine")]


def test_what_i_left_alone_follows_the_other_person(two_pages):
    mine, theirs = two_pages(make.create_conference(name="Old", organizer="Old"))
    theirs.save(organizer="Theirs")
    assert not mine.save(name="Mine")
    assert differences(mine) == [("Organizer", "Theirs", None), ("Name", "Old", "Mine")]
    assert mine.save()
    stored = Conference.objects.get()
    assert (stored.name, stored.organizer) == ("Mine", "Theirs")


def test_nothing_of_mine_is_no_conflict(two_pages):
    mine, theirs = two_pages(make.create_conference(name="Old"))
    theirs.save(name="Theirs")
    assert mine.save()
    assert Conference.objects.get().name == "Theirs"


def test_a_form_without_a_version_is_an_old_one(open_page):
    page = open_page(make.create_conference(name="Old"))
    page.values["base_version"] = ""
    assert not page.save(name="New")


def test_labels_instead_of_keys(two_pages):
    first, second = make.create_place(name="Yibin"), make.create_place(name="Suining")
    mine, theirs = two_pages(make.create_project(status="signed"))
    theirs.save(location=first.pk, status="operating")
    assert not mine.save(location=second.pk, status="cancelled")
    assert ("Place", "Yibin", "Suining") in differences(mine)
    assert ("Status", "Operating", "Cancelled") in differences(mine)


def test_a_row_of_an_edition(two_pages):
    edition = make.create_edition()
    make.create_figure(editions=[edition], value=1)
    make.create_project(edition=edition, name="Old")
    mine, theirs = two_pages(edition)
    theirs.save(**{"figures-0-value": "2", "projects-0-name": "Theirs"})
    assert not mine.save(**{"figures-0-value": "3"})
    assert list(mine.errors) == ["figures-0-__all__"]
    assert differences(mine, "figures") == [("Value", "2", "3")]
    assert mine.values["projects-0-name"] == "Theirs"
    assert mine.save()
    assert Project.objects.get().name == "Theirs"


def test_rows_that_i_left_alone_are_not_in_the_way(two_pages):
    edition = make.create_edition()
    for _each in range(2):
        make.create_project(edition=edition, name="Old")
    mine, theirs = two_pages(edition)
    theirs.save(**{"projects-0-name": "Theirs"})
    assert mine.save(**{"projects-1-name": "Mine"}), mine.errors
    assert set(Project.objects.values_list("name", flat=True)) == {"Theirs", "Mine"}


def test_a_row_that_someone_deleted(two_pages):
    edition = make.create_edition()
    for name in ["Gone", "Kept"]:
        make.create_project(edition=edition, name=name, ref=f"p-{name.lower()}")
    mine, theirs = two_pages(edition)
    names = {mine.values[f"projects-{i}-name"]: f"projects-{i}" for i in range(2)}
    theirs.save(**{names["Gone"] + "-DELETE": "on"})
    assert not mine.save(**{names["Gone"] + "-name": "Changed"})
    assert "deleted or moved" in mine.errors[names["Gone"] + "-__all__"][0]
    mine.values[names["Gone"] + "-name"] = "Gone"
    assert mine.save(**{names["Kept"] + "-name": "Mine"}), mine.errors
    assert [project.name for project in Project.objects.all()] == ["Mine"]


def test_deleting_a_row_that_someone_changed(two_pages):
    edition = make.create_edition()
    make.create_project(edition=edition, name="Old")
    mine, theirs = two_pages(edition)
    theirs.save(**{"projects-0-name": "Theirs"})
    assert not mine.save(**{"projects-0-DELETE": "on"})
    assert "you want to delete it" in mine.errors["rows"][0]
    assert mine.save(**{"projects-0-DELETE": "on"})
    assert not Project.objects.exists()


def test_investors_are_compared_too(two_pages):
    project = make.create_project(investors=[make.create_organization(name="First")])
    second, third = (make.create_organization(name=name) for name in ("Second", "Third"))
    mine, theirs = two_pages(project)
    theirs.save(**{"investments-0-invested_by": [second.pk]})
    assert not mine.save(**{"investments-0-invested_by": [third.pk]})
    assert differences(mine, "investments") == [("Investors", "Second", "Third")]
