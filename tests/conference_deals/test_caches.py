"""The cache of files that processes share: exact, bounded, and nobody else's."""

import os
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from conference_deals.caches import SharedFileCache


@pytest.fixture
def open_cache(tmp_path):
    def open_cache(folder=tmp_path / "cache", entries=100):
        return SharedFileCache(str(folder), {"OPTIONS": {"MAX_ENTRIES": entries}})

    return open_cache


@pytest.fixture
def later(monkeypatch):
    """Lets the clock say that so many seconds have passed."""
    now = time.time()
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: now + seconds)


def test_what_is_there_is_not_added_again(open_cache):
    cache = open_cache()
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1


def test_counting_keeps_the_time_of_expiry(open_cache, later):
    cache = open_cache()
    cache.add("key", 0, 60)
    later(50)
    assert (cache.incr("key"), cache.incr("key", 5)) == (1, 6)
    later(59)
    assert cache.get("key") == 6
    later(61)
    assert cache.get("key") is None
    assert cache.add("key", 0)


def test_what_never_expires_may_be_counted(open_cache, later):
    cache = open_cache()
    cache.set("key", 1, None)
    later(10**9)
    assert cache.incr("key") == 2


@pytest.mark.parametrize("seconds", [None, 0], ids=["absent", "expired"])
def test_there_is_nothing_to_count(seconds, open_cache, later):
    cache = open_cache()
    if seconds is not None:
        cache.set("key", 1, seconds)
        later(1)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_what_has_expired_makes_room_first(open_cache, later):
    cache = open_cache(entries=10)
    for number in range(9):
        cache.set(f"old-{number}", 1, 60)
    later(61)
    for number in range(6):
        cache.add(f"new-{number}", 1, 60)
    assert [cache.get(f"new-{number}") for number in range(6)] == [1] * 6


def test_it_holds_no_more_than_it_may(open_cache, tmp_path):
    cache = open_cache(entries=10)
    for number in range(30):
        cache.add(f"key-{number}", 1)
    assert len(list((tmp_path / "cache").glob("*.djcache"))) <= 10


def test_its_folder_and_files_are_for_its_account_alone(open_cache, tmp_path):
    cache = open_cache()
    cache.add("key", 0)
    cache.incr("key")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "cache").iterdir()}
    assert modes == {0o600}


@pytest.mark.parametrize("mode", [0o770, 0o702], ids=["group", "others"])
def test_a_folder_that_others_may_write_to_is_refused(mode, open_cache, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL can be written by other accounts"):
        open_cache()


def test_a_folder_that_others_could_exchange_is_refused(open_cache, tmp_path):
    tmp_path.chmod(0o777)
    with pytest.raises(ImproperlyConfigured, match="can be exchanged by other accounts"):
        open_cache()


def test_a_folder_of_another_account_is_refused(open_cache, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(ImproperlyConfigured, match="belongs to another account"):
        open_cache()


def test_a_folder_that_was_exchanged_later_is_not_read(open_cache, tmp_path):
    cache = open_cache()
    cache.set("key", 1)
    (tmp_path / "cache").chmod(0o777)
    for use in (cache.get, cache.incr, cache.has_key, cache.touch, cache.delete):
        with pytest.raises(ImproperlyConfigured):
            use("key")


def test_a_link_is_followed_once(open_cache, tmp_path):
    (tmp_path / "real").mkdir(0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    cache = open_cache(tmp_path / "link")
    cache.set("key", 1)
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("/nowhere")
    assert cache.get("key") == 1


def test_an_empty_file_counts_as_none(open_cache):
    cache = open_cache()
    with open(cache._key_to_file("key"), "wb"):
        pass
    assert cache.add("key", 1)
    assert cache.get("key") == 1
