"""Some writes on a full disk; `python -m tests.attacks disk` makes forty on each database."""

import pytest
from django.db import connection

from deals.models import Project
from tests import databases, disks
from tests import factories as make
from tests.attacks import disk
from tests.deals.admin.conftest import client, editor, open_page  # noqa: F401 - fixtures


@pytest.mark.django_db(transaction=True)
def test_nothing_is_half_stored_and_readers_go_on():
    if disks.obstacle():
        pytest.skip(disks.obstacle())
    tally = disk.attack(4, seed=databases.turn(), rows=250)
    assert tally.faults == []
    assert tally.counts["refused"] > 0


@pytest.fixture
def no_page_more():
    """The database may grow no more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 4294967294")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in databases.url(), reason="PostgreSQL has no such limit")
def test_who_saves_is_told_also_where_no_disk_can_be_mounted(client, open_page, request):  # noqa: F811
    project = make.create_project(amount=5, name="Old")
    page = open_page(project)
    note = {"note": "long " * 9_000, "name": "New"}
    request.getfixturevalue("no_page_more")
    response = client.post(page.address, page.values | note)
    assert (response.status_code, "disk of the server is full" in response.text) == (503, True)
    assert Project.objects.get().name == "Old"
