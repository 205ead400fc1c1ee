"""Filling a database from a backup: everything in one transaction, or nothing."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models.functions import Now

from deals.backup.errors import BadBackup
from deals.backup.numbering import last_key, number_after
from deals.backup.reading import Reader, checked, refuse_other_release
from deals.backup.report import Report
from deals.backup.tables import (
    MATCHED,
    UNREADABLE,
    Column,
    Table,
    emptied,
    prepared,
    quoted,
    tables,
)
from deals.models import DataVersion, Project, restanding, search_entries
from deals.models.loading import without_indexes
from deals.models.search_index import rebuild_index

ROWS_AT_ONCE = 2_000
# What `migrate` alone fills, and the restored rows take the place of.
OF_MIGRATIONS = {
    Group._meta.label_lower,
    Group.permissions.through._meta.label_lower,
    DataVersion._meta.label_lower,
}
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Keys = dict[str, dict[int, int]]


def restore(
    path: Path, *, replace: bool = False, progress: Callable[[str, int], None] = lambda *_: None
) -> Report:
    """Store what the file holds, as it was, in a database without data, or in the place of them.

    The whole file is checked first. Raises `BadBackup` or an OSError, and has changed nothing.
    Primary keys and data version are those of the file; see `_count_on`. All are signed out. On
    PostgreSQL the tables are locked from the check for emptiness to the end.
    """
    with open(path, "rb") as file:
        checked(file, path.name)
        reader = Reader(file, path.name)
        with _told(path.name), transaction.atomic(durable=True):
            _lock()
            if not replace:
                _refuse_data(path.name)
            _store(reader, progress)
        return reader.report()


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Errors of the database as a sentence."""
    try:
        yield
    except OperationalError as error:
        raise BadBackup(
            f"“{name}” was not restored: {_first_line(error)}. Nothing was changed. Stop the "
            f"servers and whatever else uses the database, and try again."
        ) from error
    except (DatabaseError, OverflowError, UnicodeError) as error:
        raise BadBackup(
            f"“{name}” does not fit the rules of the database: {_first_line(error)}. Nothing was "
            f"changed. Use another backup."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def _lock() -> None:
    # SQLite's transaction holds the one lock from its beginning.
    if connection.vendor == "postgresql":
        names = quoted(table.model._meta.db_table for table in emptied())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")


def _refuse_data(name: str) -> None:
    counted = (t for t in tables() if not t.is_matched and t.label not in OF_MIGRATIONS)
    found = [(t, t.model._base_manager.count()) for t in counted]
    there = [f"{t.label} ({count:,})" for t, count in found if count]
    if there:
        raise BadBackup(
            f"“{name}” was not restored, as the database is not empty: it holds "
            f"{', '.join(there)}. Name an empty one in DATABASE_URL and run migrate; or say "
            f"--replace, and all that is there is lost."
        )


def _store(reader: Reader, progress: Callable) -> None:
    refuse_other_release(reader)
    by_label, keys = {table.label: table for table in tables()}, {}
    former = DataVersion.objects.filter(pk=1).first()
    given = {table.label: last_key(table.model) for table in by_label.values()}
    with without_indexes([table.model for table in emptied()]):
        _empty()
        for section, lines in reader.sections():
            label = section["name"]
            before = reader.rows
            _store_table(reader, by_label[label], lines, keys)
            given[label] = max(given[label], section["last_key"])
            progress(label, reader.rows - before)
    for table in by_label.values():
        number_after(table.model, given[table.label])
    connection.check_constraints()
    rebuild_index(Project)
    restanding.rebuild()
    search_entries.rebuild()
    _count_on(former)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _empty() -> None:
    """Rows go even where a trigger of the table keeps them from being deleted one by one."""
    can_disable = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in emptied():
            name = quoted([table.model._meta.db_table])
            if can_disable:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            # Not TRUNCATE, which empties the table for those, too, who read an earlier moment.
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our own models
            if can_disable:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _count_on(former: DataVersion | None) -> None:
    """The data version is that of the file, unless the replaced data had come as far.

    Then it is the one after theirs, as readers may have kept answers of all up to that one.
    """
    stored = DataVersion.objects.filter(pk=1).first() or DataVersion(pk=1)
    if former is None or former.number < stored.number:
        return
    if (former.number, former.changed_at) != (stored.number, stored.changed_at):
        stored.number, stored.changed_at = former.number + 1, Now()
        stored.save()


def _store_table(reader: Reader, table: Table, lines: Iterable[bytes], keys: Keys) -> None:
    rows = _rows(reader, table, lines, keys)
    if table.is_matched:
        keys[table.label] = {row[0]: _matched(table, row) for row in rows}
    elif connection.vendor == "postgresql":
        _copy(table, rows)
    else:
        _insert(table, rows)


def _rows(reader: Reader, table: Table, lines: Iterable[bytes], keys: Keys) -> Iterator[list]:
    columns: list[Column] = table.columns()
    for number, line in enumerate(lines, 1):
        try:
            yield prepared(json.loads(line), columns, keys)
        except UNREADABLE as error:
            raise reader.bad(
                f"has a row {number} of {table.label} that is none: {error}."
            ) from None


def _matched(table: Table, row: list) -> int:
    """The key of the same row here, which is stored if it is missing."""
    values = dict(zip(table.names, row, strict=True))
    del values[table.model._meta.pk.attname]
    natural = {name: values.pop(name) for name in MATCHED[table.label]}
    found, _created = table.model._base_manager.get_or_create(**natural, defaults=values)
    return found.pk


def _insert(table: Table, rows: Iterable[list]) -> None:
    meta = table.model._meta
    columns = [field.column for field in table.fields]
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted([meta.db_table])} ({quoted(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own models
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # The driver's own cursor: Django would look at each value.
        cursor.cursor.executemany(statement, rows)


def _copy(table: Table, rows: Iterator[list]) -> None:
    columns = quoted(field.column for field in table.fields)
    statement = f"COPY {quoted([table.model._meta.db_table])} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        while text := "".join(map(_copy_line, islice(rows, ROWS_AT_ONCE))):
            cursor.cursor.copy_expert(statement, io.BytesIO(text.encode()))


def _copy_line(row: list) -> str:
    cells = ("\\N" if value is None else str(value).translate(_ESCAPED) for value in row)
    return "\t".join(cells) + "\n"
