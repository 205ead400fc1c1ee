"""A few random histories; `python -m tests.attacks edits` takes 10,000 steps."""

import pytest

from tests import databases
from tests.attacks import edits


@pytest.mark.django_db
def test_nothing_is_wrong_after_random_histories():
    tally = edits.attack(60, seed=databases.turn())
    assert tally.faults == []
    assert tally.counts["steps"] >= 60
