"""Names and addresses of records, as the resources give them."""

from contextvars import ContextVar
from typing import NamedTuple

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
from deals.paths import api, path_to
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
    return roots(model).page(key)


def resource_of(model, key: str) -> str:
    return roots(model).resource(key)


class Roots(NamedTuple):
    """What the addresses of a model's records begin with. Rows of a list ask for them once."""

    pages: str
    resources: str

    def page(self, key: str) -> str:
        return f"{self.pages}{key}/"

    def resource(self, key: str) -> str:
        return f"{self.resources}{key}/"

    def of(self, key: str) -> dict:
        return {"api_url": f"{self.resources}{key}/", "html_url": f"{self.pages}{key}/"}

    def link(self, key: str, *names: str) -> shapes.Link:
        """A link from its key and what `named` takes."""
        return {"id": key, **named(*names), **self.of(key)}


def roots(model) -> Roots:
    page, resource = PAGES[model]
    pages = path_to(page, "key").removesuffix("key/")
    return Roots(site.get() + pages, site.get() + api(f"{resource}/"))


def names(record) -> dict:
    """`name`, `name_zh` and `local` of any record that has names."""
    return named(*(getattr(record, field, "") for field in NAMES))


NAMES = ("name", "name_zh", "name_local", "local_lang")


def named(name: str, name_zh: str = "", name_local: str = "", local_lang: str = "") -> dict:
    """The names in their JSON shape; a text in Chinese is a Chinese name."""
    if not name_zh and local_lang in ("zh", "zh-Hans"):
        name_zh = name_local
    return {
        "name": name,
        "name_zh": name_zh or None,
        "local": {"text": name_local, "lang": local_lang or None} if name_local else None,
    }


def link(record) -> shapes.Link | None:
    if record is None:
        return None
    key = key_of(record)
    return {"id": key, **names(record), **roots(type(record)).of(key)}


def edition_link(edition: Edition) -> shapes.EditionLink:
    addresses = roots(Edition).of(edition.slug)
    conference = link(edition.conference)
    return named_edition(edition.slug, edition.label, edition.year, conference, addresses)


def named_edition(
    key: str, label: str, year: int, conference: shapes.Link, addresses: dict
) -> shapes.EditionLink:
    """An edition is named by its conference and its label."""
    local, zh = conference["local"], conference["name_zh"]
    in_local = chinese_name if local and local["lang"] == "zh" else "{} {}".format
    return {
        "id": key,
        "name": f"{conference['name']} {label}",
        "name_zh": chinese_name(zh, label) if zh else None,
        "local": {**local, "text": in_local(local["text"], label)} if local else None,
        **addresses,
        "label": label,
        "year": year,
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
