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
    A query finds the same value at `path`, or `make` makes it of what is there: `deals.stored`.
    """

    name: str
    read: Callable
    title: Any
    description: Any
    type: str = "string"
    unit: Any = ""
    path: str = ""
    make: Callable | None = None


def fetched(projects):
    """All that a row reads; lists as attributes, since a manager costs more than the row."""
    links = ProjectInvestor.objects.select_related("organization")
    return projects.select_related(
        "edition__conference", "location", "sector", "source", "continues"
    ).prefetch_related(
        Prefetch("amounts", to_attr="stated"), Prefetch("investor_links", links, to_attr="links")
    )


def joined(values: Iterable) -> str:
    return ";".join("" if value is None else str(value) for value in values)


def _stored(name, path, title, description, kind="string", unit="", make=None) -> Column:
    """What stands at a path from the project, as queries write it, or what `make` makes of that."""
    find = OF_RECORDS.get(path) or _at(path)
    read = find if make is None else lambda project: make(find(project))
    return Column(name, read, title, description, kind, unit, path, make)


def _at(path: str) -> Callable:
    steps = path.split("__")

    def read(record):
        for step in steps:
            if record is None:
                return None
            record = getattr(record, step)
        return record

    return read


def _amounts_as_text(project: Project) -> str:
    """What it states in each currency: ``5,,CNY,exact;6,7,USD,range``."""
    return joined(
        f"{a.low},{a.high if a.high != a.low else ''},{a.currency},{a.bound}"
        for a in project.stated
    )


# Of a record, what `deals.stored` makes the database find.
OF_RECORDS = {
    "amounts_as_text": _amounts_as_text,
    "investor_slugs": lambda p: joined(link.organization.slug for link in p.links) or None,
    "unconverted_codes": lambda p: "".join(
        f"{code};" for code in DISPLAY_CURRENCIES if getattr(p, f"unconverted_{code.lower()}")
    ),
}


def _each_amount(part: int, one: Callable) -> Callable:
    """One of the four parts of each amount, with semicolons between; `one` makes that of a single
    amount.
    """

    def make(amounts: str | None):
        if not amounts:
            return ""
        if ";" not in amounts:
            return one(amounts.split(",")[part])
        return ";".join(amount.split(",")[part] for amount in amounts.split(";"))

    return make


def _number(text: str) -> int | None:
    return int(text) if text else None


CNY, USD = _("whole yuan"), _("whole US dollars")
OWN = _("whole units of its currency")
JOINED = _("Where a project states amounts in several currencies, semicolons stand between them.")

PROJECTS = (
    _stored("ref", "ref", _("Reference"), _("The permanent id of the project.")),
    _stored("name", "name", _("Name"), _("The name in English.")),
    _stored(
        "name_local",
        "name_local",
        _("Local name"),
        _("The name in the language of its source, where it is known."),
    ),
    _stored(
        "edition",
        "edition__slug",
        _("Edition"),
        _("Id of the edition at which it was signed or announced."),
    ),
    _stored(
        "conference",
        "edition__conference__slug",
        _("Conference"),
        _("Id of the conference that the edition belongs to."),
    ),
    _stored("year", "year", _("Year"), _("The year of the edition."), "year"),
    _stored(
        "date",
        "date",
        _("Date"),
        _("The signature, else the first day of the edition, else 1 January of its year."),
        "date",
    ),
    _stored(
        "signed_on",
        "signed_on",
        _("Signed on"),
        _("The day of the signature, where a source states it."),
        "date",
    ),
    _stored(
        "location",
        "location__slug",
        _("Place"),
        _("Id of the most precise place that is known."),
    ),
    _stored(
        "location_path",
        "location__path",
        _("Place path"),
        _("Ids from the country down to the place, with slashes between them."),
        make=lambda path: path and path.strip("/"),
    ),
    _stored("sector", "sector__slug", _("Sector"), _("Id of the sector.")),
    _stored(
        "investors",
        "investor_slugs",
        _("Investors"),
        _("Ids of the investors, with semicolons between them."),
    ),
    _stored(
        "status",
        "status_shown",
        _("Status"),
        _("The status after its latest event; with as_of, as it was known on that day."),
    ),
    _stored(
        "commitment",
        "commitment",
        _("Commitment"),
        _("What was signed: how binding it is."),
    ),
    _stored(
        "amount",
        "amounts_as_text",
        _("Amount as reported"),
        JOINED,
        "any",
        OWN,
        make=_each_amount(0, _number),
    ),
    _stored(
        "amount_max",
        "amounts_as_text",
        _("Upper end as reported"),
        _("Only where the amount is a range."),
        "any",
        OWN,
        make=_each_amount(1, _number),
    ),
    _stored(
        "currency",
        "amounts_as_text",
        _("Currency"),
        _("Currency of the amount as reported, by ISO 4217."),
        make=_each_amount(2, str),
    ),
    _stored(
        "qualifier",
        "amounts_as_text",
        _("Qualifier"),
        _("How sure the amount is, in the words of its source."),
        make=_each_amount(3, str),
    ),
    _stored(
        "invested_cny",
        "invested_cny_low",
        _("Investment in yuan"),
        _("All its amounts, converted once; the lower end of a range. Totals add this number."),
        "integer",
        CNY,
    ),
    _stored(
        "invested_cny_high",
        "invested_cny_high",
        _("Investment in yuan, upper end"),
        _("The same as the lower end where there is no range."),
        "integer",
        CNY,
    ),
    _stored(
        "invested_usd",
        "invested_usd_low",
        _("Investment in US dollars"),
        _("All its amounts, converted once; the lower end of a range. Totals add this number."),
        "integer",
        USD,
    ),
    _stored(
        "invested_usd_high",
        "invested_usd_high",
        _("Investment in US dollars, upper end"),
        _("The same as the lower end where there is no range."),
        "integer",
        USD,
    ),
    _stored(
        "bound",
        "amount_bound",
        _("Bound"),
        _("How sure the converted investment is, all its amounts together."),
    ),
    _stored(
        "disclosed",
        "disclosed",
        _("Disclosed"),
        _("Whether any amount is known."),
        "boolean",
    ),
    _stored(
        "unconverted",
        "unconverted_codes",
        _("Not convertible to"),
        _("Currencies into which no exchange rate converts its amounts."),
        make=lambda codes: codes.strip(";"),
    ),
    _stored("jobs", "jobs", _("Jobs"), _("Jobs that it is to create."), "integer"),
    _stored(
        "jobs_qualifier",
        "jobs_qualifier",
        _("Qualifier of jobs"),
        _("How sure the number of jobs is."),
    ),
    _stored(
        "output_value",
        "output_value",
        _("Yearly output value"),
        _("As reported; a yearly flow, never added to investment."),
        "integer",
        OWN,
    ),
    _stored(
        "output_currency",
        "output_currency",
        _("Currency of output"),
        _("Currency of the output value as reported, by ISO 4217."),
    ),
    _stored(
        "output_qualifier",
        "output_qualifier",
        _("Qualifier of output"),
        _("How sure the output value is."),
    ),
    _stored(
        "output_cny",
        "output_cny",
        _("Output value in yuan"),
        _("The output value, converted once."),
        "integer",
        CNY,
    ),
    _stored(
        "output_usd",
        "output_usd",
        _("Output value in US dollars"),
        _("The output value, converted once."),
        "integer",
        USD,
    ),
    _stored(
        "resigns_only",
        "resigns_only",
        _("Signed again only"),
        _("Whether it only signs an earlier project again; then it adds nothing to totals."),
        "boolean",
    ),
    _stored(
        "continues",
        "continues__ref",
        _("Continues"),
        _("Reference of the earlier project that it enlarges or signs again."),
    ),
    _stored("source", "source__slug", _("Source"), _("Id of the source.")),
    _stored(
        "source_url",
        "source__url",
        _("Address of the source"),
        _("Where the source can be read."),
    ),
)
