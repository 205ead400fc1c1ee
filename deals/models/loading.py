"""Filling whole tables of PostgreSQL: their indexes and foreign keys are built once, at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

# Names and definitions of what slows the writing of many rows down, on PostgreSQL.
_INDEXES = """
    SELECT format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY (%s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
_LINKS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname,
            pg_get_constraintdef(c.oid))
    FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = ANY (%s::regclass[])
"""
_SETTINGS = (
    *("statement_timeout = 0", "lock_timeout = 0", "idle_in_transaction_session_timeout = 0"),
    "maintenance_work_mem = '256MB'",
)


@contextmanager
def without_indexes(of: list[type[models.Model]]) -> Iterator[None]:
    """Builds indexes and foreign keys of the tables at the end, which is several times as fast.

    In the transaction that is going on, so that a failure leaves everything as it was. SQLite
    builds them no faster at once, and is left alone.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = [model._meta.db_table for model in of]
    with connection.cursor() as cursor:
        for setting in _SETTINGS:
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = [*_found(cursor, _INDEXES, tables), *_found(cursor, _LINKS, tables)]
        for drop, _create in found:
            cursor.execute(drop)
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _drop, create in found:
            cursor.execute(create)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _found(cursor, query: str, tables: list[str]) -> list[tuple[str, str]]:
    cursor.execute(query, [tables])
    return cursor.fetchall()
