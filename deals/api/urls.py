from django.urls import path, register_converter

from deals import resources
from deals.api import charts, dictionary, facets, formats, guide, reference, views
from deals.api.listings import LISTINGS
from deals.api.reconciliations import RECONCILIATIONS, reconciliation
from deals.api.totals import totals
from deals.queries import ProjectQuery

register_converter(formats.SuffixConverter, "form")
register_converter(formats.KeyConverter, "key")

RESULTS = views.fragment(
    "projects",
    "projects/_results.html",
    ProjectQuery.fragment_names(),
    resources.list_context,
    pushes=True,
)
TOTALS = views.fragment(
    "totals",
    "projects/_totals.html",
    views.TOTALS_NAMES,
    lambda query, _version: resources.totals_context(query),
)

urlpatterns = [
    path("", guide.index, name="api"),
    path("reference/", reference.reference, name="api-reference"),
    path("dictionary/", dictionary.page, name="api-dictionary"),
    path("datapackage.json", dictionary.datapackage, name="api-datapackage"),
    path("openapi.json", reference.openapi, name="api-openapi"),
    path("problems/<slug:slug>/", reference.problem_kind, name="api-problem"),
    path("projects.html", RESULTS),
    path("totals/", totals(), name="api-totals"),
    path("totals.html", TOTALS),
    path("totals.<form:form>", totals(suffix=True)),
    path("facets/", facets.facets(), name="api-facets"),
    path("facets.json", facets.facets(json=True)),
    path("facets.html", facets.FRAGMENT),
    path("charts.svg", charts.charts_svg, name="api-charts-svg"),
    path("charts.csv", charts.charts_csv, name="api-charts-csv"),
]
for reconciled in RECONCILIATIONS:
    place = f"{reconciled.collection}/<key:key>/reconciliation"
    urlpatterns += [
        path(f"{place}/", reconciliation(reconciled)),
        path(f"{place}.<form:form>", reconciliation(reconciled, suffix=True)),
    ]
for listing in LISTINGS:
    urlpatterns += [
        path(f"{listing.name}/", views.list_of(listing), name=f"api-{listing.name}"),
        path(f"{listing.name}.<form:form>", views.list_of(listing, suffix=True)),
    ]
    if listing.key:
        one, file = views.one_of_list(listing), views.one_of_list(listing, suffix=True)
        urlpatterns += [
            path(f"{listing.name}/<key:key>/", one),
            path(f"{listing.name}/<key:key>.<form:form>", file),
        ]
