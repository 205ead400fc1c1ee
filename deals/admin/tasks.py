"""What editors come for: the list of tasks with which the admin's first page begins.

To add one, name its page here. A page that does not exist, or that the person may not open, is
left out.
"""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


class Task(NamedTuple):
    """`permission` is what the page itself asks for; `about` says what it is good for."""

    label: str
    url_name: str
    permission: str
    about: str


TASKS = [
    Task(
        _("Add from article"),
        "admin:deals_article",
        "deals.add_reportedfigure",
        _("Paste a news story; tick what it reports."),
    ),
    Task(
        _("Import"),
        "admin:deals_importrun_add",
        "deals.add_importrun",
        _("Projects from a spreadsheet, with a preview."),
    ),
    Task(
        _("Add project"),
        "admin:deals_project_add",
        "deals.add_project",
        _("One project, with its investments."),
    ),
    Task(
        _("Possible duplicates"),
        "admin:deals_duplicates",
        "deals.change_project",
        _("Records that may be the same: merge them, or say that they differ."),
    ),
    Task(
        _("Findings"),
        "admin:deals_findings",
        "deals.view_acknowledgement",
        _("Reported figures that do not agree."),
    ),
    Task(
        _("Changes"),
        "admin:deals_action_changelist",
        "deals.view_action",
        _("Who changed what, when and why; undo."),
    ),
]


def tasks_of(user) -> list[dict]:
    """The tasks that the person may do, each with its address."""
    return [
        {"label": task.label, "url": url, "about": task.about}
        for task in TASKS
        if user.has_perm(task.permission) and (url := address_of(task.url_name))
    ]


def address_of(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
