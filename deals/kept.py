"""Whole answers for readers without a session, kept in the cache under the data version.

There is one for each place, which is all that an ETag names beside the data version. It is sealed
for that place with the secret key, so no cache can make one answer pass for another. While the data
stay as they are, it is given as it was made. After a change one reader makes it anew; the others
get the previous one meanwhile, if it was the newest at most `PREVIOUS_SECONDS` ago. Cache-Status
(RFC 9211) says which of these an answer is. Times are those of the database's clock.
"""

import hashlib
import json
import logging
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import BoundedSemaphore, Lock, Thread
from time import perf_counter, sleep

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from conference_deals.caches import Breaker
from deals.models import LoggedChange, Snapshot

logger = logging.getLogger(__name__)

ANSWERS = "answers"
HOUR = 3600
# Of what is stored, which is compressed: pages are five to twenty times as long.
MOST_BYTES = 256 * 1024
FORM, SEAL_BYTES = "deals.kept 1", 32
PREVIOUS_SECONDS = 5
# From here on nobody waits for an answer of which the previous one may be given: that it may be
# seen at once counts for more than a second's news.
DEAR_SECONDS = 0.1
# It is made anew at most so often that this takes a twentieth of a core, however often data change;
# after half of `PREVIOUS_SECONDS` at the latest, as from their end on a reader would have to wait.
PACE = 20
# So many are waited for at once by a process, each in a thread.
MOST_APART = 4
# After these another reader may make it, as the one who began is gone: no statement takes longer.
MAKING_SECONDS = 30

breaker = Breaker("for a while no answer is kept")
# One thread of a process makes dear answers: two would take the cores from those who wait.
_apart = Lock()
_threads = BoundedSemaphore(MOST_APART)


@dataclass(frozen=True)
class Kept:
    """An answer as the view made it at `moment`, in so many seconds."""

    moment: Snapshot
    seconds: float
    headers: dict[str, str]
    content: bytes

    def is_current(self, now: Snapshot) -> bool:
        if self.moment.version > now.version:
            # Made from a database that is ahead; longer ago, before a backup was restored.
            return now.read_at - self.moment.read_at <= seconds(settings.REPLICA_MAX_LAG)
        return (self.moment.version, self.moment.changed_at) == (now.version, now.changed_at)

    @property
    def is_dear(self) -> bool:
        return self.seconds > DEAR_SECONDS

    def rest(self, now: Snapshot) -> float:
        """In so many seconds it may be made anew; it was made too short a time ago."""
        rest = min(self.seconds * PACE, PREVIOUS_SECONDS / 2)
        since = (now.read_at - self.moment.read_at).total_seconds()
        # A clock that was put back must not make it rest for longer.
        return max(0, rest - max(0, since))

    def seconds_stale(self, now: Snapshot) -> float:
        """At most so long ago it was the newest."""
        return (now.read_at - self.newest_at(now)).total_seconds()

    def newest_at(self, now: Snapshot) -> datetime:
        """A late moment at which it was the newest for certain."""
        following = self.moment.version + 1
        if following == now.version:
            return now.changed_at
        recently = now.read_at - seconds(PREVIOUS_SECONDS)
        if self.moment.read_at < recently:
            log = LoggedChange.objects.filter(at__gte=recently).order_by("at", "id")
            version, at = log.values_list("data_version", "at").first() or (None, None)
            if version and version <= following:
                return at
        return self.moment.read_at


def answer(
    request: HttpRequest, known: set[str], make: Callable, make_again: Callable
) -> HttpResponse:
    """What is kept of the request's place, or what `make` returns of its snapshot.

    `known` are the ETags that the reader has. `make_again` is for another thread: it has the
    answer made and kept, in a snapshot of its own. Snapshot and tag of the request become those of
    the answer.
    """
    now, found = request.snapshot, read(request)
    if found and found.is_current(now):
        return given(request, found, known, "hit")
    why = "stale" if found else "miss"
    if not found or request.method != "GET":
        return made(request, make, why)
    with ExitStack() as lock:
        is_maker = takes(lock, request.place)
        waits = is_maker and not found.is_dear
        if waits or (stale := found.seconds_stale(now)) > PREVIOUS_SECONDS:
            return made(request, make, why)
        status = ("hit", f"ttl=-{ceil(stale)}", "detail=previous-version")
        response = given(request, found, known, *status)
        if is_maker:
            # Begins when the response is out, as the request is its own until then.
            response._resource_closers.append(apart(make_again, lock.pop_all(), found.rest(now)))
        return response


def answer_anew(request: HttpRequest, make: Callable) -> HttpResponse:
    """What `make` returns, if nobody else has made it of this state of the data meanwhile."""
    found = read(request)
    if found and found.is_current(request.snapshot):
        return given(request, found, set(), "hit")
    return made(request, make)


def given(request: HttpRequest, found: Kept, known: set[str], *status: str) -> HttpResponse:
    request.snapshot, request.tag = found.moment, etag(request.place, found.moment)
    if request.tag in known:
        return labelled(HttpResponseNotModified(), *status)
    return labelled(HttpResponse(found.content, headers=found.headers), *status)


def made(request: HttpRequest, make: Callable[[], HttpResponse], why="miss") -> HttpResponse:
    began = perf_counter()
    response = make()
    took = perf_counter() - began
    if may_be_kept(request, response):
        headers = dict(response.items())
        write(request, Kept(request.snapshot, took, headers, response.content))
    return labelled(response, f"fwd={why}")


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """The whole answer to a GET, which is for everybody, of data whose version is known."""
    is_whole = response.status_code == 200 and not response.streaming
    has_rules = response.cookies or response.has_header("Cache-Control")
    is_known = request.snapshot.changed_at is not None
    return request.method == "GET" and is_whole and not has_rules and is_known


def labelled(response: HttpResponse, *status: str) -> HttpResponse:
    response["Cache-Status"] = "; ".join(["conference-deals", *status])
    return response


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


# ETags


def etag(place: str, snapshot: Snapshot) -> str:
    """The time tells apart what came after a backup was restored from what was lost then: the data
    versions of both count on from the same one.
    """
    return f'"{digest(place, str(snapshot.version), str(snapshot.changed_at))[:32]}"'


def digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


# The cache


def read(request: HttpRequest) -> Kept | None:
    """None where there is nothing, nothing of use, or nothing known of the data's version."""
    if request.snapshot.changed_at is None:
        return None
    stored = breaker.call(lambda: caches[ANSWERS].get(request.place))
    if not isinstance(stored, bytes):
        return None
    sealed, packed = stored[:SEAL_BYTES], stored[SEAL_BYTES:]
    return unpack(packed) if constant_time_compare(sealed, seal(request.place, packed)) else None


def write(request: HttpRequest, made: Kept) -> None:
    packed = pack(made)
    if len(packed) <= MOST_BYTES:
        stored = seal(request.place, packed) + packed
        breaker.call(lambda: caches[ANSWERS].set(request.place, stored, HOUR))


def pack(made: Kept) -> bytes:
    """A line of JSON and the content, compressed."""
    moment = made.moment
    times = [moment.changed_at.isoformat(), moment.read_at.isoformat()]
    head = json.dumps([moment.version, *times, made.seconds, made.headers])
    return zlib.compress(head.encode() + b"\n" + made.content, 1)


def unpack(packed: bytes) -> Kept:
    head, _line, content = zlib.decompress(packed).partition(b"\n")
    version, changed, read, took, headers = json.loads(head)
    moment = Snapshot(version, datetime.fromisoformat(changed), datetime.fromisoformat(read))
    return Kept(moment, took, headers, content)


def seal(place: str, packed: bytes) -> bytes:
    """What only who knows the secret key can make; `FORM` changes with what `pack` writes."""
    return salted_hmac(FORM, place.encode() + packed, algorithm="sha256").digest()


def takes(lock: ExitStack, place: str) -> bool:
    """Whether this reader is the one who makes it; the end of `lock` lets others do so again."""
    key = f"{place}:making"
    # Who cannot ask makes it.
    if not breaker.call(lambda: caches[ANSWERS].add(key, 1, MAKING_SECONDS), instead=True):
        return False
    lock.callback(breaker.call, lambda: caches[ANSWERS].delete(key))
    return True


# Another thread: a server may read the next request of a connection only when this one has ended


def apart(
    make_again: Callable[[], HttpResponse], lock: ExitStack, rest: float
) -> Callable[[], None]:
    """What starts it, in a thread that knows what holds here and now; it begins after a rest."""
    context, language, prefix = copy_context(), translation.get_language(), get_script_prefix()

    def work() -> None:
        # Of these two each thread has its own, whatever its context.
        set_script_prefix(prefix)
        translation.activate(language)
        with lock:
            sleep(rest)
            alone(make_again)

    def start() -> None:
        if _threads.acquire(blocking=False):
            lock.callback(_threads.release)
            Thread(target=context.run, args=(work,), name="make-again", daemon=True).start()
        else:
            lock.close()

    return start


def alone(make_again: Callable[[], HttpResponse]) -> None:
    with _apart:
        try:
            make_again().close()
        except Exception:
            logger.exception("An answer could not be made anew")
        finally:
            connections.close_all()
