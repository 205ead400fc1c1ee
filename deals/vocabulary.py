"""The words of the data and their labels in both languages; no ORM.

Metrics are an open vocabulary: an unknown slug is a count, or money if it has a currency.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
# What became of a project after its edition; the last two are announced or signed still.
FOLLOW_LABELS = {
    "under_construction": _("Under construction"),
    "operating": _("Operating"),
    "suspended": _("Suspended"),
    "cancelled": _("Cancelled"),
    "not_started": _("Not started, with news"),
    "no_news": _("No news since"),
}
STATUS_MEANINGS = {
    "announced": _("A source says that it is planned; nobody says that it was signed."),
    "signed": _("The parties have signed, as the kind of commitment says in more detail."),
    "under_construction": _("Building or fitting out has begun."),
    "operating": _("At least a part of it works."),
    "suspended": _("Work has stopped, and may go on."),
    "cancelled": _("It has been given up. Its amount still counts as signed then."),
}
STATUS_BASIS_LABELS = {
    "event": _("the latest status event by then"),
    "entered": _("as it was entered; no dated event is known"),
    "signature": _("signed by then; no status event is dated before"),
    "edition": _("announced at its edition; no status event is dated before"),
    "not_yet_known": _("before anything is known of it"),
}
MEASURE_LABELS = {
    "reported_projects": _("Projects, reported"),
    "reported_investment": _("Investment, reported"),
    "projects": _("Projects, itemised"),
    "investment": _("Investment, itemised"),
    "jobs": _("Jobs, itemised"),
}
COMPARED_LABELS = {
    "edition": _("Edition"),
    "conference": _("Conference"),
    "location": _("Place"),
}
WHY_NOT_COMPARABLE = {
    "unknown": _("one is not stated"),
    "currency": _("in different currencies"),
    "incomplete": _("not all numbers of one are known"),
    "lower": _("one is a lower bound"),
    "upper": _("one is an upper bound"),
    "range": _("one is a range"),
    "about": _("one is not exact"),
}
# What a chart of projects can be by, the first where nothing is said.
CHART_LABELS = {
    "year": _("Year"),
    "location": _("Place"),
    "sector": _("Sector"),
    "investor": _("Investor"),
    "edition": _("Edition"),
    "status": _("Status"),
    "commitment": _("Commitment"),
}
CHART_CAPTIONS = {
    "year": _("Itemised investment by year of the edition"),
    "location": _("Itemised investment by place"),
    "sector": _("Itemised investment by sector"),
    "investor": _("Itemised investment by investor"),
    "edition": _("Itemised investment by edition"),
    "status": _("Itemised investment by status"),
    "commitment": _("Itemised investment by commitment"),
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
    "other-horizon": _("about another horizon"),
    "other-conference": _("also covers editions of another conference"),
    "covered": _("its editions have figures of their own"),
    "overlaps": _("overlaps a figure over several editions that is used"),
    "another-of-the-edition": _("another figure of the edition is used"),
    "inside-a-longer-figure": _("counted inside a figure over several editions"),
    "scope-in-words": _("its scope is in words, so it may overlap the others"),
    "may-overlap": _("may overlap the others"),
}
WHY_MISSING = {
    "nothing-reported": _("nothing reported"),
    "narrower-scope": _("reported for a part only"),
    "other-currency": _("reported in another currency"),
    "other-horizon": _("reported for another horizon"),
    "suspect": _("only in a suspect figure"),
    "none-preferred": _("no figure is preferred"),
}
DIFFERENCES = {
    "value": _("value"),
    "hedge": _("hedge"),
    "scope": _("scope"),
    "horizon": _("horizon"),
}
WHY_STANDING = {
    "only-one": _("preferred: the only statement about this scope"),
    "better-kind": _("preferred: the kind of its source comes first"),
    "later": _("preferred: the latest of the best sources"),
    "sources-agree": _("preferred: sources of the best kind agree"),
    "editor": _("decided by the editors"),
    "weaker-kind": _("not preferred: a source of a better kind says it too"),
    "earlier": _("not preferred: a later source of the same kind says it too"),
    "agrees-with-preferred": _("not preferred: another source of the same kind says the same"),
    "suspect": _("suspect: never a headline"),
    "none-preferred": _("no figure of this group is preferred"),
}


# Why a project of the matched ones adds nothing to a total; the first that applies.
WHY_NOT_ADDED = {
    "published-later": _("its source was published later"),
    "undated-source": _("its source has no date"),
    "re-signed": _("only signs an earlier project again"),
    "undisclosed": _("amount not disclosed"),
    "not-stated": _("not stated"),
    "no-rate": _("no exchange rate"),
}
BOUND_MEANINGS = {
    "exact": _("No sign: every number that was added up is exact."),
    "about": _(
        "“About”: some numbers are approximate, or in doubt in different directions, so the true "
        "sum may lie above or below."
    ),
    "at_least": _("≥ means at least: some numbers are lower bounds, so the true sum is not less."),
    "more_than": _(
        "> means more than: some numbers are lower bounds, so the true sum lies above this one."
    ),
    "up_to": _("≤ means up to: some numbers are upper bounds, so the true sum is not more."),
    "nearly": _("“Just under”: the true number lies a little below."),
    "range": _("Two ends: some numbers are ranges; the true sum lies between the two ends."),
}

SEVERITIES = ("warning", "note")
SEVERITY_LABELS = {"warning": _("Warning"), "note": pgettext_lazy("severity", "Note")}
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


# What the records of a collection are, and what became of one.
RECORD_LABELS = {
    "conferences": _("Conference"),
    "editions": _("Edition"),
    "figures": _("Reported figure"),
    "locations": _("Place"),
    "organizations": _("Investor"),
    "projects": _("Project"),
    "sectors": _("Sector"),
    "sources": _("Source"),
}
ACTION_LABELS = {
    "created": _("Created"),
    "updated": _("Updated"),
    "deleted": _("Deleted"),
    "merged": _("Merged into another record"),
}
# What a person did, for a change record.
CHANGE_KIND_LABELS = {
    "edit": _("Edited"),
    "delete": _("Deleted"),
    "bulk": _("Edited together"),
    "import": _("Imported"),
    "article": _("Added from an article"),
    "merge": _("Merged"),
    "undo": _("Undone"),
    "load": _("Loaded"),
}
CHANGE_KINDS = tuple(CHANGE_KIND_LABELS)

AUDIT_EVENT_LABELS = {
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Failed to sign in"),
    "locked_out": _("Locked out"),
    "sign_out": _("Signed out"),
    "password_changed": _("Password changed"),
    "account_added": _("Account added"),
    "account_changed": _("Account changed"),
    "account_deleted": _("Account deleted"),
    "group_added": _("Group added"),
    "group_changed": _("Group changed"),
    "group_deleted": _("Group deleted"),
    "backup": _("Backed up"),
    "restore": _("Restored"),
}
