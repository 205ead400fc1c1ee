"""A few hundred hostile requests; `python -m tests.attacks hostile` sends 20,000."""

from math import inf

from tests import databases
from tests.attacks import hostile
from tests.attacks.ground import make_accounts


def test_nobody_gets_a_500(starter):
    make_accounts()
    tally = hostile.attack(300, seed=2 + databases.turn(), seconds=inf)
    assert tally.faults == []
    assert tally.counts["requests"] == 300
