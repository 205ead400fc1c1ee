"""Conferences and their editions."""

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.names import NAMES, permanent_id
from deals.tables.reading import at, day
from deals.tables.table import Table

CONFERENCES = Table(
    "conferences",
    _("Conferences"),
    (
        permanent_id(_("The permanent id of the conference.")),
        *NAMES,
        Column("organizer", at("organizer"), _("Organizer"), _("Who organizes it.")),
        Column("website", at("website"), _("Website"), _("The address of its own site.")),
        Column("summary", at("summary"), _("Summary"), _("What it is about, in a sentence.")),
        Column(
            "editions",
            at("editions"),
            _("Editions"),
            _("How many of its editions are held here."),
            "integer",
        ),
    ),
    key=("id",),
)

EDITIONS = Table(
    "editions",
    _("Editions"),
    (
        permanent_id(_("The permanent id of the edition.")),
        *NAMES,
        Column(
            "conference",
            at("conference", "id"),
            _("Conference"),
            _("Id of the conference that the edition belongs to."),
        ),
        Column(
            "label",
            at("label"),
            _("Label of the edition"),
            _("What tells it from the other editions: mostly its year."),
        ),
        Column("year", at("year"), _("Year"), _("The year of the edition."), "year"),
        Column(
            "ordinal",
            at("ordinal"),
            _("Ordinal"),
            _("3 is the third edition; blank where no source gives it."),
            "integer",
        ),
        Column("starts_on", day("starts_on"), _("Starts on"), _("Its first day."), "date"),
        Column("ends_on", day("ends_on"), _("Ends on"), _("Its last day."), "date"),
        Column(
            "location",
            at("location", "id"),
            _("Place"),
            _("Id of the place where it was held."),
        ),
        Column("host", at("host"), _("Host"), _("Who hosted it.")),
        Column("note", at("note"), _("Note"), _("What else there is to know.")),
    ),
    key=("id",),
    refers={"conference": ("conferences", "id"), "location": ("locations", "id")},
)
