"""Which tables a backup holds, and what the JSON values of their columns become in a database."""

import base64
import binascii
import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.apps import apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from deals.backup.errors import BadBackup

# Who is signed in signs in again.
LEFT_OUT = {"sessions.session"}
# Made anew from the records, so they are right even where those of the copied database were not.
REBUILT = {"deals.projectstanding", "deals.standingtotal", "deals.searchentry"}
# Migrations make their rows, under primary keys that differ between databases: rows are the same
# that have the same values here. They come first, as others refer to them.
MATCHED = {
    "contenttypes.contenttype": ("app_label", "model"),
    "auth.permission": ("content_type_id", "codename"),
}


@dataclass(frozen=True)
class Column:
    """`accepts` are the JSON types of its values; `prepare` makes of one what is stored.

    `refers_to` is the label of a matched table.
    """

    name: str
    column: str
    accepts: frozenset[type]
    prepare: Callable | None
    is_json: bool
    refers_to: str = ""


@dataclass(frozen=True)
class Table:
    model: type[models.Model]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def is_matched(self) -> bool:
        return self.label in MATCHED

    @cached_property
    def fields(self) -> list[models.Field]:
        return self.model._meta.concrete_fields

    @property
    def names(self) -> list[str]:
        return [field.attname for field in self.fields]

    def columns(self) -> list[Column]:
        return [_column(field) for field in self.fields]


def tables() -> list[Table]:
    """All that a backup holds, the matched ones first."""
    held = [table for table in _all_tables() if table.label not in LEFT_OUT | REBUILT]
    order = [*MATCHED]
    return sorted(held, key=lambda t: (order.index(t.label) if t.is_matched else 9, t.label))


def emptied() -> list[Table]:
    """Those that nothing of the former data may stay in."""
    return [table for table in _all_tables() if not table.is_matched]


def _all_tables() -> list[Table]:
    found = apps.get_models(include_auto_created=True)
    return [Table(model) for model in found if model._meta.managed and not model._meta.proxy]


def refuse_unmigrated() -> None:
    """Raises `BadBackup` unless the database has this release's migrations, and no others.

    Of a later release's tables a backup would silently lack those that this one does not know.
    """
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        names = ", ".join(str(migration) for migration, _backwards in missing[:3])
        raise BadBackup(
            f"The database lacks migrations of this release ({names}). Nothing was changed. Run "
            f"manage.py migrate, or use the release that the database belongs to."
        )
    known = {f"{app}.{name}" for app, name in executor.loader.disk_migrations}
    applied = {f"{app}.{name}" for app, names in migrations().items() for name in names}
    if applied - known:
        raise BadBackup(
            f"The database has migrations that this release lacks "
            f"({', '.join(sorted(applied - known)[:3])}). Nothing was changed. Use the release "
            f"that the database belongs to."
        )


def migrations() -> dict[str, list[str]]:
    """By application: the names of the database's migrations, in order."""
    found = {table.model._meta.app_label: [] for table in tables()}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if app in found:
            found[app].append(name)
    return found


# Values

_INT = frozenset({int})
_TEXT = frozenset({str})
_ANY = frozenset({bool, int, float, str, list, dict})
_ACCEPTED = {
    "BooleanField": frozenset({bool}),
    "FloatField": frozenset({float, int}),
    "JSONField": _ANY,
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField"), _TEXT),
    **dict.fromkeys(("GenericIPAddressField", "UUIDField", "BinaryField"), _TEXT),
    **dict.fromkeys(("DateField", "DateTimeField", "TimeField", "DecimalField"), _TEXT),
}


def as_json(value) -> str:
    """For `json.dumps`: a value of a row that JSON does not know."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _column(field: models.Field) -> Column:
    related = field.related_model._meta.label_lower if field.remote_field else ""
    value = field
    while value.remote_field:
        value = value.target_field
    kind = value.get_internal_type()
    # All that is left are whole numbers of several sizes.
    accepts = _ACCEPTED.get(kind, _INT)
    prepare = _PREPARED.get((kind, connection.vendor)) or _PREPARED.get((kind, ""))
    refers_to = related if related in MATCHED else ""
    return Column(
        field.attname,
        field.column,
        accepts,
        prepare,
        is_json=kind == "JSONField" and not field.null,
        refers_to=refers_to,
    )


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _hexadecimal(text: str) -> str:
    return f"\\x{_bytes(text).hex()}"


def _moment(text: str) -> str:
    moment = datetime.datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError(f"{text} has no time zone")
    return str(moment.astimezone(datetime.UTC))


def _moment_of_sqlite(text: str) -> str:
    """As Django writes it there: UTC, without saying so."""
    return _moment(text).removesuffix("+00:00")


def _day(text: str) -> str:
    return str(datetime.date.fromisoformat(text))


def _decimal(text: str) -> str:
    return str(Decimal(text))


_PREPARED = {
    ("BinaryField", "sqlite"): _bytes,
    ("BinaryField", "postgresql"): _hexadecimal,
    ("DateTimeField", "sqlite"): _moment_of_sqlite,
    ("DateTimeField", "postgresql"): _moment,
    ("DateField", ""): _day,
    ("DecimalField", ""): _decimal,
    ("JSONField", ""): json.dumps,
}
UNREADABLE = (ValueError, TypeError, KeyError, InvalidOperation, binascii.Error, RecursionError)


def prepared(row: list, columns: list[Column], keys: dict[str, dict[int, int]]) -> list:
    """The values of a row as the database takes them; `keys` are those of matched tables here.

    Raises one of `UNREADABLE` for a row that is none of this table.
    """
    values = []
    for value, column in zip(row, columns, strict=True):
        if value is None:
            values.append("null" if column.is_json else None)
            continue
        if type(value) not in column.accepts:
            raise ValueError(f"{column.name} is {value!r:.50}")
        if column.prepare:
            value = column.prepare(value)
        elif column.refers_to:
            value = keys[column.refers_to][value]
        values.append(value)
    return values


def quoted(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))
