"""Entering what is stored already: the question, its three answers, and that they are kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deals.models import Distinct, Investment, Location, Organization, Project
from tests import factories as make


@pytest.fixture
def stored():
    return make.create_project(name="CATL: battery plant", ref="p1")


@pytest.fixture
def new_project(open_page, stored):
    """The page to add a project like the stored one, filled in."""
    page = open_page(Project)
    page.values |= {
        "name": "Battery plant of CATL",
        "edition": str(stored.edition_id),
        "source": str(stored.source_id),
    }
    return page


def asked(page):
    """(what is entered, what it may be) of each question."""
    return [(doubt.name, doubt.other) for doubt in page.response.context["doubts"]]


def answers(page):
    return {"_different": page.response.context["all_pairs"], "_then": page.values["_then"]}


def change_page(record):
    return reverse(f"admin:deals_{record._meta.model_name}_change", args=[record.pk])


def test_the_form_comes_back_with_the_question(new_project, stored):
    assert not new_project.save(_save="Save")
    assert asked(new_project) == [("Battery plant of CATL", "CATL: battery plant")]
    assert change_page(stored) in new_project.text
    assert "a very similar name" in new_project.text
    assert new_project.values["name"] == "Battery plant of CATL"
    assert Project.objects.count() == 1


def test_different_is_remembered(new_project, stored, editor, open_page):
    new_project.save(_save="Save")
    assert new_project.save(**answers(new_project))
    new = Project.objects.exclude(pk=stored.pk).get()
    answer = Distinct.objects.get()
    assert (answer.first, answer.second, answer.user) == (stored.pk, new.pk, editor)
    assert open_page(new).save(name="Battery plant of CATL.")


def test_the_button_that_was_pressed_first_still_counts(new_project):
    new_project.save(_addanother="1")
    data = new_project.values | answers(new_project)
    response = new_project.client.post(new_project.address, data)
    assert response.url == reverse("admin:deals_project_add")


def test_an_answer_counts_for_what_was_asked_only(new_project, stored):
    new_project.save()
    make.create_project(name="CATL battery plant", edition=stored.edition)
    assert not new_project.save(**answers(new_project))
    assert [other for _name, other in asked(new_project)] == ["CATL battery plant"]
    assert not Distinct.objects.exists()


def test_the_same_leads_to_the_stored_record_with_what_was_typed(new_project, stored):
    new_project.values |= {"note": "Read in a paper.", "status": "signed"}
    new_project.add_row("investments", amount="5000000", currency="EUR", qualifier="about")
    new_project.save()
    page, choice = new_project, new_project.response.context["doubts"][0].choice
    response = page.client.post(page.address, page.values | {"_same": choice})
    assert response.url == change_page(stored) + "?typed=1"
    page.address = response.url
    page.read(page.client.get(response.url))
    assert page.values["note"] == "Read in a paper."  # was blank
    assert page.values["name"] == "CATL: battery plant"
    assert "<td>Battery plant of CATL</td>" in page.text
    assert "5000000 · EUR · About" in page.text
    assert Project.objects.count() == 1
    assert page.save(), page.errors
    stored.refresh_from_db()
    assert stored.note == "Read in a paper."


def test_correcting_what_was_typed(new_project):
    new_project.save()
    assert new_project.save(name="CATL: battery plant, phase 2"), new_project.errors
    assert not Distinct.objects.exists()


def test_nothing_is_asked_about_what_did_not_change(open_page, stored):
    make.create_project(name=stored.name, edition=stored.edition)
    assert open_page(stored).save(note="Read in a paper.")


def test_renaming_leads_to_merging(open_page, stored):
    other = make.create_project(name="Something else", edition=stored.edition)
    page = open_page(other)
    assert not page.save(name=stored.name)
    choice = page.response.context["doubts"][0].choice
    response = page.client.post(page.address, page.values | {"_same": choice})
    assert response.url == f"/admin/deals/project/merge/?a={stored.pk}&b={other.pk}"


def test_the_same_amount_and_place(open_page):
    place = make.create_place()
    project = make.create_project(location=place, amount=5, name="One")
    other = make.create_project(location=place, edition=project.edition, name="Other")
    page = open_page(other)
    page.add_row("investments", amount="5", currency="CNY", qualifier="exact")
    assert not page.save()
    assert "the same amount and place" in page.text
    assert Investment.objects.count() == 1
    assert page.save(**answers(page)), page.errors
    assert Investment.objects.count() == 2


def test_rows_of_an_edition(open_page, stored):
    page = open_page(stored.edition)
    for name in ("Battery plant of CATL", "Solar plant", "Solar plant"):
        page.add_row("projects", name=name, source=stored.source_id)
    assert not page.save(), "three rows, two questions"
    assert asked(page) == [
        ("Battery plant of CATL", "CATL: battery plant"),
        ("Solar plant", "Solar plant"),
    ]
    assert page.save(**answers(page)), page.errors
    assert (Project.objects.count(), Distinct.objects.count()) == (4, 2)


def test_a_row_that_is_stored_already_is_left_out(open_page, stored, client):
    page = open_page(stored.edition)
    for name in ("Battery plant of CATL", "Solar plant"):
        page.add_row("projects", name=name, source=stored.source_id)
    page.save()
    assert page.save(_same=page.response.context["doubts"][0].choice), page.errors
    assert set(Project.objects.values_list("name", flat=True)) == {stored.name, "Solar plant"}
    text = client.get(reverse("admin:deals_edition_changelist")).content.decode()
    assert "was not added: it is" in text


def test_organizations(open_page):
    siemens = make.create_organization(name="Siemens AG")
    page = open_page(Organization)
    assert not page.save(name="Siemens (China)", kind="company")
    assert asked(page) == [("Siemens (China)", "Siemens AG")]
    response = page.client.post(page.address, page.values | {"_same": f":{siemens.pk}"})
    assert response.url == change_page(siemens) + "?typed=1"


def test_the_same_in_a_popup_picks_the_stored_one(open_page):
    siemens = make.create_organization(name="Siemens AG")
    page = open_page(Organization, "?_popup=1")
    page.save(name="Siemens (China)", kind="company")
    data = page.values | {"_same": f":{siemens.pk}"}
    response = page.client.post(page.address, data)
    assert "popup_response" in response.template_name[-1]
    assert f'"value": "{siemens.pk}"' in response.context_data["popup_response_data"]
    assert Organization.objects.count() == 1


def test_places(open_page):
    sichuan = make.create_place(kind="region")
    make.create_place(parent=sichuan, name="Yibin", name_zh="宜宾")
    page = open_page(Location)
    values = {"name": "Yibin City", "kind": "city", "parent": sichuan.pk}
    assert not page.save(**values)
    assert asked(page) == [("Yibin City", "Yibin")]
    assert page.save(**answers(page))


def test_nonsense_answers_are_none(new_project):
    for answer in ("x", ":x", ":999", "projects-0:1", "::", ":１"):
        assert not new_project.save(_same=answer)
    assert not new_project.save(_different="x=y", _then="delete")
    assert Project.objects.count() == 1


def test_looking_costs_few_queries(open_page, stored):
    for number in range(10):
        make.create_project(edition=stored.edition, name=f"Owner {number} of something")

    def queries(**values):
        page = open_page(stored)
        with CaptureQueriesContext(connection) as seen:
            assert page.save(**values), page.errors
        return len(seen)

    queries(note="First.")
    without, looked = queries(note="Read."), queries(name="A steel mill")
    # Of the project: amounts, names; of its edition: amounts, names, answers; and the search index.
    assert looked - without <= 6
