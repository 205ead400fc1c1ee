"""Writers on SQLite, who wait for each other without holding what the one that writes needs."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
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


def test_who_has_waited_long_tries_more_often_than_who_just_came():
    assert max(patience.pause(10) for _each in range(100)) < min(patience.PAUSES)


def test_a_reader_waits_for_nobody(elsewhere):
    with write():
        Sector.objects.create(slug="new", name="New")
        assert elsewhere(Sector.objects.count).result() == 0


def test_who_looks_on_for_a_while_takes_nothing_away():
    connection.close()
    with connection.execute_wrapper(lambda execute, *given: execute(*given)):
        connection.ensure_connection()
    assert connection.execute_wrappers.count(patience.wait_for_lock) == 1
