"""Made-up data sets: sound, the same for the same seed, and never mixed into real data silently."""

import io

import pytest
from django.core.management import CommandError, call_command

from deals.checks import problems
from deals.models import (
    DataVersion,
    Investment,
    LoggedChange,
    Project,
    ProjectInvestor,
    StatusEvent,
)
from deals.models.change_log import public_models
from tests import factories as make

SHOWN = ("ref", "name", "name_local", "date", "status", "search", "invested_cny_low", "jobs")


def generate(projects: int, *options: str) -> str:
    out = io.StringIO()
    call_command("generate_projects", "--projects", str(projects), *options, stdout=out)
    return out.getvalue()


def test_nothing_is_wrong_with_them(db):
    assert generate(300).startswith("300 projects, ")
    assert list(problems()) == []


def test_the_same_seed_makes_the_same_projects(db, django_db_blocker):
    from django.db import transaction

    seen = []
    for _each in range(2):
        with transaction.atomic():
            generate(40, "--seed", "7")
            seen.append(list(Project.objects.values_list(*SHOWN)))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_they_are_skewed_and_doubtful(db):
    generate(400)
    assert set(Investment.objects.values_list("qualifier", flat=True)) >= {"", "range", "about"}
    assert Investment.objects.values("currency").distinct().count() > 4
    assert Project.objects.filter(name_local__contains="电池").exists()
    assert StatusEvent.objects.filter(on__isnull=False).exists()
    assert ProjectInvestor.objects.filter(position=1).exists()
    assert Project.objects.filter(unconverted_cny=True).exists()


def test_a_copy_can_be_made_from_the_log(db):
    generate(50)
    for model in public_models():
        logged = LoggedChange.objects.filter(kind=model._meta.model_name, action="created")
        assert set(logged.values_list("key", flat=True)) == set(
            model.objects.values_list(model.address_field, flat=True)
        )
    versions = LoggedChange.objects.values_list("data_version", flat=True).distinct()
    assert set(versions) == {DataVersion.objects.get().number}


def test_editing_one_afterwards_keeps_what_it_was(db):
    generate(50)
    project = Project.objects.get(ref="g1n1")
    before, project.name = project.name, "Another name"
    project.save()
    assert [row.name for row in project.history.order_by("history_id")] == [before, "Another name"]
    assert make.create_project().pk > project.pk
    assert list(problems()) == []


def test_real_records_are_not_mixed_with_them(db):
    make.create_sector()
    with pytest.raises(CommandError, match="not empty"):
        generate(10)
    assert not Project.objects.exists()


def test_they_can_be_added_on_purpose_once(db):
    make.create_project(location=make.create_country(slug="china", name="China", name_zh="中国"))
    generate(50, "--add")
    with pytest.raises(CommandError, match="Seed 1 was used"):
        generate(50, "--add")
    generate(50, "--add", "--seed", "2")
    assert Project.objects.count() == 101
    assert list(problems()) == []


def test_indexes_and_foreign_keys_are_there_again(db):
    from django.db import connection

    def constraints():
        with connection.cursor() as cursor:
            return connection.introspection.get_constraints(cursor, Project._meta.db_table)

    before = constraints()
    generate(20)
    assert constraints() == before
