"""Conferences and editions as plain data."""

from deals.models import Conference, Edition, Location
from deals.resources import shapes
from deals.resources.links import api_url, edition_link, html_url, link, names, text


def conference(record: Conference) -> shapes.Conference:
    """`editions` is the number of editions; fetch them with prefetch_related."""
    return {
        "id": record.slug,
        **names(record),
        "organizer": record.organizer or None,
        "website": record.website or None,
        "summary": record.summary or None,
        "editions": len(record.editions.all()),
        "api_url": api_url(record),
        "html_url": html_url(record),
    }


def edition(record: Edition) -> shapes.Edition:
    return {
        **edition_link(record),
        "ordinal": record.ordinal,
        "starts_on": text(record.starts_on),
        "ends_on": text(record.ends_on),
        "location": link(record.location),
        "host": record.host or None,
        "note": record.note or None,
    }


def hosted_at(place: Location) -> list[shapes.Edition]:
    """Editions held at a place or inside it, the newest first."""
    editions = Edition.objects.filter(location__path__startswith=place.path)
    return [edition(e) for e in editions.with_names().newest_first()]
