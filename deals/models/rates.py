"""Exchange rates and pegs, and the one function that says what an amount is in another currency."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deals.models.base import CURRENCY, Editorial
from deals.models.history import History
from deals.money import DISPLAY_CURRENCIES, round_half_even

MAX_AGE = datetime.timedelta(days=10)
# Days that are fetched at once: those between two spans as well where there are few, and all where
# there are very many spans, as their conditions take longer than the rows.
CLOSE, MOST_SPANS = datetime.timedelta(days=30), 40
Span = tuple[datetime.date, datetime.date]  # the first and the last day


class ExchangeRateQuerySet(models.QuerySet):
    def delete(self):
        """Amounts that these rates converted are converted anew."""
        from deals.models.version import write

        with write() as change:
            change.every_project = True
            return super().delete()


class ExchangeRate(models.Model):
    """Units of a currency per euro: the ECB reference rate of the day."""

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    date = models.DateField(_("date"))
    per_eur = models.DecimalField(_("units per euro"), max_digits=18, decimal_places=6)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="exchange_rate_unique"),
            models.CheckConstraint(
                condition=Q(per_eur__gt=0),
                name="exchange_rate_positive",
                violation_error_message=_("A rate is more than nothing."),
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.date}"

    def save(self, *args, **kwargs):
        from deals.models.version import write

        with write() as change:
            self.full_clean()
            super().save(*args, **kwargs)
            change.every_project = True

    def delete(self, *args, **kwargs):
        from deals.models.version import write

        with write() as change:
            change.every_project = True
            return super().delete(*args, **kwargs)


class Peg(Editorial):
    """A currency fixed to an anchor: so many units of it for one unit of the anchor."""

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    anchor = models.CharField(_("anchor"), max_length=3, validators=[CURRENCY])
    units = models.DecimalField(_("units per anchor unit"), max_digits=18, decimal_places=6)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=500)

    history = History(derived=["updated_at"])

    class Meta:
        verbose_name = _("peg")
        verbose_name_plural = _("pegs")
        ordering = ["currency", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="peg_unique"),
            models.CheckConstraint(
                condition=Q(units__gt=0),
                name="peg_positive",
                violation_error_message=_("A rate is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(anchor=models.F("currency")),
                name="peg_to_another_currency",
                violation_error_message=_("A currency is pegged to another one."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="peg_has_source"),
        ]

    def __str__(self):
        return f"{self.currency} = {self.units} / {self.anchor}"

    def touch(self, change):
        change.every_project = True


@dataclass(frozen=True)
class Rate:
    """Units of `target` for one unit of `source`, and where that comes from.

    `date` is the day of the ECB rate; None with `year` set means the mean of that year's days.
    `by_ecb` is false where pegs alone decide; `peg_sources` says who fixed each of the `pegs`.
    """

    source: str
    target: str
    factor: Decimal
    date: datetime.date | None
    year: int | None
    pegs: tuple[str, ...] = ()
    peg_sources: tuple[str, ...] = ()
    by_ecb: bool = True

    def convert(self, amount: int | None) -> int | None:
        """Whole units, rounded once, half to even."""
        return None if amount is None else round_half_even(Decimal(amount) * self.factor)


class Rates:
    """Looks rates up and remembers them; make one for each piece of work.

    The latest day on or before the edition's first day (or its last, where only that is known)
    counts, if it is at most 10 days older; where only the year is known, the mean of the daily
    crosses. Everything crosses through the euro; a pegged currency first goes to its anchor.
    """

    def __init__(self):
        self._known: dict[tuple, Rate | None] = {}
        self._pegs: list[Peg] | None = None
        self._spans: list[Span] = []
        self._fetched: dict[datetime.date, dict[str, Decimal]] = {}
        self._currencies: set[str] = set()

    @classmethod
    def for_editions(cls, editions, currencies) -> "Rates":
        """Fetches what a list of editions needs at once, instead of a query for each of them."""
        rates = cls()
        rates.fetch(editions, currencies)
        return rates

    def fetch(self, editions, currencies) -> None:
        """Read what these editions need beyond what was fetched before, in one query."""
        spans = {_span(edition.rate_day, edition.year) for edition in editions}
        wanted = {*currencies, *DISPLAY_CURRENCIES} - {""}
        wanted |= {peg.anchor for peg in self._all_pegs() if peg.currency in wanted}
        if not all(self._has(*span, wanted) for span in spans):
            self._spans = _merged([*self._spans, *spans])
            self._currencies |= wanted | {"EUR"}
            self._fetched = _rates_in(self._spans, self._currencies)

    def _has(self, first, last, currencies: set[str]) -> bool:
        inside = any(begin <= first and last <= end for begin, end in self._spans)
        return inside and currencies <= self._currencies

    def between(self, source: str, target: str, edition) -> Rate | None:
        """The rate for an edition's amounts, or None where there is none."""
        key = (source, target, edition.rate_day, edition.year)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, source, target, day, year) -> Rate | None:
        if source == target:
            return Rate(source, target, Decimal(1), day, None if day else year)
        moment = day or datetime.date(year, 12, 31)
        from_code, from_units, from_peg = self._anchor(source, moment)
        to_code, to_units, to_peg = self._anchor(target, moment)
        cross = (
            self._on_day(from_code, to_code, day) if day else self._mean(from_code, to_code, year)
        )
        if cross is None:
            return None
        factor, rate_day = cross
        pegs = [peg for peg in (from_peg, to_peg) if peg]
        return Rate(
            source,
            target,
            factor * to_units / from_units,
            rate_day,
            None if day else year,
            tuple(peg.currency for peg in pegs),
            tuple(peg.source for peg in pegs),
            by_ecb=from_code != to_code,
        )

    def _all_pegs(self) -> list[Peg]:
        if self._pegs is None:
            self._pegs = list(Peg.objects.order_by("-valid_from"))
        return self._pegs

    def _anchor(self, currency, moment):
        """The currency itself, or the anchor of its peg on that day with its units and the peg."""
        for peg in self._all_pegs():
            if peg.currency == currency and peg.valid_from <= moment:
                return peg.anchor, peg.units, peg
        return currency, Decimal(1), None

    def _on_day(self, source, target, day):
        if source == target:
            return Decimal(1), day
        crosses = self._crosses(source, target, *_span(day, day.year))
        return (crosses[max(crosses)], max(crosses)) if crosses else None

    def _mean(self, source, target, year):
        if source == target:
            return Decimal(1), None
        crosses = self._crosses(source, target, *_span(None, year))
        return (sum(crosses.values()) / len(crosses), None) if crosses else None

    def _crosses(self, source, target, first, last) -> dict[datetime.date, Decimal]:
        """By day: units of `target` for one of `source`, where both have a rate."""
        needed = {source, target}
        if self._has(first, last, needed):
            days = (first + datetime.timedelta(n) for n in range((last - first).days + 1))
            found = {day: self._fetched[day] for day in days if day in self._fetched}
        else:
            found = _rates_in([(first, last)], needed)
        return {
            day: rates[target] / rates[source]
            for day, rates in found.items()
            if needed <= rates.keys()
        }


def _span(day: datetime.date | None, year: int) -> Span:
    """The days whose rates count: those before a day, or all of a year."""
    if day:
        return day - MAX_AGE, day
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _merged(spans: list[Span]) -> list[Span]:
    """The same in few spans, with days between them where they are close; one for very many."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + CLOSE:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    if len(merged) > MOST_SPANS:
        return [(merged[0][0], max(last for _first, last in merged))]
    return merged


def _rates_in(spans: Iterable[Span], currencies) -> dict[datetime.date, dict[str, Decimal]]:
    """By day and currency: units per euro, the euro itself included."""
    among = reduce(or_, [Q(date__range=span) for span in spans])
    rows = ExchangeRate.objects.filter(among, currency__in=set(currencies) - {"EUR"})
    rows = rows.order_by().values_list("date", "currency", "per_eur")
    found: dict[datetime.date, dict[str, Decimal]] = {}
    for date, currency, per_eur in rows:
        found.setdefault(date, {"EUR": Decimal(1)})[currency] = per_eur
    return found
