"""Public reads go to streaming replicas of PostgreSQL that are up and not too far behind.

How far behind is measured in data versions, which both databases hold, and in seconds of this
process's own clock: a replica is behind since the moment at which the primary was first seen with
a version that the replica lacks. So clocks of machines need not agree, and an idle primary, on
which `pg_last_xact_replay_timestamp()` grows without end, makes no replica look old.

Each process looks at each database every half second, in a thread of its own: no request waits for
a database that does not answer. While the primary does not answer, nothing newer is known, and
replicas that have what it had last go on answering.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from math import inf
from threading import Lock, Thread
from time import monotonic, sleep
from zlib import crc32

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import Error, connections
from django.http import HttpResponse

from deals.models import DataVersion

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
# How long a replica that broke under a request is left alone.
REST_SECONDS = 3
# PostgreSQL's "serialization_failure": on a replica, what it replays took away what a read needs.
CONFLICT = "40001"

_source: ContextVar[str | None] = ContextVar("database_of_reads", default=None)
_starting = Lock()


class Router:
    """Within `reading_from` all goes to its database, writes too: a replica refuses them."""

    def db_for_read(self, model, **hints):
        return _source.get()

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return True  # the same rows, wherever they were read

    def allow_migrate(self, db, app_label, **hints):
        return None if db == PRIMARY else False


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    token = _source.set(alias)
    try:
        yield
    finally:
        _source.reset(token)


def read(make: Callable[[str], HttpResponse], visitor: str) -> HttpResponse:
    """What `make` returns for the alias of a database: for a replica's where one is fit.

    The primary answers instead if the replica breaks off, so `make` must have sent nothing yet;
    and before an error is said, as what a replica has not may only have not arrived there. One
    visitor's reads go to one replica while it is fit, and do not step back in time.
    """
    alias = chosen(visitor)
    if alias:
        try:
            response = make(alias)
        except Error as error:
            refuse_other(alias, error)
        else:
            if response.status_code < 400:
                return response
    return make(PRIMARY)


def refuse_other(alias: str, error: Error) -> None:
    """Raises an error again that the primary would have too, such as a read that takes too long."""
    # Asked anew: a connection that broke at the end of a transaction does not know it yet.
    if not connections[alias].is_usable():
        connections[alias].close()
        watches()[alias].rest()
    elif getattr(error.__cause__, "pgcode", "") != CONFLICT:
        raise error
    logger.warning("The primary answers instead of %s: %s", alias, error)


def chosen(visitor: str = "") -> str | None:
    """The alias of a replica that may answer now; None where there is none."""
    fit = [alias for alias in settings.REPLICAS if watches()[alias].is_fit()]
    return fit[crc32(visitor.encode()) % len(fit)] if fit else None


# What is known of each database


class Watch:
    """The data version of a database, by looking at it again and again."""

    def __init__(self, alias: str):
        self.alias = alias
        self.asked = False

    def saw(self, number: int, now: float) -> None:
        """To be told its data version; `now` is monotonic time in seconds."""
        raise NotImplementedError

    def failed(self) -> None:
        """To be told that it did not answer."""

    def look(self) -> None:
        try:
            row = DataVersion.objects.using(self.alias).filter(pk=1)
            number = row.values_list("number", flat=True).first() or 0
        except Error:
            connections[self.alias].close()
            self.failed()
        else:
            self.saw(number, monotonic())
        self.asked = True

    def go_on(self) -> None:
        while True:
            self.look()
            sleep(LOOK_SECONDS)

    def start(self) -> None:
        Thread(target=self.go_on, name=f"watch-{self.alias}", daemon=True).start()


class PrimaryWatch(Watch):
    """Remembers since when the primary has had its latest versions."""

    def __init__(self):
        super().__init__(PRIMARY)
        # (number, when it was first seen), the oldest first; more than the longest lag allowed.
        size = int(settings.REPLICA_MAX_LAG / LOOK_SECONDS) + 2
        self.versions: deque[tuple[int, float]] = deque(maxlen=size)

    def saw(self, number: int, now: float) -> None:
        if self.versions and number < self.versions[-1][0]:
            self.versions.clear()  # restored from a backup
        if not self.versions or number > self.versions[-1][0]:
            self.versions.append((number, now))

    def behind(self, number: int, now: float) -> float:
        """Seconds since the primary has had more than this version, which a replica has now.

        inf where that was before this process looked.
        """
        known = list(self.versions)
        if not known:
            return 0 if self.asked else inf
        if number < known[0][0]:
            return inf
        return next((now - since for later, since in known if later > number), 0)


class ReplicaWatch(Watch):
    """Whether a replica may answer."""

    def __init__(self, alias: str, primary: PrimaryWatch):
        super().__init__(alias)
        self.primary = primary
        self.lag = inf  # seconds, when it was last looked at
        self.seen = -inf
        self.rests_until = -inf

    def saw(self, number: int, now: float) -> None:
        self.note(self.primary.behind(number, now), now)

    def failed(self) -> None:
        self.note(inf, monotonic())

    def note(self, lag: float, now: float) -> None:
        most = settings.REPLICA_MAX_LAG
        if (lag <= most) != (self.lag <= most):
            state = "is used" if lag <= most else "is left out"
            logger.warning("%s %s, %.1f seconds behind the primary", self.alias, state, lag)
        self.lag, self.seen = lag, now

    def rest(self) -> None:
        self.rests_until = monotonic() + REST_SECONDS

    def is_fit(self) -> bool:
        """Up when last looked at, not too long ago, and near enough to the primary."""
        now, most = monotonic(), settings.REPLICA_MAX_LAG
        return self.lag <= most and now - self.seen <= most and now >= self.rests_until


def watches() -> dict[str, Watch]:
    """By alias; the first call in a process starts them, so none must come before a fork."""
    with _starting:
        return _started()


@cache
def _started() -> dict[str, Watch]:
    primary = PrimaryWatch()
    replicas = [ReplicaWatch(alias, primary) for alias in settings.REPLICAS]
    for watch in [primary, *replicas]:
        watch.start()
    return {watch.alias: watch for watch in replicas}
