"""For search engines: every public page in both languages, in parts, and what to leave alone."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from deals.public import public
from deals.resources.changes import KINDS
from deals.resources.links import page_of, text

# A part has each record in two languages: at most 5,000 addresses.
RECORDS = 2500
MOST_PARTS = 50_000
LISTS = ("home", "projects", "conferences", "editions", "places", "sectors", "investors")
LISTS += ("compare", "sources", "checks", "method", "accessibility", "changes", "data")
PAGES_KIND = "pages"
HREFLANG = {"en": "en", "zh-hans": "zh-Hans"}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
XML = "application/xml; charset=utf-8"


@public
def index(request):
    """The parts: one for the pages of no record, then those of each kind of record."""
    site = site_of(request)
    parts = [(PAGES_KIND, 1)]
    for kind, model in KINDS.items():
        count = model.objects.count()
        parts += [(kind, number) for number in range(1, -(-count // RECORDS) + 1)]
    context = {
        "addresses": [site + reverse("sitemap-part", args=part) for part in parts],
        "changed_at": text(request.snapshot.changed_at),
    }
    return render(request, "sitemap.xml", context, content_type=XML)


@public
def part(request, kind, number):
    """At most `RECORDS` records, streamed; a number past the last is a 404."""
    if kind == PAGES_KIND:
        pages = [(reverse(name), None) for name in LISTS] if number == 1 else []
    elif kind in KINDS and 0 < number <= MOST_PARTS:
        pages = _records(KINDS[kind], (number - 1) * RECORDS)
    else:
        pages = []
    if not pages:
        raise Http404
    return StreamingHttpResponse(_written(site_of(request), pages), content_type=XML)


@public
def robots(request):
    """What crawlers may read: everything but the admin and endless combinations of filters."""
    context = {"sitemap": site_of(request) + reverse("sitemap")}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


def site_of(request) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _records(model, start: int) -> list[tuple[str, str | None]]:
    """(English path, moment of the last change) of each."""
    found = model.objects.order_by("pk").values_list(model.address_field, "updated_at")
    return [(page_of(model, key), text(at)) for key, at in found[start : start + RECORDS]]


def _written(site: str, pages) -> Iterator[str]:
    """The part as XML: each page once for each language, with its alternates."""
    roots = {}
    for code in dict(settings.LANGUAGES):
        with translation.override(code):
            roots[code] = reverse("home")
    default = roots[settings.LANGUAGE_CODE]
    yield HEAD
    for path, changed in pages:
        rest = path.removeprefix(default)
        there = {code: escape(site + root + rest) for code, root in roots.items()}
        yield from (_url(address, there, changed) for address in there.values())
    yield "</urlset>\n"


def _url(address: str, alternates: dict[str, str], changed: str | None) -> str:
    links = [(HREFLANG[code], other) for code, other in alternates.items()]
    links.append(("x-default", alternates[settings.LANGUAGE_CODE]))
    shown = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{other}"/>' for lang, other in links
    )
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{address}</loc>{lastmod}{shown}</url>\n"
