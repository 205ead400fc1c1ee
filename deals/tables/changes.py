"""The latest change of each record."""

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.reading import at, moment
from deals.tables.table import Table

CHANGES = Table(
    "changes",
    _("Changes"),
    (
        Column("kind", at("kind"), _("Kind"), _("What the record is: the list that holds it.")),
        Column("id", at("id"), _("Id"), _("The id of the record at the time.")),
        Column("action", at("action"), _("Action"), _("created, updated, deleted or moved.")),
        Column("at", moment("at"), _("When"), _("The moment of the change, UTC."), "datetime"),
        Column(
            "version",
            at("version"),
            _("Version"),
            _("Counts the edits of the record, from 1 on; blank for what is gone."),
            "integer",
        ),
        Column(
            "created_at",
            moment("created_at"),
            _("Created at"),
            _("When the record was created, UTC; blank for what is gone."),
            "datetime",
        ),
        Column(
            "successor",
            at("successor"),
            _("Successor"),
            _("Id of the record that took its place, where it was moved."),
        ),
    ),
    key=("kind", "id"),
)
