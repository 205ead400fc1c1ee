"""A cache that the processes of one machine share, and a way to use one that may fail."""

import json
import logging
import os
import pickle
import stat
import time
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.exceptions import ImproperlyConfigured
from django.core.files import locks

logger = logging.getLogger(__name__)

WRITABLE = stat.S_IWGRP | stat.S_IWOTH
# For so long a process leaves a cache alone that failed; so it logs this no more often either.
REST_SECONDS = 10


class Breaker:
    """Uses a cache that may fail: that is logged, with what is lost, and costs no answer."""

    def __init__(self, loss: str):
        self.loss = loss
        self.rests_until = 0

    def call(self, use: Callable, *args, instead: Any = None) -> Any:
        """What `use` returns; `instead` where the cache is down."""
        if monotonic() < self.rests_until:
            return instead
        try:
            return use(*args)
        except Exception:  # each cache has errors of its own
            logger.exception("The cache failed: %s", self.loss)
            self.rests_until = monotonic() + REST_SECONDS
            return instead


class Plain:
    """What Redis holds: numbers, texts and bytes. Django's own way (pickle) would run, in the
    server, whatever somebody else had put there.
    """

    BYTES = b"\0"  # which no JSON begins with

    def dumps(self, value):
        if type(value) is int:
            return value  # so Redis itself can count
        is_bytes = isinstance(value, bytes)
        return self.BYTES + value if is_bytes else json.dumps(value).encode()

    def loads(self, stored):
        is_bytes = stored.startswith(self.BYTES)
        return stored.removeprefix(self.BYTES) if is_bytes else json.loads(stored)


class SharedFileCache(FileBasedCache):
    """Django's cache of files, with an `add` and an `incr` that are exact between processes.

    Reading a file runs what is in it (pickle), so before each use it refuses, with an
    `ImproperlyConfigured`, a folder that other accounts own or may write to.
    """

    def __init__(self, folder, params):
        # Resolved once: a link in the path cannot lead elsewhere later.
        super().__init__(os.path.realpath(folder), params)

    def add(self, *args, **kwargs):
        with self._alone():
            return super().add(*args, **kwargs)

    def incr(self, key, delta=1, version=None):
        with self._alone():
            name = self._key_to_file(key, version)
            expiry, value = self._current(name)
            self._replace(name, expiry, value + delta)
            return value + delta

    @contextmanager
    def _alone(self):
        """One writer at a time; the system unlocks for a process that dies."""
        self._createdir()
        with open(os.path.join(self._dir, "lock"), "w", opener=for_us_only) as file:
            locks.lock(file, locks.LOCK_EX)
            yield

    def _current(self, name):
        """(Unix time or None for never, value) of a file; a ValueError where it has expired."""
        try:
            with open(name, "rb") as file:
                if not self._is_expired(file):
                    file.seek(0)
                    return pickle.load(file), pickle.loads(zlib.decompress(file.read()))  # noqa: S301 - ours alone
        except FileNotFoundError:
            pass
        raise ValueError("The key is not found.")

    def _replace(self, name, expiry, value):
        """Keeps the expiry, and looks for no room: the file is there already."""
        new = os.path.join(self._dir, "new")
        with open(new, "wb", opener=for_us_only) as file:
            self._write_content(file, None if expiry is None else expiry - time.time(), value)
        os.replace(new, name)

    def _is_expired(self, f):
        """Leaves the file, which another process may have renewed by now, to `_cull`."""
        try:
            expiry = pickle.load(f)  # noqa: S301 - ours alone
        except EOFError:
            return True
        return expiry is not None and expiry < time.time()

    def _cull(self):
        """From `MAX_ENTRIES` on, removes what has expired, then what exceeds two thirds."""
        names = self._list_cache_files()
        if len(names) < self._max_entries:
            return
        live = [name for name in names if not self._is_past(name)]
        kept = live[: self._max_entries - self._max_entries // self._cull_frequency]
        for name in set(names) - set(kept):
            self._delete(name)

    def _is_past(self, name):
        try:
            with open(name, "rb") as file:
                return self._is_expired(file)
        except FileNotFoundError:
            return True

    def _key_to_file(self, key, version=None):
        self._createdir()
        return super()._key_to_file(key, version)

    def _createdir(self):
        super()._createdir()
        refuse_foreign(Path(self._dir))


def for_us_only(path, flags):
    return os.open(path, flags, 0o600)


def refuse_foreign(folder):
    """Raises `ImproperlyConfigured` where another account could put files into the folder."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise wrong(folder, "belongs to another account than the one that serves")
    if found.st_mode & WRITABLE:
        raise wrong(folder, "can be written by other accounts")
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise wrong(folder, f"can be exchanged by other accounts, who may write to {parent}")


def wrong(folder, fault):
    return ImproperlyConfigured(
        f"The folder {folder} of CACHE_URL {fault}. Name one that only the account of the server "
        "can write to (chmod 700); a folder that does not exist yet is made so."
    )
