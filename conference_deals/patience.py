"""SQLite's writers wait for each other here, not inside of SQLite.

While SQLite waits for the lock of the file it holds that of the connection, which whoever frees one
of its cursors needs. Python's garbage collector frees those that stand in cycles, such as that of
an exception, in whichever thread it runs: in the one that writes, which then waited for those who
waited for it, until their time was over.
"""

import time
from random import uniform

from django.db import OperationalError

SECONDS = 20
# Between two tries, at first. By chance, so that nobody is always too late.
PAUSES = (0.001, 0.02)
BUSY = "SQLITE_BUSY"


def teach(connection, **_kwargs):
    """For the signal of a new connection."""
    wrappers = connection.execute_wrappers
    if connection.vendor == "sqlite" and wait_for_lock not in wrappers:
        wrappers.insert(0, wait_for_lock)  # who adds one for a while takes away the last


def wait_for_lock(execute, sql, params, many, context):
    """Tries again, for `SECONDS`, what begins a transaction or is one by itself."""
    if many or context["connection"].in_atomic_block:  # of many, some may be stored already
        return execute(sql, params, many, context)
    begun = time.monotonic()
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            waited = time.monotonic() - begun
            if not is_busy(error) or waited > SECONDS:
                raise
        time.sleep(pause(waited))


def pause(waited: float) -> float:
    """The shorter, the longer somebody has waited, in seconds: so the next turn is likely theirs.

    With equal chances for all, one of a hundred writes of sixteen people waits over 20 seconds.
    """
    return uniform(*PAUSES) / (1 + waited) ** 1.5  # noqa: S311 - nobody gains by guessing it


def is_busy(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorname", "").startswith(BUSY)
