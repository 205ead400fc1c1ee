"""The command that loads exchange rates adds what is missing, and nothing twice."""

import datetime
import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from deals import rates
from deals.models import ExchangeRate, Peg

pytestmark = pytest.mark.django_db

ROWS = [
    (datetime.date(2024, 8, 30), "USD", Decimal("1.1087")),
    (datetime.date(2024, 8, 30), "CNY", Decimal("7.8585")),
]


def run():
    out = io.StringIO()
    call_command("load_rates", stdout=out)
    return out.getvalue()


def test_a_second_run_adds_nothing(monkeypatch):
    monkeypatch.setattr(rates, "_ecb_rows", lambda: iter(ROWS))
    assert run() == "2 exchange rates and 7 pegs added.\n"
    assert run() == "0 exchange rates and 0 pegs added.\n"
    assert (ExchangeRate.objects.count(), Peg.objects.count()) == (2, 7)


def test_a_rate_that_an_editor_changed_stays(monkeypatch):
    monkeypatch.setattr(rates, "_ecb_rows", lambda: iter(ROWS))
    run()
    rate = ExchangeRate.objects.get(currency="USD")
    rate.per_eur = 2
    rate.save()
    run()
    assert ExchangeRate.objects.get(currency="USD").per_eur == 2
