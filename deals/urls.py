from django.urls import path

from deals import feeds
from deals.views.about import accessibility
from deals.views.changes import changes
from deals.views.classes import investor, investors, place, places, sector, sectors
from deals.views.compare import compare
from deals.views.data import data
from deals.views.events import conference, conferences, edition, editions
from deals.views.evidence import checks, figure, method, source, sources
from deals.views.explain import explain
from deals.views.home import home
from deals.views.projects import facet, project, projects
from deals.views.search import search
from deals.views.sitemap import index, part, robots

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("projects/", projects, name="projects"),
    path("projects/facets/<slug:name>/", facet, name="facet"),
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
    path("data/", data, name="data"),
    path("changes/", changes, name="changes"),
    path("accessibility/", accessibility, name="accessibility"),
]

# Beside the pages, with a language too. Before them: a feed's name looks like a record's.
for_readers = [
    path("projects/feed/", feeds.projects, name="projects-feed"),
    path("conferences/<slug:slug>/feed/", feeds.conference, name="conference-feed"),
    path("changes/feed/", feeds.changes, name="changes-feed"),
]

# Without a language.
for_crawlers = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", part, name="sitemap-part"),
]
