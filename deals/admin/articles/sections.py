"""How the review page shows its rows: titles, what to do with them, what is known already."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deals.admin.articles.forms import Part

TITLES = {
    "source": _("Source"),
    "conference": _("Conference"),
    "edition": _("Edition"),
    "editions": _("Earlier edition"),
    "places": _("New place"),
    "organizations": _("New organization"),
    "figures": _("Figure"),
    "projects": _("Project"),
}
PLURALS = {
    "editions": _("Earlier editions"),
    "places": _("New places"),
    "organizations": _("New organizations"),
    "figures": _("Reported figures"),
    "projects": _("Single deals, as projects"),
}
NOTES = {
    "editions": _("Figures name these editions, and they are not stored yet. Tick what is right."),
    "places": _(
        "These places are not known. Name a known place that each one is, or tick it to add it."
    ),
    "organizations": _(
        "These investors are not known. Name a known organization that each one is, or tick it "
        "to add it."
    ),
    "figures": _(
        "Blank editions mean the edition above; write several labels where a figure covers them "
        "together. Amounts may be written as 95.25bn, 952.5亿元 or more than 20,000."
    ),
    "projects": _("Separate several investors by semicolons. A blank amount is not disclosed."),
}
NAMED_BY = {
    "editions": "label",
    "places": "as_written",
    "organizations": "as_written",
    "projects": "name",
}
SHOWN = ("editions", "places", "figures", "organizations", "projects")


class Section:
    """The rows of one kind: what was read or filled in, and blank ones for the editor."""

    def __init__(self, name, review):
        self.name, self.title, self.note = name, PLURALS[name], NOTES.get(name, "")
        self.formset = review.rows[name]
        numbered = [Row(form, title_of(form), known_record(form, review)) for form in self.formset]
        self.filled = [row for row in numbered if row.form.is_filled]
        self.blank = [row for row in numbered if not row.form.is_filled]
        self.opened = review.opened == name


class Row(NamedTuple):
    """`known` is the stored record that says the same, with its page, or None."""

    form: Part
    title: str
    known: tuple | None


def known_record(form, review):
    record = review.known.get(form.known_ref) if "known" in form.fields else None
    if record is None:
        return None
    return record, reverse(f"admin:deals_{record._meta.model_name}_change", args=[record.pk])


def title_of(form) -> str:
    """“Figure 3”, and for what has a name also that: “New place 1 · Yibin”."""
    section, _dash, row = form.prefix.partition("-")
    title = str(TITLES[section])
    if not row:
        return title
    title = f"{title} {int(row) + 1}"
    subject = form[NAMED_BY[section]].value() if section in NAMED_BY else ""
    return f"{title} · {subject}" if subject else title
