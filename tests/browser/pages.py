"""Every kind of page and of answer, as a visitor may see it: for barriers, widths and pictures."""

from tests.deals.views.addresses import API_PAGES, EXAMPLES, LANGUAGES

# Beside the kinds of pages: what else they may show.
STATES = {
    "found": "/search/?q=power",
    "sorted": "/projects/?status=signed&status=announced&ordering=-amount&currency=USD&page=2",
    "chart": "/projects/?view=chart",
    "map": "/projects/?view=map",
    "nothing": "/projects/?status=signed&q=nothing-like-it",
    "ignored": "/projects/?colour=red",
    "bad-value": "/projects/?amount_min=abc",
    "bad-page": "/places/?as_of=never&currency=XXX",
    "side-by-side": "/compare/?edition=choose-france-summit-2024"
    "&edition=choose-france-summit-2025&edition=world-power-battery-conference-2024",
    "as-of": "/editions/world-power-battery-conference-2024/?as_of=2024-12-31",
    "unknown": "/projects/nothing-like-it/",
    "gone": "/places/gone/",
    "unreadable": "/projects/?q=%00",
}
PAGES = {**EXAMPLES, **STATES, **API_PAGES}
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 780}


def address_of(name, lang="en"):
    """The address of PAGES in the language; those of the API have it in the query."""
    if name in API_PAGES:
        return f"{API_PAGES[name]}?lang={lang.lower()}"
    return LANGUAGES[lang] + PAGES[name]
