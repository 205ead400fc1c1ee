"""One kill of each thing that people do; `python -m tests.attacks kills` makes fifty."""

import pytest

from tests import databases
from tests.attacks import kills


@pytest.mark.django_db(transaction=True)
def test_nothing_is_half_written():
    tally = kills.attack(5, seed=3 + databases.turn(), rows=150)
    assert tally.faults == []
    assert tally.counts["kills"] == 5
