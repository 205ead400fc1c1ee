"""What a database breaks off because of another transaction is done again, where that is safe."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

# By SQLSTATE: how often something is done at most. Nothing of its transaction is stored then.
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"
# Not who waited for a lock too long: who asks again stands behind all others.
TIMES = {SERIALIZATION_FAILURE: 3, DEADLOCK: 3}

logger = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")


def again_after_collision(do: Callable[P, R]) -> Callable[P, R]:
    """Does it as often as `TIMES` says; for what is one write, with nothing stored around it, and
    that reads anew what it changes (a plan or a draft in memory would be half carried out).

    Inside a transaction that is open it is done once: all of that is lost, and its owner's to do.
    """

    @wraps(do)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        times = 0
        while True:
            times += 1
            try:
                return do(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or times >= times_at_most(error):
                    raise
                logger.warning("Done again after a collision: %s", error)

    return done


def times_at_most(error: OperationalError) -> int:
    return TIMES.get(getattr(error.__cause__, "pgcode", ""), 1)
