from django.urls import path

from deals.views.classes import investor, investors, place, places, sector, sectors
from deals.views.compare import compare
from deals.views.events import conference, conferences, edition, editions
from deals.views.evidence import checks, figure, method, source, sources
from deals.views.explain import explain
from deals.views.home import home
from deals.views.projects import project, projects
from deals.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("projects/", projects, name="projects"),
    path("projects/<slug:ref>/", project, name="project"),
    path("conferences/", conferences, name="conferences"),
    path("conferences/<slug:slug>/", conference, name="conference"),
    path("editions/", editions, name="editions"),
    path("editions/<slug:slug>/", edition, name="edition"),
    path("places/", places, name="places"),
    path("places/<slug:slug>/", place, name="place"),
    path("sectors/", sectors, name="sectors"),
    path("sectors/<slug:slug>/", sector, name="sector"),
    path("investors/", investors, name="investors"),
    path("investors/<slug:slug>/", investor, name="investor"),
    path("explain/", explain, name="explain"),
    path("compare/", compare, name="compare"),
    path("figures/<slug:ref>/", figure, name="figure"),
    path("sources/", sources, name="sources"),
    path("sources/<slug:slug>/", source, name="source"),
    path("checks/", checks, name="checks"),
    path("method/", method, name="method"),
]
