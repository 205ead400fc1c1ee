"""What tells that a disk is full, by the database or by the system."""

import errno
import sqlite3

import pytest
from django.db import OperationalError, connection

from deals import room
from tests import databases
from tests.conference_deals.test_replicas import with_code


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (with_code("53100"), True),
        (with_code("53200"), False),
        (OperationalError("server closed"), False),
        (None, False),
    ],
    ids=repr,
)
def test_full_or_something_else(error, lacking):
    assert room.is_lacking(error) is lacking


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in databases.url(), reason="it is SQLite's")
def test_what_sqlite_says():
    with connection.cursor() as cursor:
        cursor.execute("ATTACH ':memory:' AS small")
        cursor.execute("CREATE TABLE small.t (a)")
        cursor.execute("PRAGMA small.max_page_count = 2")
        with pytest.raises(OperationalError) as error:
            cursor.execute("INSERT INTO small.t VALUES (zeroblob(9000))")
        cursor.execute("DETACH small")
    assert isinstance(error.value.__cause__, sqlite3.OperationalError)
    assert room.is_lacking(error.value)
