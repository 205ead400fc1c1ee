"""Charts of projects as files: the drawing as SVG, its numbers as CSV."""

import csv
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals import charts, exports, parameters
from deals.api.endpoint import endpoint
from deals.api.schema import Operation
from deals.filters import ProjectFilter
from deals.parameters import one_of
from deals.queries import API_READERS, ProjectQuery
from deals.resources import facets
from deals.resources.charts import chart_context
from deals.vocabulary import CHART_LABELS

FILTERS = ProjectFilter.base_filters
READERS = {"by": one_of(list(CHART_LABELS))}
READERS |= {name: API_READERS[name] for name in ("currency", "lang")}
CSV_READERS = {**READERS, "bom": one_of(["0", "1"])}
MONEY = ("value", "low", "high", "bound", "stated", "undisclosed", "unconverted", "currency")
ADDRESS_LINE = 100  # letters of an address in one line of a drawing


def _operation(name: str, summary, media: str, readers: dict, description="") -> Operation:
    answer = {"type": "string"}
    return Operation(
        name,
        "totals",
        summary,
        answer,
        description,
        readers=lambda _form: readers,
        filters=FILTERS,
        forms=(),
        media=media,
    )


def _asked(request, readers: dict) -> tuple[ProjectQuery, dict]:
    with parameters.strict(request.GET, [*readers, *FILTERS]):
        query, values = parameters.all_of(
            lambda: ProjectQuery.from_api(request.GET),
            lambda: parameters.read(request.GET, readers),
        )
    return query, values


@endpoint(
    _operation(
        "charts_svg",
        gettext_lazy("The investment of the projects that match as a chart, as SVG"),
        "image/svg+xml",
        READERS,
        gettext_lazy(
            "SVG 1.1 that needs nothing else: columns for years, ranked bars else, with title, "
            "filters, data version and address. The CSV has the same groups."
        ),
    ),
    offers=(),
)
def charts_svg(request):
    query, values = _asked(request, READERS)
    charted = chart_context(query, values.get("by", ""))["charted"]
    address = request.build_absolute_uri(charted["page_url"])
    context = {
        **charted,
        **_layout(charted, address),
        "currency": query.currency,
        "filters": _sentence(query),
        "data_version": request.snapshot.version,
        "site": _("Conference Deals"),
    }
    response = render(
        request._request, "charts/file.svg", context, content_type="image/svg+xml; charset=utf-8"
    )
    return _download(response, request, charted["by"], "svg", len(charted["rows"]))


@endpoint(
    _operation(
        "charts_csv",
        gettext_lazy("The groups of a chart as CSV"),
        "text/csv",
        CSV_READERS,
        gettext_lazy(
            "A row for each group: value and low are the lower end of its investment in whole "
            "units of the currency, high the upper one; stated, undisclosed and unconverted count "
            "projects. “none” stands for “not stated”."
        ),
    ),
    offers=(),
)
def charts_csv(request):
    query, values = _asked(request, CSV_READERS)
    charted = chart_context(query, values.get("by", ""))["charted"]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["group", "label", "projects", *MONEY])
    writer.writerows([exports.safe_cell(cell) for cell in _cells(row)] for row in charted["rows"])
    bom = exports.BOM if values.get("bom") == "1" else ""
    response = HttpResponse(bom + text.getvalue(), content_type="text/csv; charset=utf-8")
    return _download(response, request, charted["by"], "csv", len(charted["rows"]))


def _cells(row: dict) -> list:
    key = "none" if row["key"] is None else row["key"]
    label = row["label"]
    if row["only"]:
        label = _("%(place)s (no more precise place known)") % {"place": label}
    return [key, label, row["projects"], *(row["investment"][name] for name in MONEY)]


def _layout(charted: dict, address: str) -> dict:
    """The shapes of the file, None where no amount can be drawn; its height and its last lines."""
    draw = charts.file_columns if charted["is_columns"] else charts.file_bars
    chart = draw(charted["chart"]) if charted["chart"] else None
    height = chart["height"] if chart else 24
    texts = [address[i : i + ADDRESS_LINE] for i in range(0, len(address), ADDRESS_LINE)]
    lines = [{"y": 36 + 14 * i, "text": text} for i, text in enumerate(texts)]
    return {
        "chart": chart,
        "plot_height": height,
        "height": height + 142 + 14 * len(lines),
        "address": lines,
    }


def _sentence(query: ProjectQuery) -> str:
    """The filters in words; "" without any."""
    chips = facets.chips(query)
    said = " · ".join(f"{chip['name']}: {chip['value']}" for chip in chips)
    return charts.shortened(said, ADDRESS_LINE)


def _download(response, request, by: str, suffix: str, rows: int) -> HttpResponse:
    name = f"projects-by-{by}-version-{request.snapshot.version}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Row-Count"] = str(rows)
    return response
