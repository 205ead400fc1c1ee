"""The review of an article: its forms together, what is wrong with them, and what they store."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, Media, formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext

from deals.admin.articles.forms import (
    ConferenceForm,
    EarlierEditionForm,
    EditionForm,
    OrganizationForm,
    PlaceForm,
    SourceForm,
)
from deals.admin.articles.marking import marked
from deals.admin.articles.placing import place_error
from deals.admin.articles.proposing import MOST, Proposal
from deals.admin.articles.sections import SHOWN, Section, title_of
from deals.admin.articles.statements import FigureForm, ProjectForm
from deals.intake.drafts import Draft, Refused
from deals.intake.naming import names_in_text
from deals.intake.saving import Added, save
from deals.models import Project, ReportedFigure, Sector
from deals.names import name_key, normalise

SINGLE = {"source": SourceForm, "conference": ConferenceForm, "edition": EditionForm}
ROWS = {
    "editions": EarlierEditionForm,
    "places": PlaceForm,
    "organizations": OrganizationForm,
    "figures": FigureForm,
    "projects": ProjectForm,
}
BLANK = {"editions": 1, "places": 1, "organizations": 1, "figures": 2, "projects": 1}
SPARE = 6  # blank rows that an editor may ask for beyond what is read


class Rows(BaseFormSet):
    """Rows of one kind, each ticked or not."""

    def _construct_form(self, i, **kwargs):
        return super()._construct_form(i, **kwargs | {"empty_permitted": False})

    def is_complete(self) -> bool:
        """Whether as many rows came back as were shown."""
        whole = self.management_form.is_valid()
        return whole and self.total_form_count() >= self.initial_form_count()


FORMSETS = {
    name: formset_factory(
        form, Rows, extra=BLANK[name], absolute_max=MOST[name] + SPARE, max_num=MOST[name] + SPARE
    )
    for name, form in ROWS.items()
}


class Review:
    """Bound to posted `data`, or showing the `initial` values of a proposal."""

    def __init__(self, text: str, *, data=None, initial=None, notes=()):
        self.text, self.notes = text, notes
        self.general: list[str] = []
        self.opened = ""
        self.initial = initial or {}
        self.parts = {
            name: form(data, prefix=name, initial=self.initial.get(name))
            for name, form in SINGLE.items()
        }
        self.rows = {name: self._formset(name, data) for name in ROWS}

    @classmethod
    def of(cls, reading):
        proposal = Proposal(reading)
        return cls(reading.text, initial=proposal.initial(), notes=proposal.notes())

    def _formset(self, name, data):
        options = {}
        if name in ("figures", "projects"):
            options = {"article": self.text, "sectors": self.sectors}
        if name == "figures":
            options["rows"] = self._row_labels(data)
        return FORMSETS[name](
            data, prefix=name, initial=self.initial.get(name), form_kwargs=options
        )

    @cached_property
    def sectors(self):
        return {sector.slug: sector for sector in Sector.objects.order_by("name")}

    def _row_labels(self, data) -> list[tuple[int, str]]:
        """Numbers and phrases of the figures, for the selects of relations."""
        if data is None:
            phrases = [row["as_written"] for row in self.initial.get("figures", [])]
            phrases += [""] * BLANK["figures"]
        else:
            count = data.get("figures-TOTAL_FORMS", "")
            count = min(int(count), MOST["figures"] + SPARE) if count.isdecimal() else 0
            phrases = [data.get(f"figures-{row}-as_written", "") for row in range(count)]
        return [
            (row, f"{row + 1} · {words[:40] or gettext('new row')}")
            for row, words in enumerate(phrases)
        ]

    # What the page shows

    @property
    def media(self):
        return sum((form.media for form in self.forms), Media())

    @property
    def forms(self):
        """Every form, in the order of the page."""
        return [*self.parts.values(), *(form for rows in self.rows.values() for form in rows)]

    @property
    def language(self) -> str:
        return self.parts["source"]["language"].value() or ""

    @property
    def place_names(self) -> list[str]:
        """Suggestions for the places: what the article may mean, and the countries."""
        return names_in_text(self.text)

    @cached_property
    def pieces(self):
        phrases = [
            (start, end, form.prefix, bool(form["tick"].value()))
            for name in ("figures", "projects")
            for form in self.rows[name]
            if None
            not in (start := whole(form["start"].value()), end := whole(form["end"].value()))
        ]
        return marked(self.text, phrases)

    @cached_property
    def known(self) -> dict:
        """Stored records that rows repeat, by ref."""
        statements = [*self.rows["figures"], *self.rows["projects"]]
        refs = {form.known_ref for form in statements} - {""}
        found = ReportedFigure.objects.in_bulk(refs, field_name="ref")
        return found | Project.objects.in_bulk(refs, field_name="ref")

    @property
    def sections(self) -> list[Section]:
        """The kinds of rows in the order of the page: who is named first, then the figures."""
        return [Section(name, self) for name in SHOWN]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the field that it is about."""
        found = [("", message) for message in self.general]
        for form in self.forms:
            for name, messages in form.errors.items():
                label = form.fields[name].label if name in form.fields and name != "tick" else ""
                where = form[name].id_for_label if name in form.fields else form.prefix
                title = " · ".join(filter(None, [title_of(form), str(label)]))
                found += [(where, f"{title}: {message}") for message in messages]
        return found

    # Checking and storing

    def unchecked(self, opened=""):
        """Shows what was posted without a word about it, with blank rows of a kind opened."""
        self.opened = opened
        for form in self.forms:
            form.full_clean()
            form._errors = ErrorDict()
        return self

    def is_valid(self) -> bool:
        """Whether the forms can be read; `save` checks what they say, as far as they can."""
        existing = self.parts["edition"]["existing"].value()
        self.parts["conference"].edition_is_known = bool(existing)
        if not all(rows.is_complete() for rows in self.rows.values()):
            self.general.append(gettext("The form came back incomplete. Read the article again."))
        elif not any(form.is_ticked for form in self.forms):
            self.unchecked()
            self.general.append(gettext("Nothing is ticked, so there is nothing to save."))
        checked = [form.is_valid() for form in self.forms]
        return all(checked) and not self.general

    def draft(self) -> Draft:
        wanted = {
            name: {row: form.cleaned_data for row, form in enumerate(rows) if form.wanted}
            for name, rows in self.rows.items()
        }
        known = {
            row: form.known_ref
            for row, form in enumerate(self.rows["figures"])
            if form.known_ref and not form.wanted
        }
        single = {name: form.cleaned_data for name, form in self.parts.items()}
        return Draft(
            **single, **wanted, known=known, faulty=self._faulty(), unticked=self._unticked()
        )

    def _unticked(self) -> dict[str, dict[str, int]]:
        keys = {
            "editions": ("label", str),
            "places": ("as_written", normalise),
            "organizations": ("as_written", name_key),
        }
        return {
            name: {
                key(form[field].value() or ""): row
                for row, form in enumerate(self.rows[name])
                if not form.wanted and form[field].value()
            }
            for name, (field, key) in keys.items()
        }

    def _faulty(self) -> set[tuple[str, int | None]]:
        single = {(name, None) for name, form in self.parts.items() if form.errors}
        return single | {
            (name, row)
            for name, rows in self.rows.items()
            for row, form in enumerate(rows)
            if form.errors
        }

    def save(self, user) -> Added | None:
        """What was added; None where something is wrong, which the forms then say."""
        self.is_valid()
        if self.general:
            return None
        try:
            return save(self.draft(), user=user, why=self._why())
        except Refused as refused:
            for fault in refused.faults:
                place_error(self._form_of(fault), fault)
        except ValidationError as error:
            self.general += error.messages
        return None

    def _why(self) -> str:
        source = self.parts["source"].cleaned_data
        existing = source.get("existing")
        if existing:
            return f"{existing.title} {existing.url}".strip()
        return f"{source.get('title', '')} {source.get('url', '')}".strip()

    def _form_of(self, fault):
        if fault.row is None:
            return self.parts[fault.section]
        return self.rows[fault.section].forms[fault.row]


def whole(value) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
