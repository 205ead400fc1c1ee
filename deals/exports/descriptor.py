"""Descriptors of the Data Package and Table Schema standards, made from the tables' columns."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from deals.columns import Column
from deals.exports.about import LICENCE, LICENCE_URL, NEVER, About, attribution
from deals.models.version import Snapshot
from deals.resources.links import site
from deals.tables import TABLES, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
GEONAMES = "https://www.geonames.org/"
ECB = "https://www.ecb.europa.eu/stats/eurofxref/"


def datapackage(addresses: Mapping[str, str], snapshot: Snapshot) -> dict:
    """The descriptor of the whole API: the table of each list with the address of its CSV."""
    home = site.get() + reverse("data")
    return {
        **_head(snapshot),
        "title": _("Conference Deals"),
        "description": attribution(),
        "homepage": home,
        "sources": [
            {"title": _("Conference Deals"), "path": home},
            {"title": "GeoNames", "path": GEONAMES},
            {"title": _("European Central Bank"), "path": ECB},
        ],
        "resources": [
            described(TABLES[name], address, addresses) for name, address in addresses.items()
        ],
    }


def datapackage_of(about: About, resources: list[dict]) -> dict:
    """The descriptor of a download."""
    return {
        **_head(about.snapshot),
        "title": about.title,
        "description": f"{about.filter_in_words}\n\n{attribution()}",
        "homepage": about.address,
        "sources": [{"title": about.citation, "path": about.address}],
        "resources": resources,
    }


def _head(snapshot: Snapshot) -> dict:
    created = snapshot.changed_at or NEVER
    return {
        "$schema": PROFILE,
        "name": "conference-deals",
        "version": str(snapshot.version),
        "created": created.isoformat().replace("+00:00", "Z"),
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": "CC BY 4.0"}],
    }


def described(table: Table, path: str, whole: Collection[str] = ()) -> dict:
    """A table as a resource of a package in which the tables named `whole` have all their rows."""
    return {
        "name": table.name,
        "type": "table",
        "title": str(table.title),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
            **_foreign_keys(table, whole),
            "missingValues": [""],
        },
    }


def _foreign_keys(table: Table, whole: Collection[str]) -> dict:
    keys = [
        {"fields": [column], "reference": _reference(table, resource, field)}
        for column, (resource, field) in table.refers.items()
        if resource in whole
    ]
    return {"foreignKeys": keys} if keys else {}


def _reference(table: Table, resource: str, field: str) -> dict:
    """A table refers to itself without its name, as the standard has it."""
    named = {} if resource == table.name else {"resource": resource}
    return {**named, "fields": [field]}


def _field(column: Column) -> dict:
    field = {
        "name": column.name,
        "title": str(column.title),
        "description": str(column.description),
        "type": column.type,
    }
    return field | ({"unit": str(column.unit)} if column.unit else {})
