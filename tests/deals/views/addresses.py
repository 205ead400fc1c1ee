"""The address of each kind of page in the starter data."""

EXAMPLES = {
    "home": "/",
    "search": "/search/",
    "projects": "/projects/",
    "project": "/projects/p001/",
    "facet": "/projects/facets/location/",
    "conferences": "/conferences/",
    "conference": "/conferences/world-power-battery-conference/",
    "editions": "/editions/",
    "edition": "/editions/world-power-battery-conference-2024/",
    "places": "/places/",
    "place": "/places/sichuan/",
    "sectors": "/sectors/",
    "sector": "/sectors/energy/",
    "investors": "/investors/",
    "investor": "/investors/far-east-holding/",
    "compare": "/compare/",
    "figure": "/figures/f001-1/",
    "sources": "/sources/",
    "source": "/sources/kbc-001/",
    "checks": "/checks/",
    "method": "/method/",
    "data": "/data/",
    "explain": "/explain/",
    "changes": "/changes/",
    "accessibility": "/accessibility/",
}
# Pages that show something on an empty database.
LISTS = {name: address for name, address in EXAMPLES.items() if address.count("/") < 3}
LANGUAGES = {"en": "", "zh-Hans": "/zh-hans"}
# Pages with their language in the query.
API_PAGES = {
    "api": "/api/v1/",
    "api-reference": "/api/v1/reference/",
    "api-dictionary": "/api/v1/dictionary/",
    "api-problem": "/api/v1/problems/invalid-parameter/",
}
