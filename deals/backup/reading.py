"""Reading a backup that may be damaged, foreign or hostile, with bounded memory.

Nothing is unpacked to the disk; nothing in the file names a place. What `Reader` gives away it has
not proved yet: the proof of a section comes at its end, and of the whole at the end of the file.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from deals.backup.errors import BadBackup
from deals.backup.report import Report
from deals.backup.tables import migrations, refuse_unmigrated, tables

FORMAT, FORMAT_VERSION = "conference-deals backup", 1
MOST_IN_A_LINE = 32 * 2**20
# Our rows become a tenth of their size; a bomb becomes a thousandth.
MOST_TIMES, ALWAYS_ALLOWED = 200, 16 * 2**20

TAKE_ANOTHER = "Nothing was changed. Use another copy of it, or an earlier backup."


class Reader:
    """One pass over a file, from its beginning. Raises `BadBackup` for whatever is wrong."""

    def __init__(self, file: BinaryIO, name: str):
        file.seek(0, 2)
        self.name, self.size, self.rows = name, file.tell(), 0
        file.seek(0)
        self.left = max(self.size * MOST_TIMES, ALWAYS_ALLOWED)
        self.unpacked = gzip.GzipFile(fileobj=file)
        self.digest = hashlib.sha256()
        self.header = self._header()

    def bad(self, what: str) -> BadBackup:
        return BadBackup(f"“{self.name}” {what} {TAKE_ANOTHER}")

    def report(self) -> Report:
        """Of what was read so far."""
        header = self.header
        at = header.get("changed_at") or ""
        return Report(header["data_version"], at, len(header["tables"]), self.rows, self.size)

    def sections(self) -> Iterator[tuple[dict, Iterator[bytes]]]:
        """(what the header says of it, the lines of its rows) of each table, in order.

        Each has to be read to its end before the next.
        """
        for table in self.header["tables"]:
            yield table, self._rows(table["name"])
        end = {"rows": self.rows, "sha256": self.digest.hexdigest()}
        if self._object(self._line()) != end or self._read(1):
            raise self.bad("does not end as it should.")

    def _rows(self, name: str) -> Iterator[bytes]:
        count, digest = 0, hashlib.sha256()
        if self._object(self._line()) != {"table": name}:
            raise self.bad(f"has something else where the table {name} should begin.")
        while (line := self._line()).startswith(b"["):
            digest.update(line)
            count += 1
            yield line
        self.digest.update(line)
        self.rows += count
        if self._object(line) != {"end": name, "rows": count, "sha256": digest.hexdigest()}:
            raise self.bad(f"is damaged: the table {name} is not what was written.")

    def _header(self) -> dict:
        line = self._line()
        self.digest.update(line)
        found = self._object(line)
        if found.get("format") != FORMAT:
            raise self._no_backup()
        if found.get("version") != FORMAT_VERSION:
            raise BadBackup(
                f"“{self.name}” has the format {found.get('version')!r:.20}; this release reads "
                f"{FORMAT_VERSION}. Nothing was changed. Use the release that made it."
            )
        if not _is_header(found):
            raise self.bad("is damaged: its first line does not say what follows.")
        return found

    def _no_backup(self) -> BadBackup:
        return BadBackup(
            f"“{self.name}” is no backup that manage.py backup made. Nothing was changed. "
            f"Name another file."
        )

    def _object(self, line: bytes) -> dict:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.bad("is damaged: a line of it cannot be read.")
        return found

    def _line(self) -> bytes:
        line = self._read()
        if len(line) > MOST_IN_A_LINE:
            raise self.bad("has a line that is longer than any of ours.")
        if not line.endswith(b"\n"):
            raise self.bad("is cut off.")
        self.left -= len(line)
        if self.left < 0:
            raise self.bad("unpacks to far more than a backup of its size holds.")
        return line

    def _read(self, size: int | None = None) -> bytes:
        """So many bytes, or the rest of the line with its end, up to one more than a line has."""
        try:
            if size is None:
                return self.unpacked.readline(MOST_IN_A_LINE + 1)
            return self.unpacked.read(size)
        except EOFError:
            raise self.bad("is cut off.") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            if self.unpacked.tell() == 0 and isinstance(error, gzip.BadGzipFile):
                raise self._no_backup() from None
            raise self.bad("is damaged.") from None


def _is_header(found: dict) -> bool:
    """Whether it has what the rest relies on."""
    tables = found.get("tables")
    return (
        type(found.get("data_version")) is int
        and isinstance(found.get("changed_at"), str | None)
        and isinstance(found.get("migrations"), dict)
        and all(isinstance(names, list) for names in found["migrations"].values())
        and isinstance(tables, list)
        and all(_is_table(table) for table in tables)
    )


def _is_table(found) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("name"), str)
        and isinstance(found.get("columns"), list)
        and type(found.get("last_key")) is int
        and 0 <= found["last_key"] < 2**63 - 1
    )


def check(path: Path) -> Report:
    """Read the whole file; `BadBackup` unless it is sound, and fits this release."""
    with open(path, "rb") as file:
        return checked(file, path.name)


def checked(file: BinaryIO, name: str) -> Report:
    reader = Reader(file, name)
    refuse_unmigrated()
    refuse_other_release(reader)
    for _table, rows in reader.sections():
        for _row in rows:
            pass
    return reader.report()


def refuse_other_release(reader: Reader) -> None:
    """Only a database with the same migrations has the same tables, and means the same by them."""
    theirs, ours = _names(reader.header["migrations"]), _names(migrations())
    told = [
        f"{who} {', '.join(sorted(names)[-3:])}"
        for who, names in (
            ("it alone has", theirs - ours),
            ("this database alone has", ours - theirs),
        )
        if names
    ]
    if told:
        raise BadBackup(
            f"“{reader.name}” was made with other migrations: {'; '.join(told)}. Nothing was "
            f"changed. Install the release that made it, run its migrate on an empty database, "
            f"restore there, then install the release you want, and run migrate."
        )
    here = [(table.label, table.names) for table in tables()]
    there = [(table["name"], table["columns"]) for table in reader.header["tables"]]
    if there != here:
        other = [name for name, names in there if (name, names) not in here]
        other += [name for name, names in here if (name, names) not in there]
        raise BadBackup(
            f"“{reader.name}” has other tables than this release: {', '.join(other)[:200]}. "
            f"Nothing was changed. Use the release that made it."
        )


def _names(migrations: dict) -> set[str]:
    return {f"{app}.{name}" for app, names in migrations.items() for name in names}
