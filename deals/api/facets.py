"""What can be chosen of each filter, as data and as the parts of the filter form."""

from django.utils.translation import gettext_lazy
from rest_framework.response import Response

from deals.api import formats, views
from deals.api.endpoint import endpoint
from deals.api.schema import Operation
from deals.queries import ProjectQuery
from deals.resources import facets as found
from deals.resources import shapes


def facets(*, json=False):
    """The view of the facets; `json` for its address with the suffix .json."""
    operation = Operation(
        "facets",
        "facets",
        gettext_lazy("What can be chosen of each filter, with count and sum"),
        shapes.FacetsAnswer,
        gettext_lazy(
            "For each filter its largest values, those that are chosen, and the bands of amounts "
            "in the shown currency. A value counts under all the other filters. Places form a "
            "tree, and editions stand under conferences that are chosen. All values of a "
            "dimension are in /totals/ with group_by."
        ),
        readers=lambda _form: {**views.CURRENCY, **views.LANG},
        filters=views.FILTERS,
    )

    @endpoint(None if json else operation, offers=() if json else formats.JSON)
    def view(request):
        query = views.query_of(request, views.TOTALS_NAMES)
        return Response(found.answer(query, request.snapshot.version))

    return view


# It takes how the page shows the projects too, as the addresses in it lead back there.
FRAGMENT = views.fragment(
    "facets",
    "projects/_facets.html",
    ProjectQuery.fragment_names(),
    lambda query, _version: found.form_context(query),
)
