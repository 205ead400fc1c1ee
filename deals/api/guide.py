"""The first page of the API: how to use it, with lines to copy; its addresses for programs."""

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.response import Response

from deals.api import formats, lines, promise
from deals.api.endpoint import endpoint
from deals.api.paging import LIMIT
from deals.api.problems import PROBLEMS
from deals.api.reference import COLLECTION, document, framed, only_language
from deals.bounds import QUALIFIERS
from deals.exports import MAX_ROWS
from deals.models import Edition
from deals.paths import api
from deals.queries import MAX_LIMIT
from deals.resources.links import site
from deals.vocabulary import BOUND_MEANINGS


@endpoint(None, offers=("html", "json"))
def index(request):
    """The guide; the addresses of the resources where Accept prefers JSON."""
    if request.form == "json":
        only_language(request)
        return Response(addresses(document(translation.get_language())))
    edition = Edition.objects.filter(figure_links__isnull=False).newest_first().first()
    context = framed(
        request,
        command_lines=lines.command_lines(edition.slug if edition else ""),
        programs=[*lines.PROGRAMS, lines.WITH_PANDAS],
        line_of_caching=lines.line_of_caching(),
        line_of_errors=lines.line_of_errors(),
        formats=kinds_of_files(),
        qualifiers=[(word, BOUND_MEANINGS[word]) for word in QUALIFIERS],
        problems=kinds_of_problems(),
        numbers={"limit": LIMIT, "most": MAX_LIMIT, "rows": MAX_ROWS},
        rate=settings.API_RATE,
        promise=promise,
        notice=promise.notice(),
    )
    return render(request._request, "api/guide.html", context)


def addresses(described: dict) -> dict:
    """The collections by name, as far as they have an address without an id."""
    paths = [path for path in described["paths"] if path.endswith("/") and "{" not in path]
    collections = [path.removeprefix(COLLECTION) for path in paths]
    found = {each.strip("/"): each for each in collections}
    found |= {"datapackage": "datapackage.json", "openapi": "openapi.json"}
    return {name: site.get() + api(each) for name, each in found.items()}


def kinds_of_files() -> list[dict]:
    """Suffix, media type and use of each format."""
    uses = {
        "json": _("pages of a list; a record or totals whole"),
        "csv": _("a table, with ?bom=1 for Excel"),
        "xlsx": _("an Excel workbook with a sheet about filter and columns"),
        "ndjson": _("one record a line, in the shape of the JSON"),
        "geojson": _("points for maps, in WGS 84; of what has a place"),
        "zip": _("a data package with README, columns and checksums"),
    }
    return [
        {"suffix": f".{form}", "media": formats.MEDIA[form], "use": use}
        for form, use in uses.items()
    ]


def kinds_of_problems() -> list[dict]:
    return [
        {"slug": slug, "status": status, "title": title, "explanation": explanation}
        for slug, (status, title, explanation) in PROBLEMS.items()
    ]
