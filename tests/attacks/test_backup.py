"""A backup is whole or not there, and a restored database says what the copied one said."""

import os
import re
import shutil
import stat
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from deals.backup import BadBackup, backup, check
from deals.backup.numbering import last_key
from deals.backup.tables import tables
from deals.checks import problems
from deals.models import (
    Action,
    AuditEntry,
    DataVersion,
    ImportedRow,
    ImportRun,
    Investment,
    Project,
    write,
)
from deals.undo import undo
from tests import factories as make
from tests import processes
from tests.attacks import forging
from tests.attacks.saying import differences, everything_said, rows_in
from tests.elsewhere import connected_to
from tests.plugins.starter import connected_to_database

AWKWARD = "tab\tline\r\nback\\slash \\N \\. “quoted” 'it' 𠜎 {} %s 投资 ‮ \u2028"


def edit_the_starter_data():
    """A bit of everything that people do."""
    editor = User.objects.create_user("editor", password="only for tests")
    editor.groups.add(Group.objects.get(name="Editors"))
    editor.user_permissions.add(Permission.objects.get(codename="undo_any_action"))
    kind = ContentType.objects.get_for_model(Project)
    LogEntry.objects.create(user=editor, content_type=kind, object_id="1", action_flag=ADDITION)
    with write(kind="edit", user=editor, why="A test"):
        project = Project.objects.get(ref="p001")
        project.note = AWKWARD
        project.save()
    Investment.objects.filter(amount__isnull=False).first().delete()
    undo(Action.objects.newest_first().first(), user=editor)
    make.create_project(ref="p998", amount=9_000_000_000_000_000, currency="USD")
    make.create_project(ref="p999", name="Gone").delete()
    make.create_acknowledgement(values={"b": [1, None, 2.5], "a": AWKWARD, "z": {"y": True}})
    run = ImportRun.objects.create(
        file_name="a.csv", sha256="0" * 64, size=3, content=b"\x00\\\xff", choices={"x": [AWKWARD]}
    )
    ImportedRow.objects.create(run=run, number=1, state="new", changes={"name": ["", AWKWARD]})


@dataclass
class Source:
    file: Path
    said: dict

    @property
    def content(self) -> bytes:
        return self.file.read_bytes()


@pytest.fixture(scope="module")
def source(starter_database, django_db_blocker, tmp_path_factory):
    """A backup of the edited starter data, and what that database says."""
    file = tmp_path_factory.mktemp("backups") / "source.backup"
    with (
        django_db_blocker.unblock(),
        connected_to_database(starter_database),
        transaction.atomic(durable=False),
    ):
        edit_the_starter_data()
        call_command("backup", file, verbosity=0)
        found = Source(file, everything_said())
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("databases")


class Databases:
    """Migrated databases without data, copied from one that is made once."""

    def __init__(self, folder):
        self.folder, self.made = folder, []

    def sqlite(self):
        template = self.folder / "empty.sqlite3"
        if not template.exists():
            self._migrate(f"sqlite:///{template}")
        self.made.append(self.folder / f"{len(self.made)}.sqlite3")
        shutil.copy(template, self.made[-1])
        return f"sqlite:///{self.made[-1]}"

    def postgres(self):
        """On the server of the default connection."""
        if "deals_empty" not in self.made:
            self._create("deals_empty", "template0")
            self._migrate(self._url("deals_empty"))
        name = f"deals_copy_{len(self.made)}"
        self._create(name, "deals_empty")
        return self._url(name)

    def same(self):
        return self.sqlite() if connections["default"].vendor == "sqlite" else self.postgres()

    def drop(self):
        for name in self.made if connections["default"].vendor == "postgresql" else ():
            if isinstance(name, str):
                self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _create(self, name, template):
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.made.append(name)

    def _run(self, statement):
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(statement)

    def _migrate(self, url):
        with connected_to(url):
            call_command("migrate", verbosity=0)

    def _url(self, name):
        with connected_to_database(name):
            return processes.database_url()


@pytest.fixture(scope="module")
def databases(source, folder, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        found = Databases(folder)
        yield found
        found.drop()


@pytest.fixture
def empty(databases):
    """The address of a database that a test may fill; it is connected to it."""
    url = databases.same()
    with connected_to(url):
        yield url


@pytest.fixture(scope="module")
def stays_empty(databases):
    """One for all who prove that nothing is written."""
    return databases.same()


def restored_says(file):
    call_command("restore", file, verbosity=0)
    return everything_said()


def holds_nothing():
    """But for what migrations make."""
    rows = {table.label: table.model._base_manager.count() for table in tables()}
    made = {"auth.group": 1, "auth.group_permissions": 65, "deals.dataversion": 1}
    return {n: c for n, c in rows.items() if c} == made | {
        table.label: rows[table.label] for table in tables() if table.is_matched
    }


# A copy


def test_a_restored_copy_says_the_same(source, empty, tmp_path):
    assert differences(restored_says(source.file), source.said) == []
    call_command("backup", tmp_path / "again", verbosity=0)
    assert differences(rows_in(tmp_path / "again"), rows_in(source.file)) == []


@pytest.mark.once("it needs a PostgreSQL, and makes the SQLite itself")
def test_data_move_between_the_databases_and_back(source, databases, tmp_path):
    if connections["default"].vendor != "postgresql":
        pytest.skip("no PostgreSQL in this run")
    file = source.file
    for number, make_one in enumerate([databases.sqlite, databases.postgres]):
        with connected_to(make_one()):
            assert differences(restored_says(file), source.said) == []
            file = tmp_path / f"{number}"
            call_command("backup", file, verbosity=0)
            assert differences(rows_in(file), rows_in(source.file)) == []


def test_the_audit_log_tells_of_it(source, empty):
    call_command("restore", source.file, verbosity=0)
    [entry] = AuditEntry.objects.filter(event="restore")
    assert (entry.subject, entry.account) == ("source.backup", "")


def test_no_key_is_given_twice(source, empty):
    """p999 was the last project, and its versions are still found by its key."""
    call_command("restore", source.file, verbosity=0)
    gone = Project.history.get(ref="p999", history_type="-").id
    assert make.create_project(ref="p1000").pk == gone + 1
    assert User.objects.create_user("another").pk == User.objects.get(username="editor").pk + 1


def test_every_table_is_in_a_backup_or_left_out_for_a_reason(empty):
    held = {table.model._meta.db_table for table in tables()}
    with connection.cursor() as cursor:
        there = {t.name for t in connection.introspection.get_table_list(cursor)} - held
    assert {name for name in there if not re.match("deals_(project|searchentry)_search", name)} == {
        "django_migrations",  # compared
        "django_session",  # who was signed in signs in again
        "deals_projectstanding",  # made anew
        "deals_standingtotal",  # made anew
        "deals_searchentry",  # made anew
    }


def test_every_kind_of_column_is_known():
    """So that a new one is looked at: `deals.backup.tables` would take it for a whole number."""
    kinds = {f.target_field if f.remote_field else f for t in tables() for f in t.fields}
    assert {field.get_internal_type() for field in kinds} <= {
        *("AutoField", "BigAutoField", "BigIntegerField", "IntegerField", "BooleanField"),
        *(
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallIntegerField",
        ),
        *("CharField", "TextField", "SlugField", "GenericIPAddressField", "UUIDField"),
        *("BinaryField", "DateField", "DateTimeField", "DecimalField", "FloatField", "JSONField"),
    }


# The file


def test_only_its_owner_may_read_it(source):
    assert stat.S_IMODE(os.stat(source.file).st_mode) == 0o600


def test_a_file_is_replaced_only_by_force(source, tmp_path, empty):
    file = tmp_path / "a"
    file.write_text("mine")
    with pytest.raises(CommandError, match=r"there already.*--force"):
        call_command("backup", file)
    assert file.read_text() == "mine"
    call_command("backup", file, force=True, verbosity=0)
    assert check(file).data_version == 0
    assert [*tmp_path.iterdir()] == [file]


def test_what_fails_leaves_no_file(empty, tmp_path, monkeypatch):
    def full_disk(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("deals.backup.writing.os.fsync", full_disk)
    with pytest.raises(CommandError, match="cannot be written: No space left"):
        call_command("backup", tmp_path / "a")
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("backup", tmp_path / "none" / "a")
    assert [*tmp_path.iterdir()] == []


def test_it_can_be_checked_alone(source, stays_empty, capsys):
    with connected_to(stays_empty):
        call_command("restore", source.file, check=True)
        assert "is sound" in capsys.readouterr().out
        assert holds_nothing()


# Who is there already


def test_data_are_never_overwritten_unasked(source, empty):
    make.create_project(ref="mine")
    with pytest.raises(CommandError, match=r"holds .*deals.project \(1\).*--replace"):
        call_command("restore", source.file)
    assert Project.objects.get().ref == "mine"


def test_what_replaces_data_comes_under_a_later_version(source, empty):
    call_command("restore", source.file, verbosity=0)
    stored = DataVersion.objects.get()
    call_command("restore", source.file, replace=True, verbosity=0)
    same = DataVersion.objects.get()
    assert (same.number, same.changed_at) == (stored.number, stored.changed_at)
    last, _project = last_key(Project), make.create_project(ref="lost")
    Session.objects.create(session_key="of a former account", expire_date=timezone.now())
    call_command("restore", source.file, replace=True, verbosity=0)
    assert not Project.objects.filter(ref="lost").exists()
    assert not Session.objects.exists()
    assert DataVersion.objects.get().number == stored.number + 2
    assert last_key(Project) == last + 1
    assert list(problems()) == []


def test_an_answer_of_what_was_lost_is_not_taken_for_one_of_what_came_after(source, empty, client):
    """Both are of the data version after the backup's."""
    tags = []
    for name in ("Lost", "New"):
        call_command("restore", source.file, replace=True, verbosity=0)
        DataVersion.objects.update(number=5)
        make.create_project(ref="p1001", name=name)
        tags.append(client.get("/api/v1/projects/p1001/").headers["ETag"])
    assert len({*tags}) == 2


FINAL = """
    CREATE FUNCTION is_final() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE restrict_violation USING MESSAGE = 'Final.'; END $$;
    CREATE TRIGGER is_final BEFORE DELETE ON deals_action FOR EACH ROW EXECUTE FUNCTION is_final()
"""


def test_what_a_trigger_keeps_is_replaced_too_and_kept_again(source, empty):
    if connection.vendor == "sqlite":
        pytest.skip("there such rows may be deleted")
    make.create_project()
    with connection.cursor() as cursor:
        cursor.execute(FINAL)
    call_command("restore", source.file, replace=True, verbosity=0)
    with pytest.raises(IntegrityError, match="Final"):
        Action.objects.all()._raw_delete("default")


# While others write


def changing(url):
    """Another person, on another connection: a project comes, and one changes."""
    with connected_to(url):
        make.create_project(amount=1_000)
        with write(kind="edit"):
            for investment in Investment.objects.filter(amount__gt=1)[:2]:
                investment.amount += 1
                investment.save()


def test_a_backup_is_of_one_moment(source, empty, tmp_path):
    """That before the others wrote, though some tables were read after that."""
    call_command("restore", source.file, verbosity=0)
    writes = []

    def progress(table, _rows):
        if table in ("auth.user", "deals.edition", "deals.investment", "deals.loggedchange"):
            writes.append(thread := threading.Thread(target=changing, args=[empty]))
            thread.start()
            thread.join()

    report = backup(tmp_path / "a", progress=progress)
    now = DataVersion.objects.get().number
    assert (len(writes), now - report.data_version) == (4, 8)
    assert differences(rows_in(tmp_path / "a"), rows_in(source.file)) == []


# Killed


def run_and_kill(url, *command, after):
    """Run a command of manage.py, and kill it as soon as it has said this."""
    variables = {"DATABASE_URL": url}
    process = processes.start(
        "manage.py", *map(str, command), "-v2", variables=variables, stdout=subprocess.PIPE
    )
    for line in process.stdout:
        if after in line.decode():
            break
    process.kill()
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait() == -9, rest


@pytest.mark.parametrize("moment", ["auth.user:", "deals.loggedchange", "deals.statusevent"])
def test_a_killed_restore_leaves_an_empty_database(source, stays_empty, moment):
    run_and_kill(stays_empty, "restore", source.file, after=moment)
    with connected_to(stays_empty):
        assert holds_nothing()
        assert DataVersion.objects.get().number == 0


def test_a_killed_backup_leaves_no_file(source, empty, tmp_path):
    call_command("restore", source.file, verbosity=0)
    run_and_kill(empty, "backup", tmp_path / "a", after="deals.action")
    assert not (tmp_path / "a").exists()
    call_command("backup", tmp_path / "a", verbosity=0)
    assert differences(rows_in(tmp_path / "a"), rows_in(source.file)) == []


# Damaged, foreign, hostile


def bomb(whole):
    lines = [b"[" + b"1" * 2**20 + b"]\n"] * 40
    return forging.packed(
        forging.lines_of(whole)[0], b'{"table":"contenttypes.contenttype"}\n', *lines
    )


def at_a_place(whole):
    return forging.packed(
        whole and forging.lines_of(whole)[0].replace(b"auth.user", b"../../etc/passwd")
    )


DAMAGE = {
    "nothing": (lambda whole: b"", "cut off"),
    "a text": (lambda whole: b"hello", "no backup"),
    "a ZIP file": (lambda whole: b"PK\x03\x04" + whole, "no backup"),
    "another gzip": (lambda whole: forging.packed(b"{}\n"), "no backup"),
    "a picture in gzip": (lambda whole: forging.packed(b"\x89PNG\n"), "cannot be read"),
    "half of it": (lambda whole: whole[: len(whole) // 2], "cut off"),
    "all but a byte": (lambda whole: whole[:-1], "cut off"),
    "its beginning": (lambda whole: whole[:20], "cut off"),
    "something behind it": (lambda whole: whole + b"more", "damaged"),
    "itself behind it": (lambda whole: whole + whole, "does not end"),
    "a later format": (lambda whole: forging.with_header(whole, version=2), "format 2"),
    "no tables": (lambda whole: forging.with_header(whole, tables=None), "first line"),
    "odd tables": (lambda whole: forging.with_header(whole, tables=[1]), "first line"),
    "odd migrations": (lambda whole: forging.with_header(whole, migrations={"a": 1}), "first line"),
    "no migrations": (
        lambda whole: forging.with_header(whole, migrations={}),
        "database alone has",
    ),
    "more migrations": (
        lambda whole: forging.with_header(whole, migrations={"deals": ["0999_new"]}),
        "it alone has deals.0999_new",
    ),
    "another data version": (lambda whole: forging.with_header(whole, data_version=0), "end"),
    "a row less": (lambda whole: forging.without_line(whole, 9), "contenttypes.contenttype is not"),
    "a line less": (lambda whole: forging.without_line(whole, 1), "cannot be read"),
    "no end": (lambda whole: forging.without_line(whole, -1), "cut off"),
    "a long line": (lambda whole: forging.packed(b"[" * 2**26), "longer than"),
    "a deep line": (lambda whole: forging.packed(b"[" * 10**6 + b"\n"), "cannot be read"),
    "a bomb": (bomb, "unpacks to far more"),
    "a place outside": (at_a_place, "other tables than this release: ../../etc/passwd"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_named_and_changes_nothing(source, stays_empty, tmp_path, kind):
    damage, words = DAMAGE[kind]
    file = tmp_path / "damaged"
    file.write_bytes(damage(source.content))
    with connected_to(stays_empty):
        with pytest.raises(CommandError, match=words) as refused:
            call_command("restore", file)
        assert "“damaged” " in str(refused.value)
        assert "Nothing was changed." in str(refused.value)
        assert refused.value.returncode == 1
        assert holds_nothing()


def test_no_flipped_bit_goes_unseen(source, stays_empty, tmp_path):
    file = tmp_path / "flipped"
    with connected_to(stays_empty):
        for place in range(1, 40):
            file.write_bytes(forging.flipped(source.content, place / 40))
            with pytest.raises(BadBackup):
                check(file)


def changes(table, column, value):
    """A forgery: the first row of the table has another value there."""

    def change(header, rows):
        [names] = [each["columns"] for each in header["tables"] if each["name"] == table]
        rows[table][0][names.index(column)] = value

    return change


def a_table_less(header, rows):
    del rows["deals.distinct"]


def shorter(header, rows):
    rows["deals.project"][0].pop()


FORGERIES = {
    "text for a number": (changes("deals.project", "jobs", "5"), "row 1 of deals.project"),
    "a number for text": (changes("deals.project", "name", 5), "name is 5"),
    "a number for a bit": (changes("auth.user", "is_superuser", 1), "is_superuser is 1"),
    "no time": (changes("auth.user", "date_joined", "now"), "row 1 of auth.user"),
    "a time without zone": (changes("auth.user", "date_joined", "2026-01-01"), "no time zone"),
    "no date": (changes("deals.exchangerate", "date", "infinity"), "of deals.exchangerate"),
    "no decimal": (changes("deals.exchangerate", "per_eur", "1;2"), "of deals.exchangerate"),
    "no base64": (changes("deals.importrun", "content", "é"), "of deals.importrun"),
    "an unknown right": (changes("auth.group_permissions", "permission_id", 0), "of auth.group"),
    "a table less": (a_table_less, "else where the table deals.distinct should begin"),
    "a short row": (shorter, "row 1 of deals.project"),
    "a huge number": (changes("deals.project", "jobs", 2**70), "does not fit"),
    "a broken rule": (changes("deals.investment", "amount", -5), "does not fit"),
    "a link to nothing": (changes("deals.investment", "project_id", 10**9), "does not fit"),
    "a null": (changes("deals.project", "name", None), "does not fit"),
    "half a character": (changes("deals.project", "name", "\ud800"), "does not fit"),
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_rows_that_do_not_fit_change_nothing(source, stays_empty, tmp_path, kind):
    change, words = FORGERIES[kind]
    file = tmp_path / "forged"
    file.write_bytes(forging.forged(source.content, change))
    with connected_to(stays_empty):
        with pytest.raises(CommandError, match=words):
            call_command("restore", file, verbosity=0)
        assert holds_nothing()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="none” cannot be read: No such file"):
        call_command("restore", tmp_path / "none")


def test_a_database_that_lacks_migrations_is_told_so(source, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), connected_to(f"sqlite:///{tmp_path / 'new.sqlite3'}"):
        for command in (["restore", source.file], ["backup", tmp_path / "a"]):
            with pytest.raises(CommandError, match=r"Run manage\.py migrate"):
                call_command(*command)


def test_a_database_of_a_later_release_is_not_copied_in_part(empty, tmp_path):
    MigrationRecorder(connection).record_applied("deals", "0999_new")
    with pytest.raises(CommandError, match=r"this release lacks \(deals\.0999_new\)"):
        call_command("backup", tmp_path / "a")
    assert [*tmp_path.iterdir()] == []
