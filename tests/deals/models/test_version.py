"""`write` and `snapshot`, the first half inside one connection, the second with real threads."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from deals.checks import problems
from deals.models import (
    DataVersion,
    Investment,
    Project,
    RetiredAddress,
    Sector,
    snapshot,
    write,
)
from tests import factories as make


def version():
    return DataVersion.objects.get().number


# One connection


@pytest.mark.django_db
def test_a_write_counts_once_however_much_it_holds():
    before = version()
    with write():
        make.create_project(amount=5, investors=[make.create_organization()])
        with write():
            make.create_sector()
        assert version() == before
    assert version() == before + 1


@pytest.mark.django_db
def test_each_outermost_write_counts():
    before = version()
    sector = make.create_sector()
    sector.delete()
    assert version() == before + 2


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ValidationError("no"), IntegrityError(), KeyboardInterrupt()])
def test_a_failed_write_counts_nothing_and_keeps_nothing(error):
    before = version()

    def fail():
        with write():
            make.create_sector()
            raise error

    with pytest.raises(type(error)):
        fail()
    assert (version(), Sector.objects.count()) == (before, 0)
    make.create_sector()
    assert version() == before + 1


@pytest.mark.django_db
def test_counting_starts_again_where_the_row_was_flushed():
    DataVersion.objects.all().delete()
    make.create_sector()
    make.create_sector()
    assert version() == 2


@pytest.mark.django_db
def test_a_refused_save_counts_nothing():
    before = version()
    with pytest.raises(ValidationError):
        make.create_sector(slug="Not A Slug")
    assert version() == before


@pytest.mark.django_db
def test_a_save_bumps_the_version_of_its_record():
    sector = make.create_sector()
    sector.save()
    sector.refresh_from_db()
    assert sector.version == 2


@pytest.mark.django_db
def test_a_deleted_address_is_retired_and_not_used_again():
    make.create_sector(slug="coal").delete()
    assert RetiredAddress.objects.get().key == "coal"
    with pytest.raises(ValidationError, match="belonged to a deleted record"):
        make.create_sector(slug="coal")


@pytest.mark.django_db
def test_a_protected_record_keeps_its_address():
    sector = make.create_sector()
    make.create_project(sector=sector)
    with write(), pytest.raises(IntegrityError):
        sector.delete()
    assert not RetiredAddress.objects.exists()
    sector.save()


@pytest.mark.django_db
def test_a_snapshot_inside_a_transaction_reads_the_version():
    make.create_sector()
    with snapshot() as moment:
        assert (moment.version, moment.changed_at is None) == (version(), False)


# Real transactions

real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data_version(transactional_db):
    """The row that a flush takes away."""
    DataVersion.objects.get_or_create(pk=1)


def in_threads(*tasks):
    """Runs the tasks side by side, each with its own connection, and hands back what they gave."""

    def run(task):
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result(60) for future in [pool.submit(run, task) for task in tasks]]


@real
def test_a_snapshot_shows_one_state_while_a_writer_commits(data_version):
    make.create_project(amount=10)
    with snapshot() as before:
        in_threads(lambda: make.create_project(amount=5))
        assert Project.objects.count() == Investment.objects.count() == 1
        assert version() == before.version
    with snapshot() as after:
        assert Project.objects.count() == 2
    assert after.version > before.version


@real
def test_a_snapshot_cannot_write(data_version):
    with pytest.raises(DatabaseError, match=r"(?i)read-?only"), snapshot():
        make.create_sector()
    assert Sector.objects.count() == 0
    make.create_sector()
    assert Sector.objects.count() == 1


@real
def test_a_snapshot_that_fails_leaves_the_connection_as_it_was(data_version):
    mode = getattr(connection, "transaction_mode", None)
    with pytest.raises(ZeroDivisionError), snapshot():
        raise ZeroDivisionError
    assert getattr(connection, "transaction_mode", None) == mode
    make.create_sector()


@real
def test_a_writer_does_not_block_a_snapshot(data_version):
    with write():
        make.create_sector()
        assert in_threads(lambda: read_sectors()) == [0]


def read_sectors():
    with snapshot():
        return Sector.objects.count()


@real
def test_writers_side_by_side_all_succeed_and_count(data_version):
    before = version()
    in_threads(*[lambda: [make.create_sector() for _each in range(5)]] * 8)
    assert (Sector.objects.count(), version()) == (40, before + 40)


@real
def test_two_writers_of_one_project_both_reach_its_total(data_version):
    project = make.create_project()
    both_inside = threading.Barrier(2, timeout=3)

    def add():
        with write():
            make.create_investment(project=project, amount=5)
            # SQLite lets one writer in at a time, so there nobody is to be waited for.
            if connection.vendor == "postgresql":
                both_inside.wait()

    in_threads(add, add)
    project.refresh_from_db()
    assert project.invested_cny_low == 10
    assert list(problems()) == []


@real
def test_an_edition_that_moves_while_its_project_changes(data_version):
    edition = make.create_edition()
    project = make.create_project(edition=edition)

    def move():
        edition.label, edition.starts_on = "moved", datetime.date(2024, 9, 1)
        edition.save()

    in_threads(move, lambda: make.create_investment(project=project, amount=5))
    project.refresh_from_db()
    assert (project.date, project.invested_cny_low) == (edition.starts_on, 5)
    assert list(problems()) == []


@real
def test_a_transaction_that_is_given_up_gives_up_its_write(data_version):
    before = version()
    with transaction.atomic():
        make.create_sector()
        transaction.set_rollback(True)
    assert (version(), Sector.objects.count()) == (before, 0)
