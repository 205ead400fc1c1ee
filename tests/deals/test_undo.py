import random
from contextlib import suppress

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction

from deals.checks import problems
from deals.models import (
    Action,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
    RetiredAddress,
    write,
)
from deals.undo import CannotUndo, may_undo, undo
from tests import factories as make
from tests.attacks import editing
from tests.everything import everything, gone

pytestmark = pytest.mark.django_db


def latest():
    return Action.objects.newest_first().first()


def test_an_edit_with_its_rows_is_undone():
    project = make.create_project(name="A plant", amount=5, investors=[make.create_organization()])
    before = everything()
    with write(kind="edit"):
        project.name = "Another plant"
        project.save()
        project.investments.get().delete()
        make.create_investment(project=project, amount=7, currency="USD")
    undo(latest())
    assert everything() == before


def test_a_deleted_record_comes_back_with_its_children_and_its_address():
    project = make.create_project(ref="p1", amount=5, investors=[make.create_organization()])
    make.create_event(project=project, status="operating")
    before, created = everything(), Project.objects.get().created_at
    project.delete()
    assert gone() == {"p1"}
    undo(latest())
    assert (everything(), gone()) == (before, set())
    assert Project.objects.get().created_at == created


def test_what_was_added_goes_and_may_come_back_under_its_address():
    before = everything()
    with write(kind="edit"):
        project = make.create_project(ref="p1", amount=5)
    added, after = latest(), everything()
    undone = undo(added)
    assert (everything(), "p1" in gone()) == (before, True)
    undo(undone)
    assert (everything(), gone()) == (after, set())
    added.refresh_from_db()
    assert not added.is_undone
    project.refresh_from_db()


def test_a_status_is_what_it_was_before_its_event():
    project = make.create_project(status="signed")
    make.create_event(project=project, status="cancelled")
    undo(latest())
    assert Project.objects.get().status == "signed"


def test_a_later_change_of_the_same_record_is_named_and_nothing_is_undone():
    project = make.create_project(name="A plant")
    for name in ("B", "C"):
        project.name = name
        project.save()
    later = latest()
    with pytest.raises(CannotUndo) as refused:
        undo(Action.objects.get(pk=later.pk - 1))
    assert [o.actions for o in refused.value.obstacles] == [(later,)]
    assert Project.objects.get().name == "C"


def test_a_later_change_that_was_undone_is_no_obstacle():
    project = make.create_project(name="A plant")
    for name in ("B", "C"):
        project.name = name
        project.save()
    first = Action.objects.get(pk=latest().pk - 1)
    undo(latest())
    undo(first)
    assert Project.objects.get().name == "A plant"


def test_what_others_refer_to_by_now_is_not_taken_away():
    sector = make.create_sector()
    added = latest()
    project = make.create_project(sector=sector)
    with pytest.raises(CannotUndo) as refused:
        undo(added)
    [obstacle] = refused.value.obstacles
    assert str(project) in obstacle.record
    assert obstacle.actions == (latest(),)


def test_a_row_added_later_keeps_an_added_project():
    project = make.create_project()
    added = latest()
    make.create_investment(project=project, amount=5)
    with pytest.raises(CannotUndo):
        undo(added)
    assert Investment.objects.count() == 1


def test_a_record_does_not_come_back_without_what_it_referred_to():
    sector = make.create_sector(name="Batteries")
    make.create_project(sector=sector).delete()
    deleted = latest()
    sector.delete()
    with pytest.raises(CannotUndo) as refused:
        undo(deleted)
    assert [(o.record, o.actions) for o in refused.value.obstacles] == [
        ("sector: Batteries", (latest(),))
    ]


def test_a_change_is_undone_once():
    make.create_sector()
    added = latest()
    undo(added)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(added)


def test_places_come_back_inside_each_other():
    country = make.create_country(slug="cn")
    region = make.create_place(slug="sc", kind="region", parent=country)
    make.create_place(slug="yb", parent=region, code="YB")
    before = everything()
    with write(kind="delete"):
        for slug in ("yb", "sc"):
            Location.objects.get(slug=slug).delete()
    undo(latest())
    assert everything() == before
    assert Location.objects.get(slug="yb").path == "cn/sc/yb/"


def test_a_place_that_moved_moves_back_with_what_lies_in_it():
    region = make.create_place(slug="sc", kind="region")
    make.create_place(slug="yb", parent=region)
    before = set(Location.objects.values_list("path", flat=True))
    region.parent = make.create_country(slug="elsewhere")
    region.save()
    undo(latest())
    assert before < set(Location.objects.values_list("path", flat=True))


def test_merged_records_come_apart_again():
    kept, other = make.create_organization(slug="a"), make.create_organization(slug="b")
    make.create_project(amount=5, investors=[other])
    before = everything()
    with write(kind="merge"):
        for link in InvestmentInvestor.objects.all():
            link.organization = kept
            link.save()
        name, _deleted = other.name, other.delete()
        RetiredAddress.retire(Organization(slug="b"), successor="a")
        kept.name = name
        kept.save()
    undo(latest())
    assert (everything(), gone()) == (before, set())


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_are_undone_one_after_the_other(seed):
    User.objects.create_superuser("administrator", password=None)
    editing.a_small_world()
    editor, states = editing.Editor(client=None), []
    editor.dice = random.Random(seed)
    # Rates come from outside, and have no history.
    edits = [edit for edit in editing.EDITS if not edit.__name__.endswith(("_rate", "_peg"))]
    for _each in range(25):
        before, last = everything(), latest()
        with suppress(editing.Nothing, *editing.REFUSALS), transaction.atomic():
            editor.dice.choice(edits)(editor)
        if latest() != last:
            states.append((latest(), before))
    for action, before in reversed(states):
        undo(action)
        assert everything() == before


def import_projects(count):
    """As an import stores them: in bulk."""
    facts = {"edition": make.create_edition(), "source": make.create_source()}
    investor = make.create_organization()
    with write(kind="import") as change:
        projects = [Project(name=f"Plant {n}", local_lang="", **facts) for n in range(count)]
        investments = [
            Investment(project=project, amount=n + 1, currency="CNY", qualifier="exact")
            for n, project in enumerate(projects)
        ]
        links = [InvestmentInvestor(investment=i, organization=investor) for i in investments]
        for rows in (projects, investments, links):
            type(rows[0]).objects.bulk_create(rows)
            change.note_created(type(rows[0]), [row.pk for row in rows])
        change.projects.update(project.pk for project in projects)


def test_an_import_of_a_thousand_projects_is_undone_and_redone():
    import_projects(1000)
    imported, after = latest(), everything()
    assert imported.record_count == 3000
    undone = undo(imported)
    assert (Project.objects.count(), Investment.objects.count()) == (0, 0)
    assert list(problems()) == []
    undo(undone)
    assert everything() == after


def test_editors_undo_their_own_changes_only():
    ann, bob, chief = (User.objects.create_user(name) for name in ("ann", "bob", "chief"))
    see, undo_any = (
        Permission.objects.get(codename=name) for name in ("view_action", "undo_any_action")
    )
    ann.user_permissions.add(see)
    chief.user_permissions.add(see, undo_any)
    with write(user=ann):
        make.create_sector()
    assert [may_undo(user, latest()) for user in (ann, bob, chief)] == [True, False, True]
    with write():
        make.create_sector()
    assert [may_undo(user, latest()) for user in (ann, bob, chief)] == [False, False, True]
