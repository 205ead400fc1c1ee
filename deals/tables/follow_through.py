"""What became of the projects of each edition: a row for each cohort and moment."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.resources import shapes
from deals.tables.reading import at, day, number
from deals.tables.table import Table
from deals.tables.totals import sum_columns
from deals.vocabulary import FOLLOW_LABELS

OF_STATES = {
    "projects": _("How many of the projects are in this state; blank where nothing is known."),
    "share": _("The share of the projects that are in this state; 1 is all."),
    "investment_value": _("What these projects invest; the lower end where there is a range."),
    "investment_high": _("What these projects invest, the upper end."),
    "investment_bound": _("How sure the sum is."),
}
TYPES = {"share": "number", "investment_bound": "string"}


def _of_state(state: str, part: str):
    if part == "share":
        return number("states", state, part)
    return at("states", state, *part.split("_"))


def _state_columns() -> Iterator[Column]:
    for state, label in FOLLOW_LABELS.items():
        for part, description in OF_STATES.items():
            read, type_ = _of_state(state, part), TYPES.get(part, "integer")
            yield Column(f"{state}_{part}", read, label, description, type_)


def _rows(cohorts: Iterable[shapes.Cohort]) -> Iterator[dict]:
    """What is known of a cohort and of one of its moments, in one dict."""
    for cohort in cohorts:
        for horizon in cohort["horizons"]:
            yield {**cohort, **horizon}


FOLLOW_THROUGH = Table(
    "follow-through",
    _("What became of it"),
    (
        Column(
            "edition",
            at("edition", "id"),
            _("Edition"),
            _("Id of the edition at which it was signed or announced."),
        ),
        Column(
            "conference",
            at("edition", "conference", "id"),
            _("Conference"),
            _("Id of the conference that the edition belongs to."),
        ),
        Column("year", at("edition", "year"), _("Year"), _("The year of the edition."), "year"),
        Column(
            "day",
            day("day"),
            _("Counted from"),
            _("The last day of the edition, else its first day, else the end of its year."),
            "date",
        ),
        Column(
            "projects",
            at("projects"),
            _("Projects"),
            _("How many projects of the edition there are, without those signed again only."),
            "integer",
        ),
        Column(
            "resigned",
            at("resigned"),
            _("Signed again only"),
            _("How many more only sign an earlier project again; they count nowhere."),
            "integer",
        ),
        *sum_columns("investment", _("Investment")),
        Column(
            "tracked",
            at("tracked"),
            _("Tracked"),
            _("Whether a status event of one of its projects is dated after the edition."),
            "boolean",
        ),
        Column(
            "months",
            at("months"),
            _("Months"),
            _("How long after that day."),
            "integer",
            _("months"),
        ),
        Column("on", day("on"), _("Date"), _("The day so many months later."), "date"),
        Column(
            "reached",
            at("reached"),
            _("Reached"),
            _("Whether that day has come; where it has not, the states are blank."),
            "boolean",
        ),
        *_state_columns(),
    ),
    key=("edition", "months"),
    refers={"edition": ("editions", "id"), "conference": ("conferences", "id")},
    rows=_rows,
)
