"""One crash of PostgreSQL under load; `python -m tests.attacks crashes` makes three."""

import pytest

from tests import databases
from tests.attacks import crashes


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" in databases.url(), reason="SQLite has no server that could crash")
def test_nothing_acknowledged_is_lost_and_no_total_is_wrong():
    tally = crashes.attack(1)
    assert tally.faults == []
    assert tally.counts["of 503"] > 0
