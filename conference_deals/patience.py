"""SQLite's writers wait for each other here, not inside of SQLite.

While SQLite waits for the lock of the file it holds that of the connection, which whoever frees one
of its cursors needs. Python's garbage collector frees those that stand in cycles, such as that of
an exception, in whichever thread it runs: in the one that writes, which then waited for those who
waited for it, until their time was over.
"""

import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks
from django.db import OperationalError

SECONDS = 20
PAUSE = 0.002  # between two tries of the first in line
BUSY = "SQLITE_BUSY"


def teach(connection, **_kwargs):
    """For the signal of a new connection."""
    wrappers = connection.execute_wrappers
    if connection.vendor == "sqlite" and wait_for_lock not in wrappers:
        wrappers.insert(0, wait_for_lock)  # who adds one for a while takes away the last


def wait_for_lock(execute, sql, params, many, context):
    """Tries again, for `SECONDS`, what begins a transaction or is one by itself."""
    connection = context["connection"]
    if many or connection.in_atomic_block:  # of many, some may be stored already
        return execute(sql, params, many, context)
    end = time.monotonic() + SECONDS
    try:
        return execute(sql, params, many, context)
    except OperationalError as error:
        if not is_busy(error):
            raise
    with line(connection):
        while True:
            try:
                return execute(sql, params, many, context)
            except OperationalError as error:
                if not is_busy(error) or time.monotonic() > end:
                    raise
            time.sleep(PAUSE)


def is_busy(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorname", "").startswith(BUSY)


@contextmanager
def line(connection):
    """Returns when all who came before, of all processes, have had their turn.

    They stand at the folder of the database, where the system lets in one after the other, also
    when somebody dies. By chance alone one of a hundred writes of sixteen people took too long.
    """
    try:
        folder = os.open(Path(connection.settings_dict["NAME"]).parent, os.O_RDONLY)
    except OSError:  # a system on which folders cannot be opened has no line
        yield
        return
    try:
        locks.lock(folder, locks.LOCK_EX)
        yield
    finally:
        os.close(folder)
