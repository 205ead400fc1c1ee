"""Totals: what the projects that match add up to, as JSON and as files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.response import Response

from deals import exports, resources
from deals.api import files, formats, reading
from deals.api.endpoint import endpoint
from deals.api.listing import BOM, LANG
from deals.api.schema import Operation
from deals.api.special_lists import CURRENCY, FILTERS
from deals.explain_query import READERS, ExplainQuery
from deals.parameters import InvalidParameters, one_of
from deals.queries import API_READERS
from deals.resources import shapes
from deals.tables import TABLES, totals_rows

# What only an explanation takes.
EXPLAINING = {name: READERS[name] for name in ("measure", "group")}
EXPLAINING |= {name: API_READERS[name] for name in ("limit", "offset")}
GROUPS = {name: READERS[name] for name in ("group_by", "level")}
EXPLAIN = {"explain": one_of(["0", "1"]), **EXPLAINING}


def readers(form: str) -> dict:
    """The parameters of totals in a format, beside the filters."""
    own = {"json": EXPLAIN, "csv": BOM}.get(form, {})
    return {**GROUPS, **own, **CURRENCY, **LANG}


def totals(*, suffix=False):
    """The view of totals; `suffix`: their format is the suffix of the address."""
    operation = Operation(
        "totals_file" if suffix else "totals",
        "totals",
        gettext_lazy("What the projects that match add up to"),
        shapes.TotalsAnswer,
        gettext_lazy(
            "Each sum carries its bound and says how many projects state a value. With group_by "
            "there is a row for each group, or for each combination of two dimensions, at most "
            "20,000 of these; groups_sum_to_total says whether they add up. A file "
            "has a row for each group and none for the total, so that nothing is added up twice; "
            "without group_by it has the one row of the total. GeoJSON has points of places only. "
            "With explain=1 JSON says of one number what was used, what was left out and why."
        ),
        readers=readers,
        filters=FILTERS,
        forms=formats.PLACED,
        suffix=suffix,
    )

    @endpoint(operation, offers=formats.PLACED)
    def view(request):
        asked, values = asked_of(request)
        version = request.snapshot.version
        found = resources.totals(asked.query, version, asked.group_by, asked.level)
        if request.form != "json":
            return files.answer(request, contents(request, asked, found, values))
        if values.get("explain") == "1":
            found["explanation"] = resources.explanation(asked, version)
        return Response(found)

    return view


def asked_of(request) -> tuple[ExplainQuery, dict]:
    """Which totals, and how they are to be shown; raises all faults together."""
    data = request.GET
    values, asked = reading.read(
        request, readers, formats.PLACED, FILTERS, lambda: ExplainQuery.from_api(data)
    )
    if faults := misfits(request.form, asked, values):
        raise InvalidParameters(
            [{"name": n, "value": data.get(n, "")[:100], "detail": d} for n, d in faults]
        )
    return asked, values


def misfits(form: str, asked: ExplainQuery, values: dict) -> list[tuple[str, str]]:
    """(name, remedy) of what makes no sense beside the rest."""
    if form == "geojson" and "location" not in asked.group_by:
        return [("group_by", _("GeoJSON has points of places: add group_by=location."))]
    if form == "json" and values.get("explain") != "1":
        detail = _("This applies to an explanation: add explain=1, or leave it out.")
        return [(name, detail) for name in EXPLAINING if name in values]
    return []


def contents(request, asked: ExplainQuery, found: dict, values: dict) -> files.Contents:
    by, rows = asked.group_by, totals_rows(found)

    def about() -> exports.About:
        title, snapshot = str(TABLES["totals"].title), request.snapshot
        return exports.about(asked.query, title, len(rows), request.today, snapshot)

    return files.of_rows(
        "-".join(["totals-by", *by]).replace("_", "-") if by else "totals",
        TABLES["totals"],
        rows,
        about,
        place="key" if by[:1] == ("location",) else "second_key",
        bom=values.get("bom") == "1",
    )
