"""Writers on SQLite, who wait for each other without holding what the one that writes needs."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event

import pytest
from django.db import OperationalError, connection

from conference_deals import patience
from deals.models import Sector, write
from tests import databases

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" not in databases.url(), reason="PostgreSQL waits for rows"),
]


def sector(slug, begins=None):
    if begins:
        begins.set()
    with write():
        Sector.objects.create(slug=slug, name=slug)


@pytest.fixture
def elsewhere():
    """Does something in another thread, with a connection of its own that ends with the test."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit
        pool.submit(lambda: connection.close()).result()  # that thread's


def leave_a_cursor_in_a_cycle():
    cursor = connection.cursor()
    cursor.execute("SELECT 1 UNION SELECT 2")
    cursor.fetchone()
    cycle = [cursor]
    cycle.append(cycle)


def test_the_collector_may_free_a_cursor_of_who_waits(elsewhere):
    gc.disable()
    elsewhere(leave_a_cursor_in_a_cycle).result()
    begins = Event()
    with write():
        other = elsewhere(sector, "other", begins)
        begins.wait()
        time.sleep(0.1)  # so that it does wait
        gc.enable()
        gc.collect()
        assert not other.done()
        Sector.objects.create(slug="own", name="Own")
    other.result()
    assert Sector.objects.count() == 2


def test_who_waits_too_long_is_told(elsewhere, monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0)
    with write(), pytest.raises(OperationalError, match="locked"):
        elsewhere(sector, "other").result()
    elsewhere(sector, "other").result()


def test_each_has_a_turn_in_the_order_in_which_they_came(monkeypatch):
    lock, arrived = patience.locks.lock, Queue()
    monkeypatch.setattr(patience.locks, "lock", lambda *given: (arrived.put(given), lock(*given)))
    slugs = [f"sector-{number}" for number in range(8)]
    with ThreadPoolExecutor(len(slugs)) as pool, write():
        for slug in slugs:
            pool.submit(sector_and_out, slug)
            arrived.get(timeout=60)
            time.sleep(0.05)  # so that it stands in the line
        Sector.objects.create(slug="first", name="First")
    assert [*Sector.objects.order_by("pk").values_list("slug", flat=True)] == ["first", *slugs]


def sector_and_out(slug):
    sector(slug)
    connection.close()


def test_a_reader_waits_for_nobody(elsewhere):
    with write():
        Sector.objects.create(slug="new", name="New")
        assert elsewhere(Sector.objects.count).result() == 0


def test_who_looks_on_for_a_while_takes_nothing_away():
    connection.close()
    with connection.execute_wrapper(lambda execute, *given: execute(*given)):
        connection.ensure_connection()
    assert connection.execute_wrappers.count(patience.wait_for_lock) == 1
