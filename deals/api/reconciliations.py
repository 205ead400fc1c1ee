"""Reported beside itemised: of an edition, of a conference, of a place."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy
from rest_framework.response import Response

from deals import parameters, resources
from deals.addresses import find
from deals.api.answers import of_record
from deals.api.endpoint import endpoint
from deals.api.schema import Operation
from deals.api.views import CURRENCY, ID, LANG, read
from deals.models import Conference, Edition, Location
from deals.resources import shapes

READERS = {**CURRENCY, "as_of": parameters.date, **LANG}


def reconciliation(
    collection: str, records: Callable, resource: Callable, shape: type, summary, note
):
    """The view at ``/{collection}/{id}/reconciliation/``, as known on a day where one is given."""
    operation = Operation(
        f"{collection}_reconciliation",
        collection,
        summary,
        shape,
        note,
        readers=READERS,
        path=ID,
    )

    @endpoint(operation)
    @of_record
    def view(request, key):
        values = read(request, READERS, defaults={"currency": "CNY"})
        record, version = find(records(), key), request.snapshot.version
        return Response(resource(record, values["currency"], version, values.get("as_of")))

    return view


RECONCILIATIONS = {
    "editions": reconciliation(
        "editions",
        lambda: Edition.objects.with_names(),
        resources.reconciled,
        shapes.Reconciliation,
        gettext_lazy("An edition's reported figures beside its itemised projects"),
        gettext_lazy(
            "Figures and projects are never added to each other. With as_of, only what had been "
            "published by that day counts; undated sources are left out and named."
        ),
    ),
    "conferences": reconciliation(
        "conferences",
        lambda: Conference.objects.prefetch_related("editions"),
        resources.conference_reconciled,
        shapes.ConferenceReconciliation,
        gettext_lazy("A conference's editions side by side, and its running totals"),
        gettext_lazy(
            "A running total names the figures that it used, and those that it left out, each with "
            "the reason. A figure over several editions is never split."
        ),
    ),
    "locations": reconciliation(
        "locations",
        lambda: Location.objects.all(),
        resources.place_reconciled,
        shapes.PlaceReconciliation,
        gettext_lazy("What was reported of a place beside its itemised projects"),
        gettext_lazy("A card for each edition; figures about places inside it have cards there."),
    ),
}
