"""ZIP: a Frictionless Data Package of the projects and their investments, with a README.

The files are packed while they are read. What breaks off has no table of contents, without which
no program opens it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from deals.columns import Column
from deals.exports.about import About, attribution, colon
from deals.exports.delimited import csv_parts
from deals.exports.descriptor import datapackage_of, described
from deals.exports.streams import streamed, whole_or_broken
from deals.models import Investment
from deals.tables import Table


def investments_of(projects) -> Iterable[Investment]:
    """The investments of the projects, in the order of these."""
    for project in streamed(projects.prefetch_related("investments__investors")):
        yield from project.investments.all()


def zip_of(contents: Iterable[tuple[Table, Iterable]], about: About) -> Iterator[bytes]:
    """README.md, the tables with their rows, and, when their sizes are known, datapackage.json."""
    return whole_or_broken(_packed(list(contents), about))


def _packed(contents: list[tuple[Table, Iterable]], about: About) -> Iterator[bytes]:
    tables = [table for table, _rows in contents]
    pipe, resources = Pipe(), []
    archive = zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED)
    archive.writestr(_entry("README.md", about), readme(tables, about))
    for table, rows in contents:
        path, digest, size = f"{table.name}.csv", hashlib.sha256(), 0
        with archive.open(_entry(path, about), "w", force_zip64=True) as file:
            for part in csv_parts(table.columns, rows):
                data = part.encode()
                digest.update(data)
                size += len(data)
                file.write(data)
                if piece := pipe.take():
                    yield piece
        # A selection may hold a record without another of its kind: that is no foreign key.
        others = [other.name for other in tables if other is not table]
        sums = {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
        resources.append(described(table, path, others) | sums)
    package = json.dumps(datapackage_of(about, resources), ensure_ascii=False, indent=2)
    archive.writestr(_entry("datapackage.json", about), package + "\n")
    archive.close()
    yield pipe.take()


class Pipe(io.RawIOBase):
    """A file that can only be written; what was written waits to be taken."""

    def __init__(self):
        self.waiting = []

    def writable(self):
        return True

    def write(self, data) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def _entry(name: str, about: About) -> zipfile.ZipInfo:
    """Dated by the data, so that the same data make the same file."""
    entry = zipfile.ZipInfo(name, about.changed_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def readme(tables: list[Table], about: About) -> str:
    """The README in the language of the request, for people."""
    lines = [f"# {about.site}{colon()}{about.title}", "", attribution(), ""]
    lines += [_item(label, value) for label, value in about.facts]
    lines += ["", "## " + _("Files"), ""]
    lines += [_item(f"`{table.name}.csv`", table.title) for table in tables]
    lines += [_item("`datapackage.json`", _("columns, types, sizes and checksums")), ""]
    for table in tables:
        lines += [f"## {table.name}.csv", "", *_dictionary(table.columns), ""]
    lines += [
        _("CSV is in UTF-8 with commas. Blank is unknown, never 0. Amounts are whole units."),
        _("Text that a spreadsheet would run as a formula begins with an apostrophe."),
    ]
    return "\n".join(lines) + "\n"


def _dictionary(columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        parts = [column.title, column.description, *([column.unit] if column.unit else [])]
        yield _item(f"`{column.name}`", " – ".join(map(str, parts)))


def _item(label: str, value) -> str:
    """A line of a Markdown list; what it holds stays on the line."""
    return " ".join(f"- {label}{colon()}{value}".split())
