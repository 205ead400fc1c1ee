"""Reported figures and the sources that state them."""

from django.utils.translation import gettext_lazy as _

from deals.columns import OWN, Column
from deals.tables.names import permanent_id
from deals.tables.reading import at, day, ids
from deals.tables.table import Table

SOURCES = Table(
    "sources",
    _("Sources"),
    (
        permanent_id(_("The permanent id of the source.")),
        Column("publisher", at("publisher"), _("Publisher"), _("Who published it.")),
        Column("title", at("title"), _("Title"), _("A description of our own.")),
        Column(
            "published_on",
            day("published_on"),
            _("Published on"),
            _("The day of publication, where it is known."),
            "date",
        ),
        Column("language", at("language"), _("Language"), _("A BCP 47 code.")),
        Column(
            "kind", at("kind"), _("Kind"), _("Official, news agency, or what else it comes from.")
        ),
        Column(
            "copy_of",
            at("copy_of"),
            _("Copy of"),
            _("Id of the source whose text it repeats."),
        ),
        Column("url", at("url"), _("Address"), _("Where the source can be read.")),
        Column(
            "archived_url",
            at("archived_url"),
            _("Archived copy"),
            _("Address of a copy in a web archive."),
        ),
        Column(
            "retrieved_on",
            day("retrieved_on"),
            _("Date of access"),
            _("The day on which the page was read, where it is known."),
            "date",
        ),
        Column(
            "collected_by",
            day("collected_by"),
            _("Collected by"),
            _("The day by which the page had been read, where the day of access is unknown."),
            "date",
        ),
    ),
    key=("id",),
    refers={"copy_of": ("sources", "id")},
)

FIGURES = Table(
    "figures",
    _("Reported figures"),
    (
        permanent_id(_("The permanent id of the figure.")),
        Column("metric", at("metric"), _("Measure"), _("What is measured.")),
        Column(
            "editions",
            ids("editions"),
            _("Editions"),
            _("Ids of the editions that it covers together, with semicolons between them."),
        ),
        Column(
            "value",
            at("value", "value"),
            _("Reported"),
            _("As the source has it, in whole units; the lower end of a range."),
            "integer",
            OWN,
        ),
        Column(
            "value_max",
            at("value", "value_max"),
            _("Reported, upper end"),
            _("Only where it is a range."),
            "integer",
            OWN,
        ),
        Column(
            "currency",
            at("value", "currency"),
            _("Currency"),
            _("Currency of what is reported; blank for a count."),
        ),
        Column(
            "qualifier",
            at("value", "qualifier"),
            _("Qualifier"),
            _("How sure the reported number is."),
        ),
        Column(
            "as_written",
            at("as_written"),
            _("As written"),
            _("The number in the words of its source."),
        ),
        Column(
            "location",
            at("scope", "location", "id"),
            _("Place"),
            _("Id of the place that the figure is about; blank for all."),
        ),
        Column(
            "sector",
            at("scope", "sector", "id"),
            _("Sector"),
            _("Id of the sector that the figure is about; blank for all."),
        ),
        Column("scope_note", at("scope", "note"), _("Scope"), _("The scope, in words.")),
        Column("horizon", at("horizon"), _("Horizon"), _("When the number is to hold.")),
        Column(
            "of_which",
            at("of_which"),
            _("Part of"),
            _("Id of the larger figure that this one is a part of."),
        ),
        Column(
            "equivalent_of",
            at("equivalent_of"),
            _("Conversion of"),
            _("Id of the figure in another currency that this one converts."),
        ),
        Column("source", at("source", "id"), _("Source"), _("Id of the source.")),
        Column(
            "preferred",
            at("preferred"),
            _("Preferred"),
            _("Whether it is the one to use among the figures of the same measure and scope."),
            "boolean",
        ),
        Column(
            "suspect",
            at("suspect"),
            _("Suspect"),
            _("Whether it is marked as a misprint, a lost hedge or a misplaced scope."),
            "boolean",
        ),
        Column("note", at("note"), _("Note"), _("What else there is to know.")),
    ),
    key=("id",),
    refers={
        "location": ("locations", "id"),
        "sector": ("sectors", "id"),
        "of_which": ("figures", "id"),
        "equivalent_of": ("figures", "id"),
        "source": ("sources", "id"),
    },
)
