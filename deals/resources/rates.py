"""Exchange rates as plain data."""

from collections.abc import Collection
from decimal import Decimal

from deals.models import Edition, ExchangeRate, Peg, ProjectAmount, Rates
from deals.money import DISPLAY_CURRENCIES
from deals.resources import shapes
from deals.resources.events import edition
from deals.resources.links import text
from deals.resources.projects import rate


def in_use(editions: Collection[Edition]) -> list[dict]:
    """The rates that convert their itemised amounts: a row for each edition and currency."""
    pairs = list(
        ProjectAmount.objects.filter(project__edition__in=editions)
        .order_by("-project__edition__year", "project__edition", "currency")
        .values_list("project__edition", "currency")
        .distinct()
    )
    by_key = {edition.pk: edition for edition in editions}
    rates = Rates.for_editions(editions, {code for _key, code in pairs})
    return [_row(by_key[key], code, rates) for key, code in pairs]


def _row(record: Edition, code: str, rates: Rates) -> dict:
    found = [rates.between(code, target, record) for target in DISPLAY_CURRENCIES if target != code]
    return {
        "edition": edition(record),
        "currency": code,
        "rates": [rate(each) for each in found if each],
    }


def exchange_rate(record: ExchangeRate) -> shapes.RateRow:
    return {
        "currency": record.currency,
        "date": text(record.date),
        "per_eur": _plain(record.per_eur),
    }


def peg(record: Peg) -> shapes.Peg:
    return {
        "currency": record.currency,
        "anchor": record.anchor,
        "units": _plain(record.units),
        "valid_from": text(record.valid_from),
        "source": record.source,
    }


def _plain(number: Decimal) -> str:
    """Without the zeros that the column's fixed places add: 7.8626, not 7.862600."""
    return f"{number.normalize():f}"
