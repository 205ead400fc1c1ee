"""What does not agree: the findings of the claim checks."""

import json

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.reading import at, ids, moment
from deals.tables.table import Table


def _numbers(row: dict) -> str:
    return json.dumps(row["values"], ensure_ascii=False)


def _said_in(name: str, title, description) -> tuple[Column, ...]:
    """The columns of an acknowledgement: why, when, and what the finding said then."""
    return (
        Column(f"{name}_reason", at(name, "reason"), title, description),
        Column(
            f"{name}_at", moment(name, "at"), title, _("When an editor said it, UTC."), "datetime"
        ),
        Column(f"{name}_said", at(name, "said"), title, _("The finding as it read then.")),
    )


CHECKS = Table(
    "checks",
    _("What does not agree"),
    (
        Column("code", at("code"), _("Check"), _("Which check found it.")),
        Column(
            "figures",
            ids("figures"),
            _("Figures"),
            _("Ids of the figures that it uses, with semicolons between them."),
        ),
        Column(
            "severity", at("severity"), _("Severity"), _("warning: certain; note: worth knowing.")
        ),
        Column("text", at("text"), _("Finding"), _("What was found, as a sentence.")),
        Column(
            "editions",
            ids("editions"),
            _("Editions"),
            _("Ids of the editions of these figures, with semicolons between them."),
        ),
        Column(
            "sources",
            ids("sources"),
            _("Sources"),
            _("Ids of the sources of these figures, with semicolons between them."),
        ),
        Column(
            "values",
            _numbers,
            _("Numbers"),
            _("The numbers that show it, by their role, as JSON."),
            "object",
        ),
        *_said_in("acknowledged", _("Acknowledged"), _("What an editor said of it.")),
        *_said_in(
            "acknowledged_earlier",
            _("Acknowledged earlier"),
            _("What an editor said of it when its numbers were others; it is open again."),
        ),
        Column(
            "projects_url",
            at("projects_url"),
            _("Projects"),
            _("Address of the list of the projects that it sets beside the figure."),
        ),
    ),
    key=("code", "figures"),
)
