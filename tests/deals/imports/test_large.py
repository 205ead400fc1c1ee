"""Files that no request waits for: a thread checks and writes them, and undo takes it all back."""

import errno
import threading
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from deals import exports, imports
from deals.checks import problems
from deals.imports import running
from deals.imports.sheets import is_small
from deals.models import ImportRun, Project
from deals.undo import undo
from tests import factories as make
from tests.deals.imports.conftest import a_row, csv_bytes, headers, imported, xlsx_bytes

ROWS = 1_000


def large():
    rows = [a_row(name=f"Plant {n}", investors=f"Firm {n % 50}", amount=n + 1) for n in range(ROWS)]
    return csv_bytes(headers(), *rows)


def exported():
    return "".join(exports.csv_of(Project.objects.order_by("ref")))


def wait():
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join(120)


def test_what_is_small():
    assert is_small(csv_bytes(*[["a"]] * 400))
    assert not is_small(csv_bytes(*[["a"]] * 600))
    assert is_small(xlsx_bytes(["a"]))


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_checked_and_written_in_a_thread(world):
    choices = imports.Choices(create_organizations=True)
    run = imports.begin(large(), file_name="large.csv", choices=choices)
    imports.work_on(run, imports.check)
    wait()
    run.refresh_from_db()
    assert (run.state, run.counts) == ("checked", {"new": ROWS})
    assert imports.start_writing(run)
    assert not imports.start_writing(ImportRun.objects.get())
    wait()
    run.refresh_from_db()
    assert (run.state, run.message, run.content) == ("done", "", None)
    assert Project.objects.count() == ROWS


@pytest.mark.django_db(transaction=True)
def test_a_large_file_waits_for_another_import(world, monkeypatch):
    run = imports.begin(large(), file_name="large.csv")
    answers = iter([OperationalError("database is locked")] * 2)

    def busy_twice(run):
        for error in answers:
            raise error
        running._set(run, state="done")

    monkeypatch.setattr(running, "_carry_out", busy_twice)
    imports.work_on(run, imports.carry_out)
    wait()
    run.refresh_from_db()
    assert run.state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_with_the_import(world, monkeypatch):
    run = imports.begin(csv_bytes(headers(), a_row()), file_name="deals.csv")
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(running, "_carry_out", Mock(side_effect=full))
    imports.work_on(run, imports.carry_out)
    assert (run.state, "disk of the server is full" in run.message) == ("failed", True)


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_fails_says_so(world, monkeypatch):
    run = imports.begin(large(), file_name="large.csv")
    monkeypatch.setattr("deals.imports.running._check", lambda run: 1 / 0)
    imports.work_on(run, imports.check)
    wait()
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Nothing was written" in run.message


@pytest.mark.django_db
def test_undo_of_a_thousand_rows_restores_the_data_exactly(world):
    make.create_project(ref="p-before", amount=5)
    before = exported()
    run = imported(large(), create_organizations=True)
    assert Project.objects.count() == ROWS + 1
    undo(run.action)
    assert exported() == before
    assert list(problems()) == []
