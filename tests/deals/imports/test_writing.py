"""What an import stores: in one action, and what undo makes of it."""

import datetime

import pytest

from deals import exports, stats
from deals.checks import problems
from deals.imports import Choices, Limits, Outdated, import_now
from deals.models import Action, Distinct, ImportRun, Organization, Project
from deals.undo import undo
from tests import factories as make
from tests.deals.imports.conftest import a_row, csv_bytes, headers, imported, planned

pytestmark = pytest.mark.usefixtures("world")


def exported():
    return "".join(exports.csv_of(Project.objects.order_by("ref")))


def test_a_new_project_with_all_that_belongs_to_it():
    make.create_rates(on=datetime.date(2024, 1, 2), CNY="7.80", USD="1.10")
    content = csv_bytes(
        headers("jobs", "signed_on", "status", "sector", "name_local"),
        [*a_row(amount="超过95.25亿"), "20,000+", "2024年9月1日", "signed", "电池", "电池工厂"],
    )
    run = imported(content)
    project = Project.objects.get()
    (investment,) = project.investments.all()
    assert (investment.amount, investment.qualifier) == (9_525_000_000, "more_than")
    assert investment.as_written == "超过95.25亿"
    assert [each.slug for each in investment.investors.all()] == ["catl"]
    assert (project.jobs, project.jobs_qualifier) == (20_000, "at_least")
    assert (project.local_lang, project.version, project.date) == (
        "zh",
        1,
        datetime.date(2024, 9, 1),
    )
    assert run.action.kind == "import"
    assert list(problems()) == []


def test_one_action_has_a_row_for_each_record():
    run = imported(csv_bytes(headers(), *[a_row(name=f"Plant {n}") for n in range(3)]))
    assert Action.objects.filter(kind="import").count() == 1
    assert run.action.record_count == 9  # three projects, investments and investors
    assert Project.objects.first().history.get().action == run.action


def test_new_projects_stand_in_the_totals():
    imported(csv_bytes(headers(), *[a_row(name=f"Plant {n}") for n in range(3)]))
    assert stats.totals(stats.everything()).projects == 3
    assert list(problems()) == []


def test_the_same_file_again_changes_nothing():
    content = csv_bytes(headers(), a_row(), a_row(name="Another"))
    imported(content)
    rows, summary = planned(content)
    assert {row.state for row in rows} == {"unchanged"}
    assert not summary.changes_anything


def test_an_update_keeps_what_the_sheet_does_not_say():
    make.create_project(ref="p1", name="Old", jobs=5, amount=7, note="kept")
    imported(csv_bytes(["ref", "name", "amount"], ["p1", "New", "9"]))
    project = Project.objects.get()
    assert (project.name, project.jobs, project.note, project.version) == ("New", 5, "kept", 2)
    assert project.investments.get().amount == 9
    assert list(problems()) == []


def test_investors_are_replaced_and_created():
    project = make.create_project(ref="p1", investors=[Organization.objects.get()])
    imported(
        csv_bytes(["ref", "investors"], ["p1", "Nobody Ltd; 宁德时代"]), create_organizations=True
    )
    names = [each.name for each in project.investments.get().investors.order_by("pk")]
    assert names == ["Nobody Ltd", "宁德时代"]
    assert list(problems()) == []


def test_undo_restores_all_of_it():
    make.create_project(ref="p1", name="Old", amount=7)
    before = exported()
    run = imported(
        csv_bytes(["ref", *headers()], ["p1", *a_row(name="New")], ["", *a_row(name="Plant")]),
    )
    assert exported() != before
    undo(run.action)
    assert exported() == before
    assert list(problems()) == []


def test_an_undone_import_can_be_imported_again():
    content = csv_bytes(["ref", *headers()], ["p-new", *a_row()])
    undo(imported(content).action)
    imported(content)
    assert Project.objects.get().ref == "p-new"


def test_an_answer_is_remembered():
    stored = make.create_project(name="Cell plant", amount=5)
    imported(csv_bytes(headers(), a_row()), answers={2: [stored.pk]})
    assert Distinct.objects.count() == 1


def test_a_row_that_is_a_stored_project_updates_it():
    make.create_project(ref="p1", name="Cell plant no. 1", amount=5)
    imported(csv_bytes(headers(), a_row()), answers={2: "p1"})
    assert Project.objects.get().name == "Cell plant"


def test_what_changed_since_the_check_is_not_overwritten():
    project = make.create_project(ref="p1", name="Old")
    content = csv_bytes(["ref", "name"], ["p1", "New"])
    _rows, summary = planned(content)
    project.name = "Someone else's"
    project.save()
    with pytest.raises(Outdated):
        import_now(
            content,
            file_name="x",
            choices=Choices(),
            limits=Limits(),
            digest=summary.digest,
        )
    assert Project.objects.get().name == "Someone else's"
    assert not ImportRun.objects.exists()


def test_a_clash_that_only_the_database_sees_stores_nothing(monkeypatch):
    monkeypatch.setattr("deals.imports.writing.new_project_ref", lambda: "same")
    with pytest.raises(Exception, match=r"(?i)unique"):
        imported(csv_bytes(headers(), a_row(), a_row(name="Another")))
