"""What became of the projects of each edition: a row for each cohort, moment and state."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.resources import shapes
from deals.tables.reading import at, day, number
from deals.tables.table import Table
from deals.tables.totals import sum_columns
from deals.vocabulary import FOLLOW_LABELS


def _rows(cohorts: Iterable[shapes.Cohort]) -> Iterator[dict]:
    """A row for each state, also where nothing is known of it: `in_state` is null there."""
    for cohort in cohorts:
        for moment in cohort["horizons"]:
            for state in FOLLOW_LABELS:
                known = moment["states"] and moment["states"][state]
                yield {"cohort": cohort, "moment": moment, "state": state, "in_state": known}


FOLLOW_THROUGH = Table(
    "follow-through",
    _("What became of it"),
    (
        Column(
            "edition",
            at("cohort", "edition", "id"),
            _("Edition"),
            _("Id of the edition at which it was signed or announced."),
        ),
        Column(
            "conference",
            at("cohort", "edition", "conference", "id"),
            _("Conference"),
            _("Id of the conference that the edition belongs to."),
        ),
        Column(
            "year",
            at("cohort", "edition", "year"),
            _("Year"),
            _("The year of the edition."),
            "year",
        ),
        Column(
            "day",
            day("cohort", "day"),
            _("Counted from"),
            _("The last day of the edition, else its first day, else the end of its year."),
            "date",
        ),
        Column(
            "months",
            at("moment", "months"),
            _("Moment"),
            _("How long after that day."),
            "integer",
            _("months"),
        ),
        Column("on", day("moment", "on"), _("Date"), _("The day so many months later."), "date"),
        Column(
            "reached",
            at("moment", "reached"),
            _("Reached"),
            _("Whether that day has come."),
            "boolean",
        ),
        Column(
            "tracked",
            at("cohort", "tracked"),
            _("Tracked"),
            _("Whether a status event of one of its projects is dated after the edition."),
            "boolean",
        ),
        Column(
            "state",
            at("state"),
            _("State then"),
            _("Each project of the edition is in one of six; no_news is inferred."),
        ),
        Column(
            "projects",
            at("in_state", "projects"),
            _("Projects"),
            _("How many are in the state; blank where it is not tracked or not reached."),
            "integer",
        ),
        Column(
            "share",
            number("in_state", "share"),
            _("Share"),
            _("Of all projects of the edition; 1 is all."),
            "number",
        ),
        *sum_columns("investment", _("Investment"), ("in_state", "investment")),
        Column(
            "cohort_projects",
            at("cohort", "projects"),
            _("Projects of the edition"),
            _("Without those that only sign an earlier one again; the same on all its rows."),
            "integer",
        ),
        Column(
            "cohort_resigned",
            at("cohort", "resigned"),
            _("Signed again only"),
            _("How many only sign an earlier project again; the same on all rows of the edition."),
            "integer",
        ),
        *sum_columns("cohort_investment", _("Investment of the edition"), ("cohort", "investment")),
    ),
    key=("edition", "months", "state"),
    refers={"edition": ("editions", "id"), "conference": ("conferences", "id")},
    rows=_rows,
)
