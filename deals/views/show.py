"""What every page shares: one snapshot, one currency, one way to answer what is wrong."""

from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import errors, parameters
from deals.addresses import Deleted, Moved, Unknown
from deals.page_query import PageQuery
from deals.public import public
from deals.resources.links import page_of
from deals.resources.listing import page_links
from deals.resources.totals import in_language


def page(view):
    """A public page: read in one snapshot; deleted, moved and unknown records get their answer."""

    @public
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except parameters.InvalidParameters as error:
            return wrong_parameters(request, error.errors)
        except Deleted:
            return errors.gone(request)
        except Moved as moved:
            return redirect(page_of(moved.model, moved.key), permanent=True)
        except Unknown as unknown:
            suggestions = [
                {"url": page_of(unknown.model, key), "label": name} for key, name in unknown.close
            ]
            return errors.not_found(request, suggestions=suggestions)

    return answer


def wrong_parameters(request, faults: list[dict]) -> HttpResponse:
    """The page of an error summary: no rows, never the unfiltered ones."""
    return show(request, "errors/parameters.html", {"errors": faults}, status=400)


def show(request, template: str, context: dict, section: str = "", crumbs=(), status=200):
    """Render a page; `crumbs` are (label, url) or (label, url, language), the page itself last."""
    moment = getattr(request, "snapshot", None)
    context = {
        "section": section,
        "crumbs": [dict(zip(("label", "url", "lang"), each, strict=False)) for each in crumbs],
        "data_version": moment.version if moment else "",
        "changed_at": moment.changed_at if moment else None,
        "canonical_url": canonical_url(request, context),
        "page_title": crumbs[-1][0] if crumbs else "",
        **context,
    }
    return render(request, template, context, status=status)


def canonical_url(request, context: dict) -> str:
    """The address of the page without what is ignored or a default."""
    query = context.get("query")
    if query:
        return request.build_absolute_uri(query.page_url())
    kept = {"currency": context.get("currency", "CNY"), "as_of": context.get("as_of")}
    kept = {name: value for name, value in kept.items() if value not in (None, "CNY")}
    path = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return request.build_absolute_uri(path)


def currency_of(request) -> str:
    """The display currency of a page that has no other parameter."""
    return parameters.read(request.GET, {"currency": parameters.currency}, {"currency": "CNY"})[
        "currency"
    ]


def known_day(request):
    """The day of ``as_of``: only what had been published by then counts. None: everything."""
    return parameters.read(request.GET, {"as_of": parameters.date}).get("as_of")


def as_known(filters: dict, as_of) -> dict:
    """The filters of a question about projects, as known on a day where one is given."""
    return {**filters, "as_of": [as_of.isoformat()]} if as_of else filters


def ignored(request, *known: str) -> list[dict]:
    """The unknown parameters, which a page ignores and names in a notice."""
    return parameters.unknown_names(request.GET, ["currency", *known])


def pages_of(asked: PageQuery, count: int) -> dict:
    """What a template needs to lead to the other pages of a list without filters."""
    pages = asked.pages(count)
    return {"query": asked, "pages": pages, "page_links": page_links(asked, pages)}


def home_crumb() -> tuple[str, str]:
    return (_("Home"), reverse("home"))


def named_crumb(named: dict, url: str | None = None) -> tuple[str, str | None, str | None]:
    """A record in its JSON shape, by its name in the page's language."""
    text, language = in_language(named)
    return (text, url, language)
