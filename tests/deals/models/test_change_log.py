"""The log of public changes: what `write` adds to it, and what the migration began it with."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from deals.merging import Plan, merge
from deals.models import (
    Conference,
    DataVersion,
    Investment,
    LoggedChange,
    Project,
    ProjectSource,
    RetiredAddress,
    write,
)
from deals.models.change_log import public_models
from deals.resources.changes import KINDS
from deals.undo import undo
from tests import factories as make
from tests.deals.models.test_history import latest

pytestmark = pytest.mark.django_db


def logged(after=0):
    """The rows after that one as “kind key action”, in their order."""
    rows = LoggedChange.objects.filter(pk__gt=after).order_by("pk")
    return [f"{row.kind} {row.key} {row.action}" for row in rows]


def tip():
    return LoggedChange.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def test_the_log_is_of_what_the_api_shows():
    assert {*public_models()} == {*KINDS.values()}


def test_what_is_created_updated_and_deleted_is_logged():
    sector = make.create_sector(slug="cells")
    sector.name = "Cells anew"
    sector.save()
    sector.delete()
    done = ("created", "updated", "deleted")
    assert logged() == [f"sector cells {action}" for action in done]
    rows = LoggedChange.objects.order_by("pk")
    assert [row.version for row in rows] == [1, 2, None]
    assert [row.created_at is None for row in rows] == [False, False, True]


def test_a_row_has_the_data_version_and_the_time_of_its_change():
    make.create_sector()
    version, row = DataVersion.objects.get(), LoggedChange.objects.get()
    assert (row.data_version, row.at) == (version.number, version.changed_at)


def test_a_write_that_changes_nothing_logs_nothing():
    sector = make.create_sector()
    after = tip()
    sector.save()
    assert logged(after) == []


def test_an_investor_of_an_investment_changes_its_project_once():
    project = make.create_project(ref="p", amount=5)
    investor, after = make.create_organization(slug="ann"), tip()
    with write():
        investment = project.investments.get()
        investment.amount = 6
        investment.save()
        investment.investor_links.create(organization=investor)
    assert logged(after) == ["project p updated"]
    row, project = LoggedChange.objects.order_by("pk").last(), Project.objects.get()
    assert (row.version, row.created_at) == (project.version, project.created_at)


@pytest.mark.parametrize("kind", ["event", "source", "investment", "link"])
def test_a_row_that_goes_changes_what_it_was_on(kind):
    project = make.create_project(ref="p", amount=5, investors=[make.create_organization()])
    row = {
        "event": lambda: make.create_event(project=project, status="signed"),
        "source": lambda: ProjectSource.objects.create(
            project=project, source=make.create_source()
        ),
        "investment": lambda: project.investments.get(),
        "link": lambda: project.investments.get().investor_links.get(),
    }[kind]()
    after = tip()
    row.delete()
    assert logged(after) == ["project p updated"]


def test_an_edition_of_a_figure_changes_the_figure():
    figure, edition = make.create_figure(ref="f"), make.create_edition()
    after = tip()
    figure.edition_links.create(edition=edition, position=1)
    assert logged(after) == ["reportedfigure f updated"]


def test_an_investment_that_moves_changes_both_projects():
    one, other = make.create_project(ref="one", amount=5), make.create_project(ref="other")
    investment, after = Investment.objects.get(project=one), tip()
    investment.project = other
    investment.save()
    assert logged(after) == ["project one updated", "project other updated"]


def test_an_investor_that_moves_changes_both_projects():
    one = make.create_project(ref="one", amount=5, investors=[make.create_organization()])
    other, after = make.create_project(ref="other", amount=5), tip()
    link = one.investments.get().investor_links.get()
    link.investment = other.investments.get()
    link.save()
    assert logged(after) == ["project one updated", "project other updated"]


def test_a_deleted_project_is_logged_once_with_all_that_is_on_it():
    project = make.create_project(ref="p", amount=5, investors=[make.create_organization()])
    after = tip()
    project.delete()
    assert logged(after) == ["project p deleted"]


def test_a_merge_names_the_successor_and_its_undoing_brings_the_record_back():
    kept, lost = make.create_organization(slug="kept"), make.create_organization(slug="lost")
    make.create_project(ref="p", amount=5, investors=[lost])
    after = tip()
    merge(Plan(kept, lost))
    merged = latest()
    assert {*logged(after)} == {"organization lost merged", "project p updated"}
    assert LoggedChange.objects.get(action="merged").successor == "kept"

    after = tip()
    undone = undo(merged)
    assert {*logged(after)} == {"organization lost created", "project p updated"}
    after = tip()
    undo(undone)
    assert {*logged(after)} == {"organization lost merged", "project p updated"}


def test_of_two_records_that_had_one_address_the_one_that_is_there_comes_last():
    sector = make.create_sector(slug="cells")
    after = tip()
    with write():
        sector.delete()
        RetiredAddress.objects.all().delete()
        make.create_sector(slug="cells")
    assert logged(after) == ["sector cells deleted", "sector cells created"]


def test_an_address_that_a_script_changes_is_given_up():
    sector = make.create_sector(slug="cells")
    after, sector.slug = tip(), "batteries"
    sector.save()
    assert logged(after) == ["sector cells deleted", "sector batteries updated"]


def test_a_write_that_fails_logs_nothing():
    sector = make.create_sector()
    after, sector.name = tip(), ""
    with pytest.raises(ValidationError), write():
        make.create_sector(), sector.save()
    assert logged(after) == []


def test_the_log_begins_with_everything_as_it_was_stored():
    first, second = make.create_conference(slug="first"), make.create_conference(slug="second")
    gone, merged = make.create_sector(slug="gone"), make.create_sector(slug="lost")
    first.name = "Anew"
    first.save()
    gone.delete(), merged.delete()
    RetiredAddress.objects.filter(key="lost").update(successor="kept")
    LoggedChange.objects.all().delete()
    migration = import_module("deals.migrations.0014_log_what_is_stored")
    migration.log(apps, SimpleNamespace(connection=connection))
    assert logged() == [
        "conference second created",
        "conference first updated",
        "sector gone deleted",
        "sector lost merged",
    ]
    rows = LoggedChange.objects.order_by("pk")
    assert {row.data_version for row in rows} == {DataVersion.objects.get().number}
    assert rows[0].at == Conference.objects.get(slug="second").updated_at == second.updated_at
