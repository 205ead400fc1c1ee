"""Other databases in the place of the one of this process; also of the other kind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.core.cache import caches
from django.db import connections
from django.db.utils import ConnectionHandler, load_backend

from conference_deals import env


def settings_of(url: str) -> dict:
    """Django's settings of the database that such a DATABASE_URL names."""
    from conference_deals.settings import BASE_DIR, database  # needs the settings of the tests

    with mock.patch.dict(os.environ, {"DATABASE_URL": url}):
        named = database(env.database_url("DATABASE_URL", BASE_DIR))
    return ConnectionHandler({"default": named}).settings["default"]


@contextmanager
def connected(settings: dict) -> Iterator[None]:
    """Put another connection in the place of the default one, whatever that is in the middle of."""
    usual = connections["default"]
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """The same, and no answer is kept: another database may have the same data version."""
    _forget()
    with connected(settings_of(url)):
        yield
    _forget()


def _forget() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()
