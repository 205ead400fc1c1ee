"""Totals and their groups."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.columns import Column
from deals.resources import shapes
from deals.tables.reading import at
from deals.tables.table import Table

PARTS = {
    "value": gettext_lazy("The sum in whole units; the lower end where there is a range."),
    "high": gettext_lazy("The upper end; the same as the sum where there is no range."),
    "bound": gettext_lazy("How sure the sum is."),
    "currency": gettext_lazy("Currency of the sum, by ISO 4217."),
    "stated": gettext_lazy("How many projects state a value."),
    "undisclosed": gettext_lazy("How many projects state none."),
    "unconverted": gettext_lazy("How many projects state a value that no exchange rate converts."),
}
NUMBERS = frozenset({"value", "high", "stated", "undisclosed", "unconverted"})


def sum_columns(name: str, title, path: tuple[str, ...], without=()) -> Iterator[Column]:
    """The columns of the sum at a path of the row's JSON."""
    for part, description in PARTS.items():
        if part not in without:
            type_ = "integer" if part in NUMBERS else "string"
            yield Column(f"{name}_{part}", at(*path, part), title, description, type_)


def _key(of: shapes.GroupKey | None) -> str | None:
    return None if of is None or of["key"] is None else str(of["key"])


COLUMNS = (
    Column(
        "key",
        _key,
        gettext_lazy("Group"),
        gettext_lazy("Id, word or year of the group; blank where it is not stated."),
    ),
    Column(
        "label",
        lambda row: row["label"],
        gettext_lazy("Label"),
        gettext_lazy("Name of the group in the language of the download."),
    ),
    Column(
        "second_key",
        lambda row: _key(row["second"]),
        gettext_lazy("Group of the second dimension"),
        gettext_lazy("Id, word or year in the second dimension; blank where there is none."),
    ),
    Column(
        "second_label",
        lambda row: row["second"] and row["second"]["label"],
        gettext_lazy("Label of the second dimension"),
        gettext_lazy("Its name in the language of the download; blank with one dimension."),
    ),
    Column(
        "projects",
        lambda row: row["projects"],
        gettext_lazy("Projects"),
        gettext_lazy("How many projects there are."),
        "integer",
    ),
    Column(
        "resigned",
        lambda row: row["resigned"],
        gettext_lazy("Signed again only"),
        gettext_lazy("How many of them only sign an earlier project again and add nothing."),
        "integer",
    ),
    *sum_columns("investment", gettext_lazy("Investment"), ("investment",)),
    *sum_columns("jobs", gettext_lazy("Jobs"), ("jobs",), without=("currency", "unconverted")),
    *sum_columns("output_value", gettext_lazy("Yearly output value"), ("output_value",)),
)

# A group may have no key, so there are no columns that identify a row.
TOTALS = Table("totals", gettext_lazy("Totals and groups"), COLUMNS)


def totals_rows(answer: shapes.TotalsAnswer) -> list[dict]:
    """The groups; the one row of the total where none are asked for.

    Never both: whoever adds up the column would count everything twice.
    """
    if answer["group_by"]:
        return answer["groups"]
    return [{**answer, "key": None, "label": _("Total"), "second": None}]
