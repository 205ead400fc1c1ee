"""THE column list of projects, both directions: what exports write is what imports read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from deals.models import Project, ProjectInvestor
from deals.money import DISPLAY_CURRENCIES


@dataclass(frozen=True)
class Column:
    """A column: `read` gives a record's value, None where it is unknown.

    `type` is a word of the Frictionless Table Schema; ``any`` is a number where there is one
    value, else text with semicolons between the values. `unit` is blank for what has none.
    """

    name: str
    read: Callable
    title: Any
    description: Any
    type: str = "string"
    unit: Any = ""


def fetched(projects):
    """All that a row reads; lists as attributes, since a manager costs more than the row."""
    links = ProjectInvestor.objects.select_related("organization")
    return projects.select_related(
        "edition__conference", "location", "sector", "source", "continues"
    ).prefetch_related(
        Prefetch("amounts", to_attr="stated"), Prefetch("investor_links", links, to_attr="links")
    )


def _slug(record) -> str | None:
    return record and record.slug


def joined(values: Iterable) -> str:
    return ";".join("" if value is None else str(value) for value in values)


def _amounts(read):
    """What is reported in each currency: a number where there is one, else joined by semicolons."""

    def column(project: Project):
        values = [read(amount) for amount in project.stated]
        return values[0] if len(values) == 1 else joined(values)

    return column


def _unconverted(project: Project) -> str:
    codes = [c for c in DISPLAY_CURRENCIES if getattr(project, f"unconverted_{c.lower()}")]
    return joined(codes)


CNY, USD = _("whole yuan"), _("whole US dollars")
OWN = _("whole units of its currency")
JOINED = _("Where a project states amounts in several currencies, semicolons stand between them.")

PROJECTS = (
    Column("ref", lambda p: p.ref, _("Reference"), _("The permanent id of the project.")),
    Column("name", lambda p: p.name, _("Name"), _("The name in English.")),
    Column(
        "name_local",
        lambda p: p.name_local,
        _("Local name"),
        _("The name in the language of its source, where it is known."),
    ),
    Column(
        "edition",
        lambda p: p.edition.slug,
        _("Edition"),
        _("Id of the edition at which it was signed or announced."),
    ),
    Column(
        "conference",
        lambda p: p.edition.conference.slug,
        _("Conference"),
        _("Id of the conference that the edition belongs to."),
    ),
    Column("year", lambda p: p.year, _("Year"), _("The year of the edition."), "year"),
    Column(
        "date",
        lambda p: p.date,
        _("Date"),
        _("The signature, else the first day of the edition, else 1 January of its year."),
        "date",
    ),
    Column(
        "signed_on",
        lambda p: p.signed_on,
        _("Signed on"),
        _("The day of the signature, where a source states it."),
        "date",
    ),
    Column(
        "location",
        lambda p: _slug(p.location),
        _("Place"),
        _("Id of the most precise place that is known."),
    ),
    Column(
        "location_path",
        lambda p: p.location and p.location.path.strip("/"),
        _("Place path"),
        _("Ids from the country down to the place, with slashes between them."),
    ),
    Column("sector", lambda p: _slug(p.sector), _("Sector"), _("Id of the sector.")),
    Column(
        "investors",
        lambda p: joined(link.organization.slug for link in p.links),
        _("Investors"),
        _("Ids of the investors, with semicolons between them."),
    ),
    Column(
        "status",
        lambda p: p.status_shown,
        _("Status"),
        _("The status after its latest event; with as_of, as it was known on that day."),
    ),
    Column(
        "commitment",
        lambda p: p.commitment,
        _("Commitment"),
        _("What was signed: how binding it is."),
    ),
    Column(
        "amount",
        _amounts(lambda a: a.low),
        _("Amount as reported"),
        JOINED,
        "any",
        OWN,
    ),
    Column(
        "amount_max",
        _amounts(lambda a: a.high if a.high != a.low else None),
        _("Upper end as reported"),
        _("Only where the amount is a range."),
        "any",
        OWN,
    ),
    Column(
        "currency",
        _amounts(lambda a: a.currency),
        _("Currency"),
        _("Currency of the amount as reported, by ISO 4217."),
    ),
    Column(
        "qualifier",
        _amounts(lambda a: a.bound),
        _("Qualifier"),
        _("How sure the amount is, in the words of its source."),
    ),
    Column(
        "invested_cny",
        lambda p: p.invested_cny_low,
        _("Investment in yuan"),
        _("All its amounts, converted once; the lower end of a range. Totals add this number."),
        "integer",
        CNY,
    ),
    Column(
        "invested_cny_high",
        lambda p: p.invested_cny_high,
        _("Investment in yuan, upper end"),
        _("The same as the lower end where there is no range."),
        "integer",
        CNY,
    ),
    Column(
        "invested_usd",
        lambda p: p.invested_usd_low,
        _("Investment in US dollars"),
        _("All its amounts, converted once; the lower end of a range. Totals add this number."),
        "integer",
        USD,
    ),
    Column(
        "invested_usd_high",
        lambda p: p.invested_usd_high,
        _("Investment in US dollars, upper end"),
        _("The same as the lower end where there is no range."),
        "integer",
        USD,
    ),
    Column(
        "bound",
        lambda p: p.amount_bound,
        _("Bound"),
        _("How sure the converted investment is, all its amounts together."),
    ),
    Column(
        "disclosed",
        lambda p: p.disclosed,
        _("Disclosed"),
        _("Whether any amount is known."),
        "boolean",
    ),
    Column(
        "unconverted",
        _unconverted,
        _("Not convertible to"),
        _("Currencies into which no exchange rate converts its amounts."),
    ),
    Column("jobs", lambda p: p.jobs, _("Jobs"), _("Jobs that it is to create."), "integer"),
    Column(
        "jobs_qualifier",
        lambda p: p.jobs_qualifier,
        _("Qualifier of jobs"),
        _("How sure the number of jobs is."),
    ),
    Column(
        "output_value",
        lambda p: p.output_value,
        _("Yearly output value"),
        _("As reported; a yearly flow, never added to investment."),
        "integer",
        OWN,
    ),
    Column(
        "output_currency",
        lambda p: p.output_currency,
        _("Currency of output"),
        _("Currency of the output value as reported, by ISO 4217."),
    ),
    Column(
        "output_qualifier",
        lambda p: p.output_qualifier,
        _("Qualifier of output"),
        _("How sure the output value is."),
    ),
    Column(
        "output_cny",
        lambda p: p.output_cny,
        _("Output value in yuan"),
        _("The output value, converted once."),
        "integer",
        CNY,
    ),
    Column(
        "output_usd",
        lambda p: p.output_usd,
        _("Output value in US dollars"),
        _("The output value, converted once."),
        "integer",
        USD,
    ),
    Column(
        "resigns_only",
        lambda p: p.resigns_only,
        _("Signed again only"),
        _("Whether it only signs an earlier project again; then it adds nothing to totals."),
        "boolean",
    ),
    Column(
        "continues",
        lambda p: p.continues and p.continues.ref,
        _("Continues"),
        _("Reference of the earlier project that it enlarges or signs again."),
    ),
    Column("source", lambda p: p.source.slug, _("Source"), _("Id of the source.")),
    Column(
        "source_url",
        lambda p: p.source.url,
        _("Address of the source"),
        _("Where the source can be read."),
    ),
)
