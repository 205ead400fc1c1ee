from django.urls import path

from deals import resources
from deals.api import charts, downloads, facets, reference, views
from deals.api.listings import LISTINGS
from deals.api.reconciliations import RECONCILIATIONS
from deals.queries import ProjectQuery

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
    path("", reference.index, name="api-reference"),
    path("openapi.json", reference.openapi, name="api-openapi"),
    path("problems/<slug:slug>/", reference.problem_kind, name="api-problem"),
    path("projects/", views.projects(), name="api-projects"),
    path("projects.json", views.projects(json=True)),
    *[path(f"projects.{name}", view) for name, view in downloads.PROJECTS.items()],
    path("projects.html", RESULTS),
    path("projects/<str:key>/", views.project, name="api-project"),
    path("totals/", views.totals(), name="api-totals"),
    path("totals.json", views.totals(json=True)),
    path("totals.html", TOTALS),
    *[path(f"totals.{name}", view) for name, view in downloads.TOTALS.items()],
    path("facets/", facets.facets(), name="api-facets"),
    path("facets.json", facets.facets(json=True)),
    path("facets.html", facets.FRAGMENT),
    path("charts.svg", charts.charts_svg, name="api-charts-svg"),
    path("charts.csv", charts.charts_csv, name="api-charts-csv"),
    path("follow-through/", views.follow_through(), name="api-follow-through"),
    path("follow-through.json", views.follow_through(json=True)),
    path("changes/", views.changes(), name="api-changes"),
    path("changes.json", views.changes(json=True)),
]
urlpatterns.append(path("editions/<str:key>/reconciliation.csv", downloads.reconciliation))
for collection, view in RECONCILIATIONS.items():
    urlpatterns.append(path(f"{collection}/<str:key>/reconciliation/", view))
for listing in LISTINGS:
    urlpatterns += [
        path(f"{listing.name}/", views.list_of(listing), name=f"api-{listing.name}"),
        path(f"{listing.name}.json", views.list_of(listing, json=True)),
    ]
    if listing.key:
        urlpatterns.append(path(f"{listing.name}/<str:key>/", views.one_of_list(listing)))
