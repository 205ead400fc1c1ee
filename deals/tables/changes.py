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
        Column("action", at("action"), _("Action"), _("created, updated, deleted or merged.")),
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
            _("Id of the record that it was merged into."),
        ),
        Column(
            "data_version",
            at("data_version"),
            _("Data version"),
            _("The data version that the change made, where the log of changes tells it."),
            "integer",
        ),
    ),
    key=("kind", "id"),
)
