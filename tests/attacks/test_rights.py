"""Who gets what, from the URL configuration itself."""

import pytest

from tests.attacks import rights
from tests.attacks.ground import ROLES, make_accounts


@pytest.mark.once("who may what is the same on both; `python -m tests.attacks rights` asks each")
@pytest.mark.parametrize("role", ROLES)
def test_every_address_for_every_role(starter, role):
    make_accounts()
    tally = rights.attack(1, roles=[role], methods=["GET", "POST", "DELETE"])
    assert tally.faults == []
    assert tally.counts["requests"] > 500


def test_an_address_without_a_rule_is_found(starter, monkeypatch):
    monkeypatch.setattr(rights, "MORE_PUBLIC", ())
    assert "/favicon.ico" in rights.unknown()
