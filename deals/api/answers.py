"""Pages of lists, and what became of a record."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound
from rest_framework.response import Response

from deals.addresses import Deleted, Moved, Unknown
from deals.queries import MAX_OFFSET
from deals.resources.links import PAGES, resource_of


class Gone(APIException):
    status_code = 410

    def __init__(self):
        super().__init__(_("The record was deleted. Its address is not used again."))


def page_of(request, records, as_data: Callable, limit: int, offset: int) -> Response:
    """A page of the records with the addresses of its neighbours, in the body and as Link."""
    results = [as_data(record) for record in records[offset : offset + limit]]
    return page_of_results(request, results, records.count(), limit, offset)


def page_of_results(request, results: list, count: int, limit, offset, **further) -> Response:
    """The same for results that are there already; `further` stands beside them."""
    last = max(0, count - 1) // limit * limit
    starts = {"first": 0}
    if offset > 0:
        starts["prev"] = max(0, offset - limit) if offset < count else last
    if offset + limit < count and offset + limit <= MAX_OFFSET:
        starts["next"] = offset + limit
    starts["last"] = last
    there = {name: address(request, start) for name, start in starts.items()}
    body = {
        "count": count,
        "next": there.get("next"),
        "previous": there.get("prev"),
        "results": results,
        **further,
        "data_version": request.snapshot.version,
    }
    links = ", ".join(f'<{url}>; rel="{name}"' for name, url in there.items())
    return Response(body, headers={"Link": links})


def address(request, offset: int) -> str:
    """The address of this list from another offset on."""
    data = request.GET.copy()
    data.pop("offset", None)
    if offset:
        data["offset"] = offset
    query = f"?{data.urlencode()}" if data else ""
    return request.build_absolute_uri(request.path + query)


def of_record(view):
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
    """The same resource of the successor: its reconciliation, where that was asked for."""
    before = f"/{PAGES[moved.model][1]}/"
    below = request.path.partition(before)[2].partition("/")[2]
    query = request.META.get("QUERY_STRING", "")
    there = resource_of(moved.model, moved.key) + below + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(there)


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
