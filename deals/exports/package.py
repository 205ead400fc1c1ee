"""ZIP: a Frictionless Data Package of the projects and their investments, with a README.

The files are packed while they are read. What breaks off has no table of contents, without which
no program opens it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deals.columns import PROJECTS, Column, fetched
from deals.exports.about import LICENCE, LICENCE_URL, About, attribution, colon
from deals.exports.delimited import csv_parts
from deals.exports.investments import INVESTMENTS, investments_of
from deals.exports.streams import streamed, whole_or_broken

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True)
class Table:
    """A file of the package; `refers` is column → (file, column) that it points to."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: str
    refers: dict[str, tuple[str, str]]

    @property
    def path(self) -> str:
        return f"{self.name}.csv"


def tables() -> tuple[Table, Table]:
    # A selection may hold a project without the one that it continues: that is no foreign key.
    return (
        Table("projects", _("Projects"), PROJECTS, "ref", {}),
        Table(
            "investments",
            _("Investments"),
            INVESTMENTS,
            "id",
            {"project": ("projects", "ref")},
        ),
    )


def zip_of(projects, about: About) -> Iterator[bytes]:
    """README.md, the tables, and, when their sizes are known, datapackage.json."""
    return whole_or_broken(_packed(projects, about))


def _packed(projects, about: About) -> Iterator[bytes]:
    pipe, described = Pipe(), []
    archive = zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED)
    archive.writestr(_entry("README.md", about), readme(about))
    records = (streamed(fetched(projects)), investments_of(projects))
    for table, rows in zip(tables(), records, strict=True):
        digest, size = hashlib.sha256(), 0
        with archive.open(_entry(table.path, about), "w", force_zip64=True) as file:
            for part in csv_parts(table.columns, rows):
                data = part.encode()
                digest.update(data)
                size += len(data)
                file.write(data)
                if piece := pipe.take():
                    yield piece
        described.append(_resource(table) | {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"})
    archive.writestr(_entry("datapackage.json", about), datapackage(about, described))
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


def datapackage(about: About, described: list[dict]) -> str:
    package = {
        "$schema": PROFILE,
        "name": "conference-deals",
        "title": about.title,
        "description": f"{about.filter_in_words}\n\n{attribution()}",
        "homepage": about.address,
        "version": str(about.snapshot.version),
        "created": about.changed_at.isoformat().replace("+00:00", "Z"),
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": "CC BY 4.0"}],
        "sources": [{"title": about.citation, "path": about.address}],
        "resources": described,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict:
    """A file with its schema, as the Data Package and Table Schema standards have it."""
    schema = {"fields": [_field(c) for c in table.columns], "primaryKey": [table.key]}
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": resource, "fields": [there]}}
            for column, (resource, there) in table.refers.items()
        ]
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | {"missingValues": [""]},
    }


def _field(column: Column) -> dict:
    field = {
        "name": column.name,
        "title": str(column.title),
        "description": str(column.description),
        "type": column.type,
    }
    return field | ({"unit": str(column.unit)} if column.unit else {})


def readme(about: About) -> str:
    """The README in the language of the request, for people."""
    lines = [f"# {about.site}{colon()}{about.title}", "", attribution(), ""]
    lines += [_item(label, value) for label, value in about.facts]
    lines += ["", "## " + _("Files"), ""]
    lines += [_item(f"`{table.path}`", table.title) for table in tables()]
    lines += [_item("`datapackage.json`", _("columns, types, sizes and checksums")), ""]
    for table in tables():
        lines += [f"## {table.path}", "", *_dictionary(table.columns), ""]
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
