"""Projects and their investments as plain data."""

import datetime

from deals.models import Investment, Location, Project, Rates, Source, StatusEvent
from deals.models.rates import Rate
from deals.money import DISPLAY_CURRENCIES
from deals.resources import shapes
from deals.resources.evidence import source
from deals.resources.links import edition_link, link, named, roots, text


def money(value, currency, qualifier, value_max=None) -> shapes.Money | None:
    if value is None:
        return None
    return {
        "value": value,
        "value_max": value_max if value_max != value else None,
        "currency": currency or None,
        "qualifier": qualifier,
    }


def project(record: Project) -> shapes.Project:
    """A row of a list, from a record of `ProjectQuerySet.with_names`; many cost less by `rows`."""
    return row(
        record,
        edition_link(record.edition),
        link(record.location),
        link(record.sector),
        [link(each.organization) for each in record.investor_links.all()],
        [money(a.low, a.currency, a.bound, a.high) for a in record.amounts.all()],
        roots(Project),
    )


def row(record, edition, location, sector, investors, amounts, addresses) -> shapes.Project:
    """The one shape of a row; `record` has the project's own columns, as a record or not."""
    return {
        "id": record.ref,
        **named(record.name, "", record.name_local, record.local_lang),
        "edition": edition,
        "location": location,
        "sector": sector,
        "investors": investors,
        "status": record.status_shown,
        "commitment": record.commitment,
        "date": text(record.date),
        "year": record.year,
        "signed_on": text(record.signed_on),
        "disclosed": record.disclosed,
        "amounts": amounts,
        "investment": {code: _invested(record, code) for code in DISPLAY_CURRENCIES},
        "unconverted": {
            code: getattr(record, f"unconverted_{code.lower()}") for code in DISPLAY_CURRENCIES
        },
        "jobs": money(record.jobs, None, record.jobs_qualifier),
        "output_value": money(record.output_value, record.output_currency, record.output_qualifier),
        "output_converted": {
            code: money(getattr(record, f"output_{code.lower()}"), code, record.output_qualifier)
            for code in DISPLAY_CURRENCIES
        },
        "resigns_only": record.resigns_only,
        "updated_at": text(record.updated_at),
        **addresses.of(record.ref),
    }


def _invested(record: Project, currency: str) -> shapes.Money | None:
    low = getattr(record, f"invested_{currency.lower()}_low")
    high = getattr(record, f"invested_{currency.lower()}_high")
    return money(low, currency, record.amount_bound, high)


def project_detail(
    record: Project, data_version: int, on: datetime.date | None = None
) -> shapes.ProjectDetail:
    """Everything on a project's own page; fetch with `ProjectQuerySet.for_page`, of that day."""
    return {
        **project(record),
        "investments": investments_of(record),
        "rates": [rate(r) for r in rates_of(record)],
        "status_events": status_events_of(record),
        "status_on": on and _status_on(record, on),
        "sources": sources_of(record),
        "continues": link(record.continues),
        "continued_by": later_projects_of(record),
        "location_path": place_path(record.location),
        "note": record.note or None,
        "data_version": data_version,
    }


def sources_of(record: Project, as_of: datetime.date | None = None) -> list[shapes.Source]:
    """The source of its facts, then the further ones."""
    further = [s for s in record.further_sources.all() if s.pk != record.source_id]
    return [source(s) for s in [record.source, *further] if _published_by(as_of, s)]


def status_events_of(
    record: Project, as_of: datetime.date | None = None
) -> list[shapes.StatusEvent]:
    events = record.status_events.all()
    return [_status_event(event) for event in events if _published_by(as_of, event.source)]


def later_projects_of(record: Project, as_of: datetime.date | None = None) -> list[shapes.Link]:
    """The projects that enlarge this one or sign it again."""
    later = record.continued_by.all()
    return [link(each) for each in later if as_of is None or _published_by(as_of, each.source)]


def _published_by(day: datetime.date | None, of: Source) -> bool:
    """Whether a source had been published by that day; all of them where there is none."""
    return day is None or (of.published_on is not None and of.published_on <= day)


def rates_of(record: Project) -> list[Rate]:
    """The rates that convert the project's amounts, each once."""
    found = Rates()
    currencies = {i.currency for i in record.investments.all() if i.currency}
    currencies |= {record.output_currency} - {""}
    pairs = [(c, t) for c in sorted(currencies) for t in DISPLAY_CURRENCIES if c != t]
    return [r for pair in pairs if (r := found.between(*pair, record.edition))]


def rate(record: Rate) -> shapes.Rate:
    return {
        "source": record.source,
        "target": record.target,
        "factor": f"{record.factor:.6g}",
        "date": text(record.date),
        "year": record.year,
        "pegs": list(record.pegs),
        "by_ecb": record.by_ecb,
    }


def investments_of(record: Project) -> list[shapes.Investment]:
    return [investment(i, record) for i in record.investments.all()]


def investment(record: Investment, of: Project) -> shapes.Investment:
    return {
        "id": record.pk,
        "project": link(of),
        "investors": [link(organization) for organization in record.investors.all()],
        "amount": money(record.amount, record.currency, record.qualifier, record.amount_max),
        "as_written": record.as_written or None,
        "converted": {code: _converted(record, code) for code in DISPLAY_CURRENCIES},
    }


def _converted(record: Investment, code: str) -> shapes.Money | None:
    low = getattr(record, f"amount_{code.lower()}")
    high = getattr(record, f"amount_max_{code.lower()}")
    return money(low, code, record.qualifier, high)


def _status_event(record: StatusEvent) -> shapes.StatusEvent:
    return {
        "status": record.status,
        "on": text(record.on),
        "precision": record.precision or None,
        "invested": money(record.invested_amount, record.currency, "exact"),
        "source": source(record.source),
    }


def _status_on(record: Project, on: datetime.date) -> shapes.StatusOn:
    events = {event.pk: event for event in record.status_events.all()}
    event = events.get(record.status_event_then)
    return {
        "on": text(on),
        "status": record.status_then,
        "event": event and _status_event(event),
        "basis": record.status_basis,
    }


def place_path(place: Location | None) -> list[shapes.Link]:
    """The places around a place, the country first, and the place itself."""
    return place_paths([place])[0]


def place_paths(places: list[Location | None]) -> list[list[shapes.Link]]:
    """The same of each place, with one query for all; nothing for None."""
    slugs = {slug for place in places if place for slug in place.slugs_above}
    around = {p.slug: link(p) for p in Location.objects.filter(slug__in=slugs)}
    return [
        [*(around[slug] for slug in place.slugs_above), link(place)] if place else []
        for place in places
    ]
