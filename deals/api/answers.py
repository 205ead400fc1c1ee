"""Pages of lists, and what became of a record."""

from collections.abc import Callable, Mapping
from functools import wraps
from string import ascii_lowercase, digits

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound
from rest_framework.response import Response

from deals.addresses import Deleted, Moved, Unknown
from deals.api.listing import Listing, Question
from deals.api.paging import START, address
from deals.queries import MAX_OFFSET
from deals.resources.links import PAGES, resource_of

KEY_LETTERS = ascii_lowercase + digits + "-"


class Gone(APIException):
    status_code = 410

    def __init__(self):
        super().__init__(_("The record was deleted. Its address is not used again."))


def page_of(request, listing: Listing, question: Question) -> Response:
    """The page asked for, with the addresses of its neighbours in the body and as Link."""
    if question.paging.after is not None:
        return walked(request, listing, question)
    limit, offset = question.paging.limit, question.paging.offset
    records = listing.part(question, offset, limit)
    results = listing.results(records, question)
    count = listing.count(question.records)
    there = neighbours(count, limit, offset)
    return answer(request, question.further, results, count, there)


def neighbours(count: int, limit: int, offset: int) -> dict[str, dict]:
    """By name of a neighbour: the parameter that leads there, none for the first page."""
    last = max(0, count - 1) // limit * limit
    starts = {"first": 0}
    if offset > 0:
        starts["prev"] = max(0, offset - limit) if offset < count else last
    if offset + limit < count and offset + limit <= MAX_OFFSET:
        starts["next"] = offset + limit
    starts["last"] = last
    return {name: {"offset": start} if start else {} for name, start in starts.items()}


def walked(request, listing: Listing, question: Question) -> Response:
    """A page of a walk: what lies behind the position, and where the next page begins."""
    walk = listing.walk(request, question)
    there = {"first": {"cursor": START}}
    if walk.cursor:
        there["next"] = {"cursor": walk.cursor}
    return answer(request, walk.further, walk.results, walk.count, there)


def answer(request, further: Mapping, results: list, count: int | None, there: dict) -> Response:
    found = {name: address(request, position) for name, position in there.items()}
    body = {
        "count": count,
        "next": found.get("next"),
        "previous": found.get("prev"),
        "results": results,
        **further,
        "data_version": request.snapshot.version,
    }
    links = ", ".join(f'<{url}>; rel="{name}"' for name, url in found.items())
    return Response(body, headers={"Link": links})


def of_record(view: Callable) -> Callable:
    """For views that find a record: unknown is a 404, deleted a 410, merged a 301."""

    @wraps(view)
    def answer(request, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            return moved_to(request, moved)
        except Deleted:
            raise Gone from None
        except Unknown as unknown:
            raise NotFound(not_found(unknown)) from None

    return answer


def moved_to(request, moved: Moved) -> HttpResponse:
    """The same of the successor: in the same format, or its reconciliation where that was asked."""
    asked = request.path.partition(f"/{PAGES[moved.model][1]}/")[2]
    behind_key = asked.lstrip(KEY_LETTERS)
    query = request.META.get("QUERY_STRING", "")
    there = resource_of(moved.model, moved.key).rstrip("/") + behind_key
    return HttpResponsePermanentRedirect(there + (f"?{query}" if query else ""))


def not_found(unknown: Unknown) -> str:
    what, key = unknown.model._meta.verbose_name, str(unknown)[:100]
    if not unknown.close:
        return _("There is no %(what)s “%(key)s”.") % {"what": what, "key": key}
    close = ", ".join(f"“{key}” ({name})" for key, name in unknown.close)
    return _("There is no %(what)s “%(key)s”. Did you mean %(close)s?") % {
        "what": what,
        "key": key,
        "close": close,
    }
