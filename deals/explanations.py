"""Explains a total: which projects it adds up, which it leaves out, and why.

What is used and what is left out is everything that the filter matched, always; the used ones
add up to what `stats.totals` says of them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from deals.bounds import QUALIFIERS
from deals.models import ProjectAmount, Source
from deals.stats import Sum, WholeSum
from deals.vocabulary import WHY_NOT_ADDED

MEASURES = ("projects", "investment", "jobs", "output_value")
USED = ""
REASONS = tuple(WHY_NOT_ADDED)


def explained(
    projects,
    measure: str,
    currency: str = "CNY",
    *,
    as_of: datetime.date | None = None,
    reported_in: str | None = None,
):
    """All the projects, each with what it adds to the total: the used ones first, largest on top.

    `reason` is "" where a project is used, else a word of `WHY_NOT_ADDED`; `adds_low`, `adds_high`
    and `adds_bound` are what it adds, null where it is left out. `as_of` leaves out what no source
    had published by that day; with `reported_in` the investment is in that currency as reported.
    """
    low, high, bound = _columns(measure, currency, reported_in)
    used = Q(reason=USED)
    return (
        projects.order_by()
        .alias(own_low=low, own_high=high, own_bound=bound)
        .annotate(reason=_reason(measure, as_of))
        .annotate(
            adds_low=Case(When(used, then=F("own_low")), output_field=BigIntegerField()),
            adds_high=Case(When(used, then=F("own_high")), output_field=BigIntegerField()),
            adds_bound=Case(When(used, then=F("own_bound")), output_field=CharField()),
        )
        .order_by(_rank(), F("adds_low").desc(nulls_last=True), "ref")
    )


@dataclass(frozen=True)
class Accounts:
    """What became of the matched projects: the sum of the used ones, and how many by reason."""

    total: Sum
    counts: dict[str, int]

    @property
    def used(self) -> int:
        return self.counts[USED]

    @property
    def matched(self) -> int:
        return sum(self.counts.values())


def accounts(explained, measure: str, currency: str | None) -> Accounts:
    """Adds up what `explained` gave, in one query; its sum is the one of `stats.totals`."""
    columns = {"n": Count("pk"), "low": WholeSum(F("adds_low")), "high": WholeSum(F("adds_high"))}
    columns |= {word: Count("pk", filter=Q(adds_bound=word)) for word in QUALIFIERS}
    rows = {row["reason"]: row for row in explained.order_by().values("reason").annotate(**columns)}
    counts = {word: rows[word]["n"] if word in rows else 0 for word in (USED, *REASONS)}
    used = rows.get(USED, {})
    low, high = used.get("low"), used.get("high")
    if measure == "projects":
        low, high = low or 0, high or 0
    total = Sum(
        currency if measure in ("investment", "output_value") else None,
        low,
        high,
        stated=counts[USED] + counts["no-rate"],
        undisclosed=counts["undisclosed"] + counts["not-stated"],
        unconverted=counts["no-rate"],
        qualifiers={word: used.get(word, 0) for word in QUALIFIERS},
    )
    return Accounts(total, counts)


def converted_from(explained, measure: str) -> list[tuple[int, str, int]]:
    """(edition, currency, projects): from what the used projects' amounts were converted."""
    used = explained.order_by().filter(reason=USED)
    if measure == "output_value":
        rows = used.values("edition", code=F("output_currency")).annotate(n=Count("pk"))
    else:
        amounts = ProjectAmount.objects.order_by().filter(project__in=used.values("pk"))
        rows = amounts.values(edition=F("project__edition"), code=F("currency"))
        rows = rows.annotate(n=Count("pk"))
    return [(row["edition"], row["code"], row["n"]) for row in rows]


@dataclass(frozen=True)
class LeftOut:
    """How many projects an `as_of` leaves out, and whose undated sources some of them rest on."""

    later: int
    undated: int
    publishers: list[str]


def left_out_on(projects, day: datetime.date) -> LeftOut:
    """`projects` are those that match whatever the day; publishers of most projects come first."""
    projects = projects.order_by()
    counts = projects.aggregate(
        later=Count("pk", filter=Q(source__published_on__gt=day)),
        undated=Count("pk", filter=Q(source__published_on=None)),
    )
    undated = Source.objects.order_by().filter(published_on=None)
    rows = (
        undated.filter(projects__in=projects.values("pk"))
        .values("publisher")
        .annotate(n=Count("projects"))
    )
    publishers = [row["publisher"] for row in rows.order_by("-n", "publisher")]
    return LeftOut(counts["later"], counts["undated"], publishers)


def _columns(measure: str, currency: str, reported_in: str | None) -> Iterable:
    """Low end, high end and bound of what a project would add, as expressions."""
    if measure == "projects":
        one = Value(1, output_field=BigIntegerField())
        return one, one, Value("exact")
    if measure == "jobs":
        return F("jobs"), F("jobs"), F("jobs_qualifier")
    if measure == "output_value":
        column = F(f"output_{currency.lower()}")
        return column, column, F("output_qualifier")
    if reported_in:
        amounts = ProjectAmount.objects.filter(project=OuterRef("pk"), currency=reported_in)
        return [Subquery(amounts.values(name)[:1]) for name in ("low", "high", "bound")]
    c = currency.lower()
    return F(f"invested_{c}_low"), F(f"invested_{c}_high"), F("amount_bound")


def _reason(measure: str, as_of: datetime.date | None) -> Case:
    cases = []
    if as_of:
        cases += [
            When(source__published_on__gt=as_of, then=Value("published-later")),
            When(source__published_on=None, then=Value("undated-source")),
        ]
    if measure != "projects":
        cases.append(When(resigns_only=True, then=Value("re-signed")))
    if measure == "investment":
        cases.append(When(disclosed=False, then=Value("undisclosed")))
    elif measure != "projects":
        cases.append(When(**{measure: None}, then=Value("not-stated")))
    cases.append(When(own_low=None, then=Value("no-rate")))
    return Case(*cases, default=Value(USED), output_field=CharField())


def _rank() -> Case:
    """The used ones first, then each reason in its own order."""
    places = [When(reason=word, then=Value(n)) for n, word in enumerate((USED, *REASONS))]
    return Case(*places, output_field=IntegerField()).asc()
