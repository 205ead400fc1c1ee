"""Records for tests. Everything is a keyword: a test states the facts it depends on, no others."""

import datetime
from decimal import Decimal
from itertools import count

from deals.models import (
    Acknowledgement,
    Conference,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Peg,
    Project,
    ProjectSource,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
    write,
)
from deals.models.base import Editorial

_numbers = count(1)


def fresh(word: str) -> str:
    return f"{word}-{next(_numbers)}"


def create_country(*, slug: str = "", name: str = "", name_zh: str = "") -> Location:
    slug = slug or fresh("country")
    return _saved(Location(slug=slug, name=name or slug, name_zh=name_zh, kind="country"))


def create_place(
    *, parent: Location | None = None, kind: str = "city", slug: str = "", **fields
) -> Location:
    slug = slug or fresh("place")
    parent = parent or create_country()
    fields = {"name": slug} | fields
    return _saved(Location(slug=slug, kind=kind, parent=parent, **fields))


def create_sector(*, slug: str = "", name: str = "", name_zh: str = "") -> Sector:
    slug = slug or fresh("sector")
    return _saved(Sector(slug=slug, name=name or slug, name_zh=name_zh))


def create_organization(*, slug: str = "", name: str = "", **fields) -> Organization:
    slug = slug or fresh("organization")
    return _saved(Organization(slug=slug, name=name or slug, **fields))


def create_conference(*, slug: str = "", name: str = "", **fields) -> Conference:
    slug = slug or fresh("conference")
    return _saved(Conference(slug=slug, name=name or slug, **fields))


def create_edition(
    *,
    conference: Conference | None = None,
    slug: str = "",
    year: int = 2024,
    label: str = "",
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    location: Location | None = None,
) -> Edition:
    slug = slug or fresh("edition")
    return _saved(
        Edition(
            slug=slug,
            conference=conference or create_conference(),
            label=label or slug,
            year=year,
            starts_on=starts_on,
            ends_on=ends_on,
            location=location,
        )
    )


def create_source(*, slug: str = "", kind: str = "news", **fields) -> Source:
    slug = slug or fresh("source")
    fields = {"publisher": "A paper", "title": slug, "language": "en"} | fields
    return _saved(Source(slug=slug, kind=kind, **fields))


def create_project(
    *,
    edition: Edition | None = None,
    ref: str = "",
    name: str = "A plant",
    source: Source | None = None,
    amount: int | None = None,
    currency: str = "CNY",
    qualifier: str = "exact",
    amount_max: int | None = None,
    investors: list[Organization] | None = None,
    further_sources: list[Source] | None = None,
    **fields,
) -> Project:
    """A project; with `amount` or `investors` it has one investment, else none."""
    with write():
        project = _saved(
            Project(
                ref=ref or fresh("p"),
                edition=edition or create_edition(),
                name=name,
                source=source or create_source(),
                **_qualified(fields),
            )
        )
        for position, further in enumerate(further_sources or ()):
            ProjectSource(project=project, source=further, position=position).save()
        if amount is not None or investors:
            create_investment(
                project=project,
                amount=amount,
                currency=currency,
                qualifier=qualifier,
                amount_max=amount_max,
                investors=investors,
            )
    project.refresh_from_db()
    return project


def create_investment(
    *,
    project: Project,
    amount: int | None = None,
    currency: str = "CNY",
    qualifier: str = "exact",
    amount_max: int | None = None,
    investors: list[Organization] | None = None,
) -> Investment:
    """Without `amount` it is one that is not disclosed."""
    known = {"currency": currency, "qualifier": qualifier} if amount is not None else {}
    with write():
        investment = _saved(
            Investment(project=project, amount=amount, amount_max=amount_max, **known)
        )
        for position, organization in enumerate(investors or ()):
            InvestmentInvestor(
                investment=investment, organization=organization, position=position
            ).save()
    investment.refresh_from_db()
    return investment


def create_event(
    *,
    project: Project,
    status: str,
    on: datetime.date | None = None,
    precision: str = "day",
    source: Source | None = None,
) -> StatusEvent:
    return _saved(
        StatusEvent(
            project=project,
            status=status,
            on=on,
            precision=precision if on else "",
            source=source or project.source,
        )
    )


def create_figure(
    *,
    editions: list[Edition] | None = None,
    ref: str = "",
    metric: str = "projects",
    value: int = 137,
    as_written: str = "as the source has it",
    source: Source | None = None,
    **fields,
) -> ReportedFigure:
    with write():
        figure = _saved(
            ReportedFigure(
                ref=ref or fresh("f"),
                metric=metric,
                value=value,
                as_written=as_written,
                source=source or create_source(),
                **fields,
            )
        )
        for position, edition in enumerate(editions or [create_edition()]):
            FigureEdition(figure=figure, edition=edition, position=position).save()
    figure.refresh_from_db()
    return figure


def create_acknowledgement(
    *, code: str = "preferred-suspect", subject: str = "", reason: str = "As printed.", **fields
) -> Acknowledgement:
    subject = subject or fresh("f")
    return _saved(Acknowledgement(code=code, subject=subject, reason=reason, **fields))


def create_rates(*, on: datetime.date, **per_euro: str) -> None:
    """Rates of one day: ``create_rates(on=day, USD="1.10", CNY="7.80")``."""
    with write():
        for currency, units in per_euro.items():
            _saved(ExchangeRate(currency=currency, date=on, per_eur=Decimal(units)))


def create_peg(
    *, currency: str, anchor: str, units: str, since: datetime.date = datetime.date(1990, 1, 1)
) -> Peg:
    return _saved(
        Peg(
            currency=currency,
            anchor=anchor,
            units=Decimal(units),
            valid_from=since,
            source="A central bank",
        )
    )


def _saved(record):
    """What breaks a constraint is an IntegrityError: asking before takes most of a save's time."""
    options = {"leave_constraints_to_database": True} if isinstance(record, Editorial) else {}
    record.save(**options)
    return record


def _qualified(fields: dict) -> dict:
    """A number without its words is an exact one (of yuan)."""
    if fields.get("jobs"):
        fields = {"jobs_qualifier": "exact"} | fields
    if fields.get("output_value"):
        fields = {"output_qualifier": "exact", "output_currency": "CNY"} | fields
    return fields
