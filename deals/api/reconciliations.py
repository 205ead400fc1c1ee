"""Reported beside itemised: of an edition, of a conference, of a place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from deals import exports, parameters, resources
from deals.addresses import find
from deals.api import files, formats, reading
from deals.api.answers import of_record
from deals.api.endpoint import endpoint
from deals.api.listing import BOM, LANG
from deals.api.schema import Operation
from deals.api.special_lists import CURRENCY
from deals.api.views import ID
from deals.models import Conference, Edition, Location
from deals.resources import shapes
from deals.resources.links import site
from deals.tables import RECONCILIATION, reconciliation_rows


@dataclass(frozen=True)
class Reconciled:
    """At ``/{collection}/{id}/reconciliation/``; `rows` makes a table of it, where it has one."""

    collection: str
    records: Callable
    resource: Callable
    shape: type
    summary: Any
    note: Any
    rows: Callable[[dict], list[dict]] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        return formats.TABULAR if self.rows else formats.JSON


def readers(form: str) -> dict:
    return {**CURRENCY, "as_of": parameters.date, **(BOM if form == "csv" else {}), **LANG}


def reconciliation(of: Reconciled, *, suffix=False):
    """The view, as known on a day where one is given."""
    operation = Operation(
        f"{of.collection}_reconciliation" + "_file" * suffix,
        of.collection,
        of.summary,
        of.shape,
        of.note,
        readers=readers,
        path=ID,
        forms=of.formats,
        suffix=suffix,
    )

    @endpoint(operation, offers=of.formats)
    @of_record
    def view(request, key):
        values, _nothing = reading.read(request, readers, of.formats)
        currency = values.get("currency", "CNY")
        record, version = find(of.records(), key), request.snapshot.version
        found = of.resource(record, currency, version, values.get("as_of"))
        if request.form == "json":
            return Response(found)
        return files.answer(request, table_of(request, of.rows(found), key, values))

    return view


def table_of(request, rows: list[dict], key: str, values: dict) -> files.Contents:
    def about() -> exports.About:
        return exports.About(
            title=f"{RECONCILIATION.title} {key}",
            address=site.get() + request.get_full_path(),
            filters=(),
            currency=values.get("currency", "CNY"),
            ordering=(),
            rows=len(rows),
            day=request.today,
            snapshot=request.snapshot,
        )

    bom = values.get("bom") == "1"
    return files.of_rows(f"{key}-reconciliation", RECONCILIATION, rows, about, bom=bom)


RECONCILIATIONS = (
    Reconciled(
        "editions",
        lambda: Edition.objects.with_names(),
        resources.reconciled,
        shapes.Reconciliation,
        _("An edition's reported figures beside its itemised projects"),
        _(
            "Figures and projects are never added to each other. With as_of, only what had been "
            "published by that day counts; undated sources are left out and named. A file has a "
            "row for each reported figure: of the whole, of a part of it, and the remainder, "
            "which is calculated. Rows are never to be added to each other."
        ),
        reconciliation_rows,
    ),
    Reconciled(
        "conferences",
        lambda: Conference.objects.prefetch_related("editions"),
        resources.conference_reconciled,
        shapes.ConferenceReconciliation,
        _("A conference's editions side by side, and its running totals"),
        _(
            "A running total names the figures that it used, and those that it left out, each with "
            "the reason. A figure over several editions is never split."
        ),
    ),
    Reconciled(
        "locations",
        lambda: Location.objects.all(),
        resources.place_reconciled,
        shapes.PlaceReconciliation,
        _("What was reported of a place beside its itemised projects"),
        _("A card for each edition; figures about places inside it have cards there."),
    ),
)
