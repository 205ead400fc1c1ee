"""The operations of the API."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from deals import parameters, resources
from deals.addresses import find
from deals.api.answers import of_record, page_of, page_of_results
from deals.api.endpoint import endpoint
from deals.api.following import page_of_log, resume_at
from deals.api.listing import LIMIT, PAGING, Listing
from deals.api.schema import Operation, page_schema
from deals.explain_query import READERS, ExplainQuery
from deals.filters import ProjectFilter
from deals.models import Project
from deals.parameters import InvalidParameters, one_of
from deals.queries import API_READERS, FRAGMENT_READERS, ProjectQuery
from deals.resources import shapes
from deals.resources.change_log import end_of_log, place
from deals.resources.changes import KINDS

LANG = {"lang": parameters.language}
CURRENCY = {"currency": parameters.currency}
ON = {"on": parameters.date}
# What only an explanation takes.
EXPLAINING = {name: READERS[name] for name in ("measure", "group")}
EXPLAINING |= {name: API_READERS[name] for name in ("limit", "offset")}
GROUPS = {name: READERS[name] for name in ("group_by", "level")}
EXPLAIN = {"explain": one_of(["0", "1"]), **EXPLAINING}
CHANGES = {
    **PAGING,
    "cursor": place,
    "kind": one_of(KINDS),
    "id": parameters.slug,
    "since": parameters.moment,
}
FILTERS = ProjectFilter.base_filters
TOTALS_NAMES = [*FILTERS, *CURRENCY, *LANG]
ID = {"key": gettext_lazy("The permanent id")}


def list_of(listing: Listing, *, json=False):
    """The view of a list; `json` for its address with the suffix .json."""
    operation = Operation(
        f"{listing.name}_list",
        listing.name,
        listing.summary,
        page_schema(listing.shape),
        readers=listing.readers,
        filters=listing.filters,
        order=listing.default,
    )

    @endpoint(None if json else operation, any_accept=json)
    def view(request):
        records, limit, offset = listing.read(request.GET)
        return page_of(request, records, listing.as_data, limit, offset)

    return view


def one_of_list(listing: Listing):
    """The view of a single record."""
    operation = Operation(
        f"{listing.name}_detail",
        listing.name,
        gettext_lazy("One of them, by its id"),
        listing.one[0],
        readers=LANG,
        path=ID,
    )

    @endpoint(operation)
    @of_record
    def view(request, key):
        read(request, LANG)
        as_data = listing.one[1]
        return Response(as_data(record_of(listing, key)))

    return view


def record_of(listing: Listing, key: str):
    if listing.key != "pk":
        return find(listing.records(), key)
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
    record = listing.records().filter(pk=number).first()
    if record is None:
        raise NotFound(_("There is no such record. Ids are listed at the address above."))
    return record


def read(request, readers: dict, known=None, defaults=None) -> dict:
    """Parameters of an operation without filters, strictly."""
    with parameters.strict(request.GET, known or readers):
        return parameters.read(request.GET, readers, defaults)


def query_of(request, names) -> ProjectQuery:
    with parameters.strict(request.GET, names):
        return ProjectQuery.from_api(request.GET)


# Projects


def projects(*, json=False):
    """The view of the list of projects; `json` for its address with the suffix .json."""
    operation = Operation(
        "projects_list",
        "projects",
        gettext_lazy("Projects: what was signed, by whom, where and for how much"),
        page_schema(shapes.Project),
        readers=API_READERS,
        filters=FILTERS,
    )

    @endpoint(None if json else operation, any_accept=json)
    def view(request):
        query = query_of(request, ProjectQuery.api_names())
        records = query.projects.with_names()
        return page_of(request, records, resources.project, query.size, query.start)

    return view


@endpoint(
    Operation(
        "projects_detail",
        "projects",
        gettext_lazy("A project with its investments, status events and sources"),
        shapes.ProjectDetail,
        readers={**ON, **LANG},
        path=ID,
    )
)
@of_record
def project(request, key):
    on = read(request, {**ON, **LANG}).get("on")
    record = find(Project.objects.for_page(on), key)
    return Response(resources.project_detail(record, request.snapshot.version, on))


def fragment(name: str, template: str, names, context_of: Callable, *, pushes=False):
    """The view of the HTML form of a resource, for htmx: the template that the page includes.

    `context_of` takes the question and the data version.
    """
    operation = Operation(
        f"{name}_html",
        name,
        gettext_lazy("The same as a part of an HTML page"),
        {"type": "string"},
        readers={n: reader for n, reader in FRAGMENT_READERS.items() if n in names},
        filters=FILTERS,
        media="text/html",
    )

    @endpoint(operation, any_accept=True)
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


# Sums


def totals(*, json=False):
    """The view of totals; `json` for its address with the suffix .json."""
    operation = Operation(
        "totals",
        "totals",
        gettext_lazy("What the projects that match add up to"),
        shapes.TotalsAnswer,
        gettext_lazy(
            "Each sum carries its bound and says how many projects state a value. With group_by "
            "there is a row for each group; groups_sum_to_total says whether they add up. With "
            "explain=1 it says of one number what was used, what was left out and why."
        ),
        readers={**GROUPS, **EXPLAIN, **CURRENCY, **LANG},
        filters=FILTERS,
    )

    @endpoint(None if json else operation, any_accept=json)
    def view(request):
        asked, is_explained = totals_asked(request.GET)
        version = request.snapshot.version
        answer = resources.totals(asked.query, version, asked.group_by, asked.level)
        if is_explained:
            answer["explanation"] = resources.explanation(asked, version)
        return Response(answer)

    return view


def totals_asked(data) -> tuple[ExplainQuery, bool]:
    """Which totals, and whether to explain one of them."""
    with parameters.strict(data, [*TOTALS_NAMES, *GROUPS, *EXPLAIN]):
        return tuple(
            parameters.all_of(lambda: ExplainQuery.from_api(data), lambda: explain_asked(data))
        )


def explain_asked(data) -> bool:
    """Without explain=1, what only an explanation takes is refused."""
    if parameters.read(data, EXPLAIN).get("explain") == "1":
        return True
    detail = _("This applies to an explanation: add explain=1, or leave it out.")
    given = [name for name in EXPLAINING if data.get(name, "").strip()]
    if given:
        raise InvalidParameters(
            [{"name": name, "value": data[name][:100], "detail": detail} for name in given]
        )
    return False


def follow_through(*, json=False):
    """The view of what became of it; `json` for its address with the suffix .json."""
    readers = {**PAGING, **CURRENCY}
    operation = Operation(
        "follow_through",
        "follow-through",
        gettext_lazy("What became of the projects that match, for each edition"),
        shapes.FollowThrough,
        gettext_lazy(
            "A cohort is the projects of an edition, without those that only sign an earlier one "
            "again. Each is in one of six states at 12, 24 and 36 months after the edition’s last "
            "day. no_news is inferred: still announced or signed, and nothing is dated after the "
            "edition; not_started is announced or signed with something dated since. A cohort is "
            "tracked where a status event of one of its projects is dated after the edition, else "
            "its states are null, as they are at a moment that is not reached yet. The summary "
            "adds up the cohorts that are tracked and have reached the moment, on all pages."
        ),
        readers=readers,
        filters=FILTERS,
    )

    @endpoint(None if json else operation, any_accept=json)
    def view(request):
        chosen = ProjectFilter(request.GET)
        with parameters.strict(request.GET, [*FILTERS, *readers]):
            matching, paging = parameters.all_of(
                lambda: chosen.projects, lambda: parameters.read(request.GET, PAGING)
            )
        as_of = chosen.form.cleaned_data["as_of"]
        limit, offset = paging.get("limit", LIMIT), paging.get("offset", 0)
        found = resources.follow_through(matching, chosen.currency, request.today, as_of)
        cohorts = found.pop("cohorts")
        results = cohorts[offset : offset + limit]
        return page_of_results(request, results, len(cohorts), limit, offset, **found)

    return view


# Changes


def changes(*, json=False):
    """The view of the list of changes; `json` for its address with the suffix .json."""
    operation = Operation(
        "changes_list",
        "changes",
        gettext_lazy("Records created, updated, deleted or merged"),
        shapes.ChangePage,
        gettext_lazy(
            "Without a cursor: the latest change of each record, the latest first. With a cursor: "
            "every change in the order of the commits, the oldest first, so that nothing is "
            "passed over, however long a change took to be stored; cursor=start begins. A row is "
            "a record that one data version changed, itself or the rows on it; created and updated "
            "both mean: read it again. To keep a copy, ask here first and keep resume, read the "
            "lists, then ask resume and follow next to its end, and keep the last resume for the "
            "next time. What follows from other records, such as converted amounts and the names "
            "of what a record links to, changes without a row of its own."
        ),
        readers=CHANGES,
    )

    @endpoint(None if json else operation, any_accept=json)
    def view(request):
        values = read(request, CHANGES, defaults={"limit": LIMIT})
        kinds = [values["kind"]] if "kind" in values else []
        if "cursor" in values:
            return page_of_log(request, values, kinds)
        rows = resources.changes(kinds, values.get("since"), values.get("id", ""))
        limit, offset = values["limit"], values.get("offset", 0)
        found = [resources.change(row) for row in rows[offset : offset + limit]]
        resume = resume_at(request, end_of_log())
        return page_of_results(request, found, rows.count(), limit, offset, resume=resume)

    return view
