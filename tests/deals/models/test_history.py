import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from deals.models import Action, Investment, Project, Sector, write
from tests import factories as make

pytestmark = pytest.mark.django_db


def latest():
    return Action.objects.newest_first().first()


def written(action):
    """The rows of an action as “sign model”."""
    return [f"{row.history_type} {model.__name__}" for model, rows in action.rows() for row in rows]


def test_one_write_is_one_change_record_whatever_it_changes():
    project = make.create_project(name="A plant", amount=5)
    investor = make.create_organization(name="Ann Ltd")
    user = User.objects.create_user("ann")
    with write(kind="edit", user=user, why="the paper says so"):
        project.name = "A larger plant"
        project.save()
        project.investments.get().investor_links.create(organization=investor)

    assert (latest().kind, latest().user, latest().why) == ("edit", user, "the paper says so")
    assert latest().subject == "A larger plant"
    assert written(latest()) == ["~ Project", "+ InvestmentInvestor"]


def test_a_record_saved_twice_in_one_write_has_one_row():
    sector = make.create_sector(name="Batteries")
    with write(kind="edit"):
        for name in ("Cells", "Cells and packs"):
            sector.name = name
            sector.save()
    assert [row.name for _model, rows in latest().rows() for row in rows] == ["Cells and packs"]


def test_a_save_that_changes_nothing_leaves_no_change_record():
    sector, before = make.create_sector(), Action.objects.count
    count = before()
    sector.save()
    assert before() == count


def test_what_goes_with_a_deleted_record_is_recorded_too():
    project = make.create_project(amount=5, investors=[make.create_organization()])
    project.delete()
    assert written(latest()) == ["- Project", "- Investment", "- InvestmentInvestor"]


def test_a_status_that_an_event_sets_is_a_change_of_the_project():
    project = make.create_project(status="signed")
    make.create_event(project=project, status="operating")
    assert written(latest()) == ["~ Project", "+ StatusEvent"]
    assert [row.status for row in Project.history.filter(id=project.pk)] == ["operating", "signed"]


def test_what_was_stored_before_histories_were_kept_is_the_first_version():
    make.create_sector(slug="cells", name="Cells")
    Sector.history.all().delete()
    sector = Sector.objects.get()
    sector.name = "Batteries"
    sector.save()
    versions = Sector.history.order_by("history_id")
    assert [(v.name, v.action) for v in versions] == [("Cells", None), ("Batteries", latest())]


def test_bulk_created_records_that_are_noted_are_recorded():
    project = make.create_project()
    with write(kind="import") as change:
        rows = Investment.objects.bulk_create([Investment(project=project) for _each in range(3)])
        change.note_created(Investment, [row.pk for row in rows])
        change.projects.add(project.pk)
    assert (latest().record_count, latest().kind) == (3, "import")


def test_a_write_that_fails_leaves_no_change_record():
    sector, count = make.create_sector(), Action.objects.count()
    sector.name = ""
    with pytest.raises(ValidationError), write(kind="edit"):
        make.create_sector(), sector.save()
    assert Action.objects.count() == count


def test_a_change_outlives_the_account_of_who_made_it():
    user = User.objects.create_user("ann")
    with write(user=user):
        make.create_sector()
    user.delete()
    assert (latest().user, latest().user_name) == (None, "ann")
