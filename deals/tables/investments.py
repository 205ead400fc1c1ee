"""Investments: the amounts of projects."""

from django.utils.translation import gettext_lazy as _

from deals.columns import CNY, OWN, USD, Column, joined
from deals.tables.table import Table

COLUMNS = (
    Column("id", lambda i: i.pk, _("Number"), _("The number of the investment."), "integer"),
    Column("project", lambda i: i.project.ref, _("Project"), _("Reference of its project.")),
    Column(
        "investors",
        lambda i: joined(organization.slug for organization in i.investors.all()),
        _("Investors"),
        _("Ids of the investors, with semicolons between them."),
    ),
    Column(
        "amount",
        lambda i: i.amount,
        _("Amount as reported"),
        _("Blank where it is not disclosed."),
        "integer",
        OWN,
    ),
    Column(
        "amount_max",
        lambda i: i.amount_max,
        _("Upper end as reported"),
        _("Only where the amount is a range."),
        "integer",
        OWN,
    ),
    Column(
        "currency",
        lambda i: i.currency,
        _("Currency"),
        _("Currency of the amount as reported, by ISO 4217."),
    ),
    Column(
        "qualifier",
        lambda i: i.qualifier,
        _("Qualifier"),
        _("How sure the amount is, in the words of its source."),
    ),
    Column(
        "as_written",
        lambda i: i.as_written,
        _("As written"),
        _("The amount in the words of its source."),
    ),
    Column(
        "amount_cny",
        lambda i: i.amount_cny,
        _("Amount in yuan"),
        _("The amount, converted once; the lower end of a range."),
        "integer",
        CNY,
    ),
    Column(
        "amount_max_cny",
        lambda i: i.amount_max_cny,
        _("Upper end in yuan"),
        _("Only where the amount is a range."),
        "integer",
        CNY,
    ),
    Column(
        "amount_usd",
        lambda i: i.amount_usd,
        _("Amount in US dollars"),
        _("The amount, converted once; the lower end of a range."),
        "integer",
        USD,
    ),
    Column(
        "amount_max_usd",
        lambda i: i.amount_max_usd,
        _("Upper end in US dollars"),
        _("Only where the amount is a range."),
        "integer",
        USD,
    ),
)

INVESTMENTS = Table(
    "investments",
    _("Investments"),
    COLUMNS,
    key=("id",),
    refers={"project": ("projects", "ref")},
    of_records=True,
)
