"""The columns of every table: as a page for people, and as a Data Package for programs."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from deals import exports
from deals.api.endpoint import endpoint
from deals.api.reference import LANG, framed, only_language
from deals.api.schema import Operation
from deals.paths import api
from deals.resources.links import site
from deals.tables import TABLES, dictionary

ANY_OBJECT = {"type": "object"}
PARTS = ("name", "title", "description", "type", "unit")


@endpoint(
    Operation(
        "datapackage",
        "datapackage",
        _("Every table with its columns and the address of its CSV"),
        ANY_OBJECT,
        _("A descriptor of the standard Data Package 2.0 (datapackage.org), for programs."),
        readers=lambda _form: LANG,
    )
)
def datapackage(request):
    """The descriptor of the whole API."""
    only_language(request)
    addresses = {name: f"{site.get()}{address_of(name)}" for name in TABLES}
    return Response(exports.datapackage(addresses, request.snapshot))


@endpoint(None, offers=())
def page(request):
    """The data dictionary for people, with the same columns."""
    tables = [
        {
            "id": name,
            "title": title,
            "columns": [dict(zip(PARTS, column, strict=True)) for column in columns],
            "file": address_of(name) if name in TABLES else "",
        }
        for title, name, columns in dictionary()
    ]
    return render(request._request, "api/dictionary.html", framed(request, tables=tables))


def address_of(name: str) -> str:
    return api(f"{name}.csv")
