"""A backup is read in one snapshot, and appears under its name when it is whole."""

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.utils import timezone

from deals.backup.errors import BadBackup
from deals.backup.numbering import last_key
from deals.backup.reading import FORMAT, FORMAT_VERSION, MOST_IN_A_LINE
from deals.backup.report import Report
from deals.backup.tables import Table, as_json, migrations, refuse_unmigrated, tables
from deals.models import Snapshot, snapshot

ROWS_AT_ONCE = 2_000
# Of 9: the next ones take twice the time for a tenth of the size.
COMPRESSION = 4

_encode = json.JSONEncoder(separators=(",", ":"), default=as_json).encode


def backup(
    path: Path, *, force: bool = False, progress: Callable[[str, int], None] = lambda *_: None
) -> Report:
    """Write all data of one moment into a new file; `force` lets it take another one's place.

    Raises `BadBackup`, or the OSError of the disk; then there is no such file, or the former one.
    `progress` hears the name and the rows of each table that is done. Others may write meanwhile.
    """
    refuse_unmigrated()
    with new_file(path, force) as file:
        packed = gzip.GzipFile("", "wb", COMPRESSION, file, mtime=0)
        with packed, snapshot() as moment:
            rows = _write(packed, moment, progress)
        size = file.tell()
    at = moment.changed_at.isoformat() if moment.changed_at else ""
    return Report(moment.version, at, len(tables()), rows, size)


def _write(packed: BinaryIO, moment: Snapshot, progress: Callable) -> int:
    """Returns the number of rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
    total, digest = 0, hashlib.sha256()
    digest.update(_put(packed, header(moment)))
    for table in tables():
        rows, end = _write_table(packed, table)
        digest.update(end)
        total += rows
        progress(table.label, rows)
    _put(packed, {"rows": total, "sha256": digest.hexdigest()})
    return total


def header(moment: Snapshot) -> dict:
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "made_at": timezone.now(),
        "database": connection.vendor,
        "data_version": moment.version,
        "changed_at": moment.changed_at,
        "migrations": migrations(),
        "tables": [
            {"name": table.label, "columns": table.names, "last_key": last_key(table.model)}
            for table in tables()
        ],
    }


def _write_table(packed: BinaryIO, table: Table) -> tuple[int, bytes]:
    """The number of its rows, and the line at their end."""
    count, digest = 0, hashlib.sha256()
    _put(packed, {"table": table.label})
    rows = table.model._base_manager.order_by("pk").values_list(*table.names)
    for row in rows.iterator(ROWS_AT_ONCE):
        digest.update(_put(packed, row))
        count += 1
    end = {"end": table.label, "rows": count, "sha256": digest.hexdigest()}
    return count, _put(packed, end)


def _put(packed: BinaryIO, value) -> bytes:
    line = f"{_encode(value)}\n".encode()
    if len(line) > MOST_IN_A_LINE:
        raise BadBackup(f"A row of {len(line):,} bytes is longer than a backup can hold.")
    packed.write(line)
    return line


@contextmanager
def new_file(path: Path, force: bool) -> Iterator[BinaryIO]:
    """A file for its owner alone, beside where it belongs until it is whole and on the disk."""
    if path.is_dir() or (path.exists() and not force):
        raise BadBackup(f"“{path}” is there already. Choose another name, or replace it: --force.")
    descriptor, unfinished = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """So that the name survives a power failure too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
