"""Exchange rates and the currencies that are fixed to another one."""

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.reading import at, day, number
from deals.tables.table import Table

RATES = Table(
    "rates",
    _("Exchange rates"),
    (
        Column("date", day("date"), _("Date"), _("The day that the rate is of."), "date"),
        Column("currency", at("currency"), _("Currency"), _("The currency, by ISO 4217.")),
        Column(
            "per_eur",
            number("per_eur"),
            _("Rate"),
            _("Reference rate of the European Central Bank."),
            "number",
            _("units per euro"),
        ),
    ),
    key=("date", "currency"),
)

PEGS = Table(
    "pegs",
    _("Fixed exchange rates"),
    (
        Column("currency", at("currency"), _("Currency"), _("The currency, by ISO 4217.")),
        Column(
            "anchor",
            at("anchor"),
            _("Anchor"),
            _("The currency that it is fixed to, by ISO 4217."),
        ),
        Column(
            "units",
            number("units"),
            _("Rate"),
            _("So many units for one of the anchor."),
            "number",
            _("units per anchor unit"),
        ),
        Column(
            "valid_from",
            day("valid_from"),
            _("Valid from"),
            _("The first day of this rate; it holds until the next one of the currency."),
            "date",
        ),
        Column("source", at("source"), _("Source"), _("Who fixes it, or where that is stated.")),
    ),
    key=("currency", "valid_from"),
)
