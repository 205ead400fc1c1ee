"""Places, sectors and organizations as plain data."""

from deals.models import Location, Organization, Sector
from deals.resources import shapes
from deals.resources.links import api_url, html_url, link, names


def location(record: Location) -> shapes.Location:
    above = record.slugs_above
    return {
        "id": record.slug,
        **names(record),
        "kind": record.kind,
        "parent": above[-1] if above else None,
        "path": [*above, record.slug],
        "code": record.code or None,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "api_url": api_url(record),
        "html_url": html_url(record),
    }


def sector(record: Sector) -> shapes.Link:
    return link(record)


def organization(record: Organization) -> shapes.Organization:
    return {
        "id": record.slug,
        **names(record),
        "kind": record.kind,
        "country": link(record.country),
        "api_url": api_url(record),
        "html_url": html_url(record),
    }
