"""Names and addresses of records, as the resources give them."""

from contextvars import ContextVar

from django.urls import reverse

from deals.models import (
    Conference,
    Edition,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Sector,
    Source,
)
from deals.resources import shapes

# Scheme and host in front of addresses; the API sets it, pages leave it out.
site: ContextVar[str] = ContextVar("site", default="")

PAGES = {
    Conference: ("conference", "conferences"),
    Edition: ("edition", "editions"),
    Location: ("place", "locations"),
    Organization: ("investor", "organizations"),
    Project: ("project", "projects"),
    ReportedFigure: ("figure", "figures"),
    Sector: ("sector", "sectors"),
    Source: ("source", "sources"),
}
BY_MODEL_NAME = {model._meta.model_name: model for model in PAGES}


def key_of(record) -> str:
    """The permanent slug or ref."""
    return getattr(record, record.address_field)


def html_url(record) -> str:
    return page_of(type(record), key_of(record))


def api_url(record) -> str:
    return resource_of(type(record), key_of(record))


def page_of(model, key: str) -> str:
    return site.get() + reverse(PAGES[model][0], args=[key])


def resource_of(model, key: str) -> str:
    return f"{site.get()}/api/v1/{PAGES[model][1]}/{key}/"


def names(record) -> dict:
    """`name`, `name_zh` and `local` of any record that has names."""
    local_text = getattr(record, "name_local", "")
    local_lang = getattr(record, "local_lang", "")
    chinese = getattr(record, "name_zh", "")
    if not chinese and local_lang in ("zh", "zh-Hans"):
        chinese = local_text
    return {
        "name": record.name,
        "name_zh": chinese or None,
        "local": {"text": local_text, "lang": local_lang or None} if local_text else None,
    }


def link(record) -> shapes.Link | None:
    if record is None:
        return None
    return {
        "id": key_of(record),
        **names(record),
        "api_url": api_url(record),
        "html_url": html_url(record),
    }


def edition_link(edition: Edition) -> shapes.EditionLink:
    """An edition is named by its conference and its label."""
    conference = link(edition.conference)
    local = conference["local"]
    zh = conference["name_zh"]
    named = chinese_name if local and local["lang"] == "zh" else "{} {}".format
    return {
        "id": edition.slug,
        "name": f"{conference['name']} {edition.label}",
        "name_zh": chinese_name(zh, edition.label) if zh else None,
        "local": {**local, "text": named(local["text"], edition.label)} if local else None,
        "api_url": api_url(edition),
        "html_url": html_url(edition),
        "label": edition.label,
        "year": edition.year,
        "conference": conference,
    }


def chinese_name(conference: str, label: str) -> str:
    """2024世界动力电池大会: in Chinese a year stands first; other labels stay behind the name."""
    return f"{label}{conference}" if label.isdigit() else f"{conference} {label}"


def text(value) -> str | None:
    """ISO form of a date or moment, None for what is blank or unknown.

    UTC is written Z: the + of +00:00 means a blank where a client puts it into an address.
    """
    if value in (None, ""):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)
