"""From the columns of projects to sums: the aggregates of a row, and the totals that it holds."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When

from deals.bounds import QUALIFIERS
from deals.models.whole_sum import WholeSum
from deals.stats.sums import Sum, Totals


@dataclass(frozen=True)
class Money:
    """Which columns hold the invested money of a row of the grouping."""

    low: str
    high: str
    bound: str
    unconverted: Q
    output: str


def own_money(currency: str) -> Money:
    c = currency.lower()
    return Money(
        f"invested_{c}_low",
        f"invested_{c}_high",
        "amount_bound",
        Q(**{f"unconverted_{c}": True}),
        f"output_{c}",
    )


_COUNTED = Q(resigns_only=False)


def columns_of(money: Money) -> dict:
    columns = {"projects": Count("pk"), "resigned": Count("pk", filter=~_COUNTED)}
    columns |= _sum_columns("investment", money.low, money.high, money.bound, Q())
    columns["investment_stated"] = Count("pk", filter=Q(disclosed=True))
    columns["investment_undisclosed"] = Count("pk", filter=Q(disclosed=False) & _COUNTED)
    columns["investment_unconverted"] = Count("pk", filter=money.unconverted)
    columns |= _sum_columns("jobs", "jobs", "jobs", "jobs_qualifier", _COUNTED)
    columns |= _sum_columns("output", money.output, money.output, "output_qualifier", _COUNTED)
    columns["output_stated"] = Count("pk", filter=Q(output_value__isnull=False) & _COUNTED)
    return columns


def _sum_columns(name: str, low: str, high: str, qualifier: str, condition: Q) -> dict:
    known = condition & Q(**{f"{low}__isnull": False})
    columns = {
        f"{name}_low": WholeSum(Case(When(known, then=F(low)))),
        f"{name}_known": Count("pk", filter=known),
    }
    if high != low:
        columns[f"{name}_high"] = WholeSum(Case(When(known, then=F(high))))
    for word in QUALIFIERS:
        columns[f"{name}_{word}"] = Count("pk", filter=known & Q(**{qualifier: word}))
    return columns


def totals_of_row(row: dict, currency: str | None, output_currency: str) -> Totals:
    counted = row["projects"] - row["resigned"]
    jobs, output = row["jobs_known"], row["output_stated"]
    return Totals(
        row["projects"],
        row["resigned"],
        _sum(
            row,
            "investment",
            currency,
            row["investment_stated"],
            row["investment_undisclosed"],
            row["investment_unconverted"],
        ),
        _sum(row, "jobs", None, jobs, counted - jobs),
        _sum(
            row, "output", output_currency, output, counted - output, output - row["output_known"]
        ),
    )


def _sum(row: dict, name: str, currency: str | None, stated, undisclosed, unconverted=0) -> Sum:
    low = row[f"{name}_low"]
    high = row.get(f"{name}_high", low)
    qualifiers = {word: row[f"{name}_{word}"] for word in QUALIFIERS}
    return Sum(currency, low, high, stated, undisclosed, unconverted, qualifiers)
