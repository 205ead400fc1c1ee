"""A few writes by eight people; `python -m tests.attacks writers` makes 1,600 by sixteen."""

import pytest

from tests import databases
from tests.attacks import writers


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_nor_doubled():
    tally = writers.attack(32, seed=databases.turn(), people=8, among=2)
    assert tally.faults == []
    assert sum(tally.counts[f"{what}s"] for what in ("create", "change", "event")) == 32
