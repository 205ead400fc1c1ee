"""For probes: does the process answer, may requests be sent to it, and how is the site?

They ask over plain HTTP and by any host, and learn no more than a word about each part.
"""

from functools import cache

from django.core.cache import caches
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache

from conference_deals import replicas
from conference_deals.caches import Breaker
from conference_deals.middleware import READ_METHODS, Middleware
from deals.errors import RETRY_SECONDS

HEALTH = "/health/"
OK, READ_ONLY, UNAVAILABLE = "ok", "read-only", "unavailable"
breaker = Breaker("requests are answered without it")


class Probes(Middleware):
    """Answers them before anything asks for a host, a session or HTTPS."""

    def __call__(self, request):
        if request.path_info.startswith(HEALTH) and request.method in READ_METHODS:
            try:
                return resolve(request.path_info).func(request)
            except Resolver404:
                pass
        return self.get_response(request)


@never_cache
def health(request):
    """200 when the process answers and its database, or for readers a replica, does; else 503."""
    return answer({"status": database()})


@never_cache
def live(request):
    """200 when the process answers. Whoever fails this is to be started anew."""
    return JsonResponse({"status": OK})


@never_cache
def ready(request):
    """As `health`, where migrations are done too. Whoever fails this gets no requests meanwhile.

    A cache that is down is named, but fails nobody: it costs no answer, and all processes share it.
    """
    status = database()
    parts = {"database": status}
    if status == OK:
        parts["migrations"] = migrations()
    parts["cache"] = shared_cache()
    behind = parts.get("migrations", OK) != OK
    return answer({"status": UNAVAILABLE if behind else status, **parts})


def answer(found):
    if found["status"] != UNAVAILABLE:
        return JsonResponse(found)
    return JsonResponse(found, status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return READ_ONLY if replicas.chosen() else UNAVAILABLE
    return OK


def migrations() -> str:
    """A database that is ahead of this code is as good: that is how a release is put back."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return UNAVAILABLE
    return OK if latest_migrations() <= applied.keys() else "pending"


@cache
def latest_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of the last one of each app, as this code has them."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def shared_cache() -> str:
    return OK if breaker.call(keeps, caches["default"]) else f"{UNAVAILABLE}: {breaker.loss}"


def keeps(store) -> bool:
    """Whether it holds what is put into it; other probes may put theirs at this moment."""
    store.set("health", OK, 60)
    return store.get("health") == OK
