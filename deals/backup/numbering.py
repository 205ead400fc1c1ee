"""The last primary key that a table has given away: a key is never used twice.

Earlier versions of a deleted record are found by its key, so the next record must have another.
"""

from django.db import connection, models


def last_key(model: type[models.Model]) -> int:
    """0 where none was given away, or where the keys are not numbered by the database."""
    with connection.cursor() as cursor:
        if not model._meta.auto_field:
            return 0
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END"  # noqa: S608 - as the database calls it
                f" FROM {_sequence(cursor, model)}"
            )
        else:
            name = [model._meta.db_table]
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", name)
        found = cursor.fetchone()
        return found[0] if found else 0


def number_after(model: type[models.Model], last: int) -> None:
    """Let the next key be the one after `last`, or after the largest that is stored.

    Undone with the transaction, which `setval` would not be.
    """
    if not model._meta.auto_field:
        return
    stored = model._base_manager.aggregate(largest=models.Max("pk"))["largest"] or 0
    last = max(last, stored)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER SEQUENCE {_sequence(cursor, model)} RESTART WITH {last + 1:d}")
            return
        name = model._meta.db_table
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])


def _sequence(cursor, model) -> str:
    """Its name, quoted by the database."""
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.auto_field.column])
    return cursor.fetchone()[0]
