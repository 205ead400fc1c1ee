"""Whether something failed because a disk is full."""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
DISK_FULL = "53100"  # PostgreSQL's
# Without room for its shared memory, a file, SQLite cannot open a database that nobody has open.
FULL_OF_SQLITE = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}


def is_lacking(error: BaseException | None) -> bool:
    """Of the error itself, or of one that it was raised from."""
    while error is not None:
        if (
            (isinstance(error, OSError) and error.errno in FULL)
            or getattr(error, "pgcode", "") == DISK_FULL
            or getattr(error, "sqlite_errorname", "") in FULL_OF_SQLITE
        ):
            return True
        error = error.__cause__
    return False
