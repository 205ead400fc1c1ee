"""What PostgreSQL breaks off because of another transaction is done again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Model

from deals import rates, starter
from deals.models import Conference, DataVersion, Peg, Sector, again_after_collision, write
from tests import databases
from tests import factories as make
from tests.conference_deals.test_replicas import with_code
from tests.deals.admin.conftest import client, editor, open_page  # noqa: F401 - fixtures

real = pytest.mark.django_db(transaction=True)


def failing(times, code="40P01"):
    """Adds a sector, and then fails as often with this code."""
    fails = iter([True] * times)

    @again_after_collision
    def add():
        with write():
            sector = make.create_sector()
            if next(fails, False):
                raise with_code(code)
            return sector

    return add


@real
@pytest.mark.parametrize(("times", "code"), [(2, "40001"), (2, "40P01")])
def test_it_is_done_again_and_counts_once(times, code):
    sector = failing(times, code)()
    assert [*Sector.objects.all()] == [sector]
    assert DataVersion.objects.get().number == 1


@real
@pytest.mark.parametrize(("times", "code"), [(3, "40P01"), (1, "55P03"), (1, "57014"), (1, "")])
def test_what_goes_on_or_is_something_else_is_told(times, code):
    with pytest.raises(OperationalError):
        failing(times, code)()
    assert not Sector.objects.exists()


@real
def test_inside_a_transaction_it_is_for_the_owner_of_that():
    add = failing(1)
    with pytest.raises(OperationalError), transaction.atomic():
        add()
    assert not Sector.objects.exists()


@real
@pytest.mark.skipif("sqlite" in databases.url(), reason="SQLite writers wait for one another")
def test_both_of_a_deadlock_get_through():
    one, other = make.create_sector(), make.create_sector()
    both_hold = threading.Barrier(2, timeout=20)
    begun = []

    @again_after_collision
    def rename(*sectors):
        begun.append(sectors)
        with write(kind="edit"):
            for sector in sectors:
                stored = Sector.objects.select_for_update().get(pk=sector.pk)
                stored.save()
                if len(begun) < 3 and sector is sectors[0]:
                    both_hold.wait()

    def work(*sectors):
        try:
            rename(*sectors)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        tried = [pool.submit(work, one, other), pool.submit(work, other, one)]
        assert [each.result(timeout=60) for each in tried] == [None, None]
    assert len(begun) == 3
    assert [sector.version for sector in Sector.objects.all()] == [3, 3]


@real
def test_the_form_of_an_editor_is_stored_once(open_page, monkeypatch):  # noqa: F811
    page, fails = open_page(Conference), iter([True])
    save = Conference.save

    def collide(self, *args, **kwargs):
        save(self, *args, **kwargs)
        if next(fails, False):
            raise with_code("40P01")

    monkeypatch.setattr(Conference, "save", collide)
    assert page.save(name="World Power Battery"), page.errors
    assert Conference.objects.count() == 1
    told = page.client.get("/admin/").content.decode()
    assert told.count("was added successfully") == 1


@real
@pytest.mark.parametrize("load", [rates.load_pegs, starter.load], ids=["pegs", "starter"])
def test_what_is_loaded_is_loaded_again_after_a_collision(load, monkeypatch):
    fails, saved = iter([True]), Model.save

    def save(record, *args, **kwargs):
        if next(fails, False):
            raise with_code("40P01")
        return saved(record, *args, **kwargs)

    monkeypatch.setattr(Model, "save", save)
    load()
    assert Peg.objects.exists() or Conference.objects.exists()
    assert next(fails, None) is None
