"""Downloads: whole sets of projects in several formats, and tables of sums."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals import exports, parameters, resources
from deals.addresses import find
from deals.api.answers import of_record
from deals.api.endpoint import endpoint
from deals.api.reconciliations import READERS as OF_EDITION
from deals.api.schema import Operation
from deals.api.views import CURRENCY, FILTERS, GROUPS, ID, LANG, read
from deals.explain_query import ExplainQuery
from deals.models import Edition
from deals.parameters import InvalidParameters, one_of
from deals.queries import API_READERS, ProjectQuery

BOM = {"bom": one_of(["0", "1"])}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULAS = gettext_lazy("Text that a spreadsheet would run as a formula begins with an apostrophe.")
FEATURES = {
    "type": "object",
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "features"],
}


@dataclass(frozen=True)
class Format:
    """A format: `parts` makes the body of a query; what the file says of itself costs queries,

    so it is asked for where it is needed. `bom`: whether to begin with a byte order mark.
    """

    media: str
    summary: Any
    description: Any
    parts: Callable[[ProjectQuery, Callable[[], exports.About], bool], Iterator]
    readers: dict = field(default_factory=dict)
    answer: dict = field(default_factory=lambda: {"type": "string"})


FORMATS = {
    "csv": Format(
        CSV,
        gettext_lazy("All projects that match, as CSV"),
        gettext_lazy(
            "UTF-8 with a header row. X-Row-Count says how many rows follow it; a file that "
            "broke off ends with a line that begins with “# INCOMPLETE”. Text that a "
            "spreadsheet would run as a formula begins with an apostrophe."
        ),
        lambda query, about, bom: exports.csv_of(query.projects, bom=bom),
        BOM,
    ),
    "xlsx": Format(
        WORKBOOK,
        gettext_lazy("All projects that match, as an Excel workbook"),
        gettext_lazy(
            "The columns of the CSV, with numbers as numbers and dates as dates. A second sheet "
            "tells the filter, the data version, the licence, how to cite, and what each column "
            "means."
        ),
        lambda query, about, bom: exports.xlsx_of(query.projects, about()),
    ),
    "ndjson": Format(
        "application/x-ndjson",
        gettext_lazy("All projects that match, a JSON object on each line"),
        gettext_lazy(
            "Each line has the shape of a project in the list. A file that broke off ends with a "
            "line that holds “error” alone."
        ),
        lambda query, about, bom: exports.ndjson_of(query.projects),
    ),
    "geojson": Format(
        "application/geo+json",
        gettext_lazy("All projects that match, as GeoJSON"),
        gettext_lazy(
            "A point in WGS 84 for each project: its place, or the nearest place around it whose "
            "coordinates are known, which “point_of” names; null where there is none. The other "
            "properties are the columns of the CSV. A file that broke off is no valid JSON."
        ),
        lambda query, about, bom: exports.geojson_of(query.projects, about()),
        answer=FEATURES,
    ),
    "zip": Format(
        "application/zip",
        gettext_lazy("All projects that match, as a data package"),
        gettext_lazy(
            "Projects and their investments as CSV, a datapackage.json (Frictionless Data Package) "
            "with columns, types and checksums, and a README with filter, data version, licence "
            "and citation. A file that broke off cannot be opened."
        ),
        lambda query, about, bom: exports.zip_of(query.projects, about()),
    ),
}


def projects_as(name: str, form: Format):
    """The view of all projects that match in a format."""
    readers = {"ordering": API_READERS["ordering"], **form.readers, **CURRENCY, **LANG}
    operation = Operation(
        f"projects_{name}",
        "projects",
        form.summary,
        form.answer,
        form.description,
        readers=readers,
        filters=FILTERS,
        media=form.media.partition(";")[0],
    )

    @endpoint(operation, any_accept=True)
    def view(request):
        with parameters.strict(request.GET, [*readers, *FILTERS]):
            query, values = parameters.all_of(
                lambda: ProjectQuery.from_api(request.GET),
                lambda: parameters.read(request.GET, readers),
            )
        rows = query.matching.count()
        if form.media == WORKBOOK and rows > exports.MAX_ROWS:
            raise _too_many(rows)
        body = form.parts(query, lambda: _about(request, query, rows), values.get("bom") == "1")
        return _file(request, body, form.media, f"projects.{name}", rows)

    return view


PROJECTS = {name: projects_as(name, form) for name, form in FORMATS.items()}


# Sums

SUMS = {
    "csv": (CSV, gettext_lazy("Totals and their groups as CSV")),
    "xlsx": (WORKBOOK, gettext_lazy("Totals and their groups as an Excel workbook")),
}


def totals_as(name: str, media: str, summary):
    """The view of totals as a table."""
    readers = {**GROUPS, **(BOM if name == "csv" else {}), **CURRENCY, **LANG}
    operation = Operation(
        f"totals_{name}",
        "totals",
        summary,
        {"type": "string"},
        gettext_lazy(
            "With group_by a row for each group and none for the total, so that nothing is added "
            "up twice; without it the one row of the total."
        ),
        readers=readers,
        filters=FILTERS,
        media=media.partition(";")[0],
    )

    @endpoint(operation, any_accept=True)
    def view(request):
        asked, bom = _totals_asked(request.GET, readers)
        query, group_by = asked.query, asked.group_by
        version = request.snapshot.version
        rows = exports.totals_rows(resources.totals(query, version, group_by, asked.level))
        if name == "csv":
            body = exports.csv_table(exports.TOTALS, rows, bom=bom)
        else:
            about = _about(request, query, len(rows), _("totals"))
            body = exports.xlsx_table(exports.TOTALS, rows, about)
        stem = f"totals-by-{group_by.replace('_', '-')}" if group_by else "totals"
        return _file(request, body, media, f"{stem}.{name}", len(rows))

    return view


def _totals_asked(data, readers) -> tuple[ExplainQuery, bool]:
    """Which totals, and whether the file begins with a byte order mark."""
    with parameters.strict(data, [*readers, *FILTERS]):
        asked, values = parameters.all_of(
            lambda: ExplainQuery.from_api(data), lambda: parameters.read(data, readers)
        )
    return asked, values.get("bom") == "1"


TOTALS = {name: totals_as(name, *form) for name, form in SUMS.items()}


@endpoint(
    Operation(
        "editions_reconciliation_csv",
        "editions",
        gettext_lazy("An edition's reported figures beside its itemised projects, as CSV"),
        {"type": "string"},
        gettext_lazy(
            "A row for each reported figure of the table: of the whole, of a part of it, and the "
            "remainder, which is calculated. Rows are never to be added to each other."
        ),
        readers={**OF_EDITION, **BOM},
        path=ID,
        media="text/csv",
    ),
    any_accept=True,
)
@of_record
def reconciliation(request, key):
    values = read(request, {**OF_EDITION, **BOM}, defaults={"currency": "CNY"})
    record = find(Edition.objects.with_names(), key)
    version = request.snapshot.version
    card = resources.reconciled(record, values["currency"], version, values.get("as_of"))
    rows = exports.reconciliation_rows(card)
    body = exports.csv_table(exports.RECONCILIATION, rows, bom=values.get("bom") == "1")
    return _file(request, body, CSV, f"{record.slug}-reconciliation.csv", len(rows))


# Files


def _about(request, query: ProjectQuery, rows: int, title: str = "") -> exports.About:
    return exports.about(query, title or _("projects"), rows, request.today, request.snapshot)


def _file(request, body: Iterator, media: str, name: str, rows: int) -> StreamingHttpResponse:
    """The body as a file whose name tells the data version."""
    stem, _dot, suffix = name.rpartition(".")
    name = f"{stem}-version-{request.snapshot.version}.{suffix}"
    response = StreamingHttpResponse(body, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Row-Count"] = str(rows)
    return response


def _too_many(rows: int) -> InvalidParameters:
    detail = _("A sheet holds at most %(most)d rows, and %(rows)d match. Take CSV, or filter.") % {
        "most": exports.MAX_ROWS,
        "rows": rows,
    }
    return InvalidParameters([{"name": "xlsx", "value": str(rows), "detail": detail}])
