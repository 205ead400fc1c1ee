"""The words of the data and their labels in both languages; no ORM.

Metrics are an open vocabulary: an unknown slug is a count, or money if it has a currency.
"""

from django.utils.translation import gettext_lazy as _

PLACE_KINDS = ("country", "region", "city", "district")
PLACE_KIND_LABELS = {
    "country": _("Country"),
    "region": _("Region"),
    "city": _("City"),
    "district": _("District"),
}

ORGANIZATION_KINDS = (
    "company",
    "government",
    "fund",
    "development_bank",
    "university",
    "consortium",
    "other",
)
ORGANIZATION_KIND_LABELS = {
    "company": _("Company"),
    "government": _("Government"),
    "fund": _("Fund"),
    "development_bank": _("Development bank"),
    "university": _("University"),
    "consortium": _("Consortium"),
    "other": _("Other"),
}

STATUSES = ("announced", "signed", "under_construction", "operating", "suspended", "cancelled")
STATUS_LABELS = {
    "announced": _("Announced"),
    "signed": _("Signed"),
    "under_construction": _("Under construction"),
    "operating": _("Operating"),
    "suspended": _("Suspended"),
    "cancelled": _("Cancelled"),
}
COMMITMENTS = ("pledge", "mou", "contract", "order", "unspecified")
COMMITMENT_LABELS = {
    "pledge": _("Pledge"),
    "mou": _("Memorandum of understanding"),
    "contract": _("Contract"),
    "order": _("Order"),
    "unspecified": _("Not specified"),
}

SOURCE_KINDS = ("official", "wire", "news", "company", "rewrite", "aggregator")
SOURCE_KIND_LABELS = {
    "official": _("Official"),
    "wire": _("News agency"),
    "news": _("News report"),
    "company": _("Company"),
    "rewrite": _("Rewrite"),
    "aggregator": _("Aggregator"),
}

MONEY_METRICS = (
    "investment",
    "deal_value",
    "output_value",
    "tax",
    "intended_purchases",
    "pledges",
    "order_value",
)
COUNT_METRICS = (
    "projects",
    "agreements",
    "jobs",
    "attendees",
    "exhibitors",
    "companies",
    "aircraft",
)
METRIC_LABELS = {
    "projects": _("Projects"),
    "investment": _("Investment"),
    "agreements": _("Agreements"),
    "deal_value": _("Value of deals"),
    "intended_purchases": _("Intended purchases"),
    "pledges": _("Aid and loans pledged"),
    "order_value": _("Value of orders"),
    "aircraft": _("Aircraft ordered"),
    "output_value": _("Yearly output value"),
    "tax": _("Tax"),
    "jobs": _("Jobs"),
    "companies": _("Companies"),
    "exhibitors": _("Exhibitors"),
    "attendees": _("Attendees"),
}

WHY_LEFT_OUT = {
    "suspect": _("marked as suspect"),
    "conversion": _("a conversion of another figure"),
    "part": _("a part of another figure"),
    "other-scope": _("about a narrower scope"),
    "other-source": _("another source says the same or is preferred"),
    "other-currency": _("in another currency"),
    "covered": _("its editions have figures of their own"),
    "inside-a-longer-figure": _("counted inside a figure over several editions"),
}

SEVERITIES = ("warning", "note")
SEVERITY_LABELS = {"warning": _("Warning"), "note": _("Note")}
CHECK_LABELS = {
    "part-above-whole": _("A part above its whole"),
    "cumulative-differs": _("A figure over several editions and the sum of the editions"),
    "pair-off-rate": _("A conversion off the rate of the day"),
    "itemised-above-reported": _("Itemised above reported"),
    "same-value-other-scope": _("The same number about different things"),
    "same-scope-other-value": _("Different numbers for the same thing"),
    "hedge-lost": _("A hedge lost in a copy"),
    "mean-out-of-norm": _("An unusual mean per project"),
    "preferred-suspect": _("A preferred figure marked as suspect"),
}
CHECK_EXPLANATIONS = {
    "part-above-whole": _(
        "A figure is a named part of another one, and yet larger than it. Where the whole is "
        "only a lower bound (“more than”), both can hold, which is a note."
    ),
    "cumulative-differs": _(
        "A figure covers several editions together, each of which has a headline of its own, and "
        "the sum of these cannot be the same number, even with all hedges and the rounding of the "
        "printed digits taken into account."
    ),
    "pair-off-rate": _(
        "A source gives an amount in two currencies. The rate that the two printed numbers imply, "
        "with their rounding, does not hold the reference rate of the European Central Bank on "
        "the edition's first day (or on the day of publication, where the edition has none). "
        "Up to 1% away is taken for the rate of another day; up to 5% is a note."
    ),
    "itemised-above-reported": _(
        "The itemised projects of the same scope add up to more than was reported. Where the "
        "reported number is a lower bound or about, that is a note."
    ),
    "same-value-other-scope": _(
        "Different sources give the same number for different places, sectors or sets of "
        "projects, and none of these is named as a part of the other. Both may hold, but often "
        "one of them has misplaced the number."
    ),
    "same-scope-other-value": _(
        "Sources give numbers for the same thing that cannot both hold, with their hedges and the "
        "rounding of the printed digits taken into account. Where editors have marked all that "
        "dissent as suspect, it is a note."
    ),
    "hedge-lost": _(
        "A copy repeats a number of its original as exact, where the original has “about”, “more "
        "than”, “nearly” or the like."
    ),
    "mean-out-of-norm": _(
        "Investment divided by projects is more than ten times, or less than a tenth of, the norm "
        "of the conference: the median of the means of its other editions, of which there must be "
        "two. A factor near 10 hints at 亿 (a hundred million) read as a billion, one near 100,000 "
        "at a “lakh” that was lost."
    ),
    "preferred-suspect": _(
        "A figure is the preferred one of its group and marked as suspect. It is never a "
        "headline, so its group has none."
    ),
}


def metric_label(metric: str) -> str:
    return METRIC_LABELS.get(metric) or metric.replace("_", " ").capitalize()


def metric_rank(metric: str) -> tuple[int, str]:
    """Known metrics in the order of `METRIC_LABELS`, then the others by name."""
    known = list(METRIC_LABELS)
    return (known.index(metric), "") if metric in known else (len(known), metric)


def horizon_label(horizon: str) -> str:
    """``""`` for a figure without one."""
    if horizon.startswith("by_year:"):
        return _("by %(year)s") % {"year": horizon.removeprefix("by_year:")}
    return {
        "at_signing": _("at signing"),
        "at_full_operation": _("at full operation"),
        "per_year_at_full_operation": _("a year, at full operation"),
    }.get(horizon, "")
