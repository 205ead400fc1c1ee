"""An edition's reported figures beside its itemised projects, as a table."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.resources import shapes
from deals.tables.table import Table

COLUMNS = (
    Column("metric", lambda r: r["metric"], _("Measure"), _("What is measured.")),
    Column("line", lambda r: r["line"], _("Line"), _("whole, part of it, or remainder.")),
    Column(
        "location",
        lambda r: r["location"],
        _("Place"),
        _("Id of the place that the figure is about; blank for all."),
    ),
    Column(
        "sector",
        lambda r: r["sector"],
        _("Sector"),
        _("Id of the sector that the figure is about; blank for all."),
    ),
    Column("scope_note", lambda r: r["scope_note"], _("Scope"), _("The scope, in words.")),
    Column("horizon", lambda r: r["horizon"], _("Horizon"), _("When the number is to hold.")),
    Column(
        "reported",
        lambda r: r["value"]["value"],
        _("Reported"),
        _("As the source has it, in whole units; a remainder is calculated."),
        "integer",
    ),
    Column(
        "reported_max",
        lambda r: r["value"]["value_max"],
        _("Reported, upper end"),
        _("Only where it is a range."),
        "integer",
    ),
    Column(
        "currency",
        lambda r: r["value"]["currency"],
        _("Currency"),
        _("Currency of what is reported; blank for a count."),
    ),
    Column(
        "qualifier",
        lambda r: r["value"]["qualifier"],
        _("Qualifier"),
        _("How sure the reported number is."),
    ),
    Column(
        "itemised",
        lambda r: r["itemised"].get("value"),
        _("Itemised"),
        _("What the projects of the same scope add up to; blank where that is not comparable."),
        "integer",
    ),
    Column(
        "itemised_high",
        lambda r: r["itemised"].get("high"),
        _("Itemised, upper end"),
        _("The upper end of the sum."),
        "integer",
    ),
    Column(
        "itemised_currency",
        lambda r: r["itemised"].get("currency"),
        _("Currency of the sum"),
        _("Currency that the projects are converted to."),
    ),
    Column(
        "itemised_bound",
        lambda r: r["itemised"].get("bound"),
        _("Bound"),
        _("How sure the sum is."),
    ),
    Column(
        "itemised_projects",
        lambda r: r["itemised"].get("projects"),
        _("Itemised projects"),
        _("How many projects of the scope are itemised."),
        "integer",
    ),
    Column(
        "coverage",
        lambda r: r["coverage"].get("share") and Decimal(r["coverage"]["share"]),
        _("Coverage"),
        _("Itemised divided by reported; 1 is all."),
        "number",
    ),
    Column(
        "coverage_bound",
        lambda r: r["coverage"].get("bound"),
        _("Bound of the coverage"),
        _("How sure the coverage is."),
    ),
    Column("figure", lambda r: r["figure"], _("Figure"), _("Id of the reported figure.")),
    Column(
        "as_written",
        lambda r: r["as_written"],
        _("As written"),
        _("The number in the words of its source."),
    ),
    Column("source", lambda r: r["source"].get("id"), _("Source"), _("Id of the source.")),
    Column(
        "source_url",
        lambda r: r["source"].get("url"),
        _("Address of the source"),
        _("Where the source can be read."),
    ),
)

RECONCILIATION = Table("reconciliation", _("Reported and itemised"), COLUMNS)


def reconciliation_rows(card: shapes.Reconciliation) -> list[dict]:
    """The lines of the scorecard from top to bottom, each remainder below its parts."""
    rows = []
    for metric in card["metrics"]:
        lines = [("part", part) for part in metric["parts"]]
        if metric["reported"]:
            lines.insert(0, ("whole", metric))
        for kind, line in lines:
            rows.append(_reported(kind, line))
            if kind == "part" and line["remainder"]:
                rows.append(_remainder(metric["metric"], line["remainder"]))
        if metric["remainder"]:
            rows.append(_remainder(metric["metric"], metric["remainder"]))
    return rows


def _reported(kind: str, line: shapes.ReportedLine) -> dict:
    figure = line["reported"]
    scope = figure["scope"]
    return {
        "metric": figure["metric"],
        "line": kind,
        "location": scope["location"] and scope["location"]["id"],
        "sector": scope["sector"] and scope["sector"]["id"],
        "scope_note": scope["note"],
        "horizon": figure["horizon"],
        "value": figure["value"],
        "itemised": line["itemised"] or {},
        "coverage": line["coverage"] or {},
        "figure": figure["id"],
        "as_written": figure["as_written"],
        "source": figure["source"],
    }


def _remainder(metric: str, remainder: shapes.Remainder) -> dict:
    outside = ", ".join(scope["id"] for scope in remainder["outside"])
    return {
        "metric": metric,
        "line": "remainder",
        "location": None,
        "sector": None,
        "scope_note": f"all but {outside}" if outside else None,
        "horizon": None,
        "value": remainder["value"],
        "itemised": remainder["itemised"] or {},
        "coverage": remainder["coverage"] or {},
        "figure": None,
        "as_written": None,
        "source": {},
    }
