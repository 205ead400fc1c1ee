"""Sources and reported figures as plain data."""

from deals.models import ReportedFigure, Source
from deals.resources import shapes
from deals.resources.links import api_url, edition_link, html_url, link, text


def source(record: Source) -> shapes.Source:
    return {
        "id": record.slug,
        "url": record.url or None,
        "archived_url": record.archived_url or None,
        "retrieved_on": text(record.retrieved_on),
        "collected_by": text(record.collected_by),
        "publisher": record.publisher,
        "title": record.title,
        "published_on": text(record.published_on),
        "language": record.language,
        "kind": record.kind,
        "copy_of": record.copy_of.slug if record.copy_of_id else None,
        "api_url": api_url(record),
        "html_url": html_url(record),
    }


def figure(record: ReportedFigure) -> shapes.Figure:
    """Fetch with `FigureQuerySet.with_names`."""
    return {
        "id": record.ref,
        "editions": [edition_link(row.edition) for row in record.edition_links.all()],
        "metric": record.metric,
        "value": {
            "value": record.value,
            "value_max": record.value_max,
            "currency": record.currency or None,
            "qualifier": record.qualifier,
        },
        "scope": {
            "location": link(record.location),
            "sector": link(record.sector),
            "note": record.scope_note or None,
        },
        "horizon": record.horizon or None,
        "of_which": record.of_which.ref if record.of_which_id else None,
        "equivalent_of": record.equivalent_of.ref if record.equivalent_of_id else None,
        "source": source(record.source),
        "as_written": record.as_written,
        "preferred": record.preferred,
        "suspect": record.suspect,
        "note": record.note or None,
        "api_url": api_url(record),
        "html_url": html_url(record),
    }
