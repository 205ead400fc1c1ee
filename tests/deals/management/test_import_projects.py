"""What the command says, and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command

from deals.models import ImportRun, Project
from tests import factories as make
from tests.deals.imports.conftest import (  # noqa: F401 - `world` is a fixture
    a_row,
    csv_bytes,
    headers,
    world,
)

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def command(tmp_path):
    def command(content, *options):
        path = tmp_path / "deals.csv"
        path.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_projects", str(path), *options, stdout=out, stderr=err)
        except CommandError as error:
            err.write(f"{error}\n")
        return out.getvalue(), err.getvalue()

    return command


def test_it_imports_and_says_how_to_undo_it(command):
    out, err = command(csv_bytes(headers(), a_row()))
    assert (err, out.splitlines()[0]) == ("", "1 rows: 1 new")
    assert "It can be undone as change" in out
    assert Project.objects.count() == 1
    assert ImportRun.objects.get().counts == {"new": 1}


@pytest.mark.parametrize("option", ["--check", "--dry-run"])
def test_it_can_be_asked_to_write_nothing(option, command):
    make.create_project(ref="p1", name="Old")
    out, _err = command(csv_bytes(["ref", "name"], ["p1", "New"]), option)
    assert "1 rows: 1 update" in out
    assert ("row 2, p1: name: Old → New" in out) == (option == "--dry-run")
    assert Project.objects.get().name == "Old"


def test_faults_are_printed_and_nothing_is_written(command):
    _out, err = command(csv_bytes(headers(), a_row(amount="95.25亿亿"), a_row()))
    assert err.splitlines() == [
        "row 2, column amount (E2): “95.25亿亿” is not an amount. Write 95.25亿 or 95.25bn.",
        "Nothing was written.",
    ]
    assert not Project.objects.exists()


def test_faults_in_chinese(command):
    _out, err = command(csv_bytes(headers(), a_row(amount="95.25亿亿")), "--lang=zh-hans")
    assert "95.25亿亿" in err


def test_what_rows_leave_out_comes_from_the_options(command):
    out, _err = command(
        csv_bytes(["name", "amount"], ["A", 5]),
        *("--edition=wpbc-2024", "--source=wire", "--currency=CNY"),
    )
    assert "1 new" in out
    assert "is no edition" in command(csv_bytes(["name"]), "--edition=nope")[1]


def test_possible_duplicates_stop_it_until_they_are_called_different(command):
    command(csv_bytes(headers(), a_row(name="Cell plant no. 1")))
    content = csv_bytes(headers(), a_row(name="Cell plant no 1"))
    assert "may be the same as" in command(content)[1]
    assert "1 new" in command(content, "--different")[0]
    assert Project.objects.count() == 2


def test_a_second_run_changes_nothing(command):
    content = csv_bytes(headers(), a_row())
    command(content)
    assert command(content) == ("1 rows: 1 unchanged\n", "")
    assert ImportRun.objects.count() == 1


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_projects", str(tmp_path / "nope.csv"))
