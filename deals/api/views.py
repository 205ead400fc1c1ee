"""The operations of the API: a list, one of its records, a part of a page."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from deals import parameters
from deals.api import files
from deals.api.answers import of_record, page_of
from deals.api.endpoint import endpoint
from deals.api.listing import CURRENCY, LANG, Listing
from deals.api.schema import Operation, page_schema, whole_or_part
from deals.filters import ProjectFilter
from deals.parameters import InvalidParameters
from deals.queries import FRAGMENT_READERS, ProjectQuery

FILTERS = ProjectFilter.base_filters
TOTALS_NAMES = [*FILTERS, *CURRENCY, *LANG]
ID = {"key": _("The permanent id")}
BY_SUFFIX = _(
    "The whole set as a file; .json has the pages of the same address with a slash at its end. "
    "X-Row-Count says how many rows it holds. What broke off never looks whole."
)


def list_of(listing: Listing, *, suffix=False):
    """The view of a list; `suffix`: its format is the suffix of the address."""
    operation = Operation(
        f"{listing.name}_{'file' if suffix else 'list'}",
        listing.name,
        listing.summary,
        page_schema(listing),
        BY_SUFFIX if suffix else listing.description,
        readers=listing.readers,
        filters=listing.filters,
        forms=listing.formats,
        order=listing.default,
        suffix=suffix,
    )

    @endpoint(operation, offers=listing.formats)
    def view(request):
        question = listing.read(request)
        if request.form == "json":
            return page_of(request, listing, question)
        return files.answer(request, files.of_list(request, listing, question))

    return view


def one_of_list(listing: Listing, *, suffix=False):
    """The view of a single record."""
    operation = Operation(
        f"{listing.name}_{'detail_file' if suffix else 'detail'}",
        listing.name,
        _("One of them, by its id"),
        whole_or_part(listing.one[0], listing.expansions),
        readers=listing.one_readers,
        path=ID,
        forms=listing.formats,
        suffix=suffix,
    )

    @endpoint(operation, offers=listing.formats)
    @of_record
    def view(request, key):
        question, values = listing.one_question(request)
        record, as_data = listing.find(key, question, values), listing.one_as_data(request, values)
        if request.form == "json":
            return Response(listing.data(record, question, as_data))
        return files.answer(request, files.of_one(request, listing, question, record, as_data))

    return view


def query_of(request, names) -> ProjectQuery:
    with parameters.strict(request.GET, names):
        return ProjectQuery.from_api(request.GET)


# Parts of pages


def fragment(name: str, template: str, names, context_of: Callable, *, pushes=False):
    """The view of the HTML form of a resource, for htmx: the template that the page includes.

    `context_of` takes the question and the data version.
    """
    operation = Operation(
        f"{name}_html",
        name,
        _("The same as a part of an HTML page"),
        {"type": "string"},
        readers=lambda _form: {n: reader for n, reader in FRAGMENT_READERS.items() if n in names},
        filters=FILTERS,
        forms=("html",),
    )

    @endpoint(operation, offers=())
    def view(request):
        try:
            with parameters.strict(request.GET, names):
                query = ProjectQuery.from_fragment(request.GET)
        except InvalidParameters as error:
            return wrong(request, error)
        context = context_of(query, request.snapshot.version) | {"fragment": True}
        response = render(request._request, template, context)
        if pushes:
            response["HX-Push-Url"] = query.page_url()
        return response

    return view


def wrong(request, error: InvalidParameters) -> HttpResponse:
    """The error summary: no rows, never the unfiltered ones."""
    labels = {name: condition.label for name, condition in FILTERS.items()}
    errors = [{**fault, "label": labels.get(fault["name"])} for fault in error.errors]
    return render(request._request, "includes/error_summary.html", {"errors": errors}, status=400)
