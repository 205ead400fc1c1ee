"""What an editor ticked in a proposal, stored as one change: all of it, or nothing."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from deals.intake.drafts import Draft, Fault, Refused
from deals.intake.naming import Organizations, Places, free_slug
from deals.models import (
    Conference,
    Edition,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Source,
    write,
)
from deals.models.derived import figure_columns
from deals.names import name_key, normalise


@dataclass
class Added:
    """`records` are the new ones, in the order of storing, without rows of relations."""

    edition: Edition
    source: Source
    records: list[models.Model]
    change: object


def save(draft: Draft, *, user, why: str) -> Added:
    """Store everything in the draft; raises `Refused` where anything in it is wrong."""
    with write(kind="article", user=user, why=why) as change:
        saving = Saving(draft)
        saving.run()
        if saving.faults or draft.faulty:
            raise Refused(saving.faults)
    return Added(saving.edition, saving.source, saving.added, change)


class Saving:
    def __init__(self, draft: Draft):
        self.draft = draft
        self.faults: list[Fault] = []
        self.added: list[models.Model] = []
        self.places = Places()
        self.organizations = Organizations()
        self.editions: dict[str, Edition] = {}
        self.figures: dict[int, ReportedFigure] = {}
        self.preferred: dict[str, ReportedFigure] = {}
        self.asked: set[tuple[str, int]] = set()

    def run(self):
        self._store_places()
        self._store_organizations()
        self.source = self._store_source(self.draft.source)
        self.conference = self._store_conference(self.draft.conference)
        self.edition = self._store_edition(self.draft.edition, "edition", None)
        for row, values in self.draft.editions.items():
            self._store_edition(values, "editions", row)
        self._store_figures()
        for row, values in self.draft.projects.items():
            if ("projects", row) not in self.draft.faulty:
                self._store_project(values, row)

    # What all records share

    def _refuse(self, section, row, message, record=None):
        """`message` is an error, or by field name the words of one."""
        error = message if isinstance(message, ValidationError) else ValidationError(message)
        self.faults.append(Fault(section, row, record, error))

    def _store(self, record, section, row=None):
        """The stored record, or None. One whose relations are missing is only checked."""
        missing = [
            one.name
            for one in record._meta.fields
            if one.is_relation and not one.null and getattr(record, one.attname) is None
        ]
        try:
            if missing:
                record.full_clean(exclude=missing, validate_unique=False)
                return None
            record.save()
        except ValidationError as error:
            self._refuse(section, row, error, record)
            return None
        self.added.append(record)
        return record

    def _place(self, text, section, row, name="place"):
        """The place that is meant; None where it is blank or, with a fault, unknown."""
        try:
            return self.places.find(text) if text else None
        except ValidationError as error:
            if not self._is_offered("places", normalise(text)):
                self._refuse(section, row, {name: error.messages})
            return None

    def _investors(self, values, row):
        """Each once, in order; as with places."""
        found = {}
        for name in values["investors"]:
            try:
                found[self.organizations.find(name)] = None
            except ValidationError as error:
                if not self._is_offered("organizations", name_key(name)):
                    self._refuse("projects", row, {"investors": error.messages})
        return [organization for organization in found if organization]

    def _is_offered(self, section, key) -> bool:
        """Whether a row would add it that is not ticked: that is said there, and once."""
        row = self.draft.unticked.get(section, {}).get(key)
        if row is not None and (section, row) not in self.asked:
            self.asked.add((section, row))
            message = _("Rows that are ticked use it: tick this too, or change those.")
            self._refuse(section, row, {"tick": message})
        return row is not None

    # Places and organizations

    def _store_places(self):
        waiting = dict(self.draft.places)
        while waiting:
            # A new place may lie in another new one, which has to come first.
            ready = [row for row, v in waiting.items() if self._parent_is_there(v, waiting)]
            for row in ready or list(waiting):
                values = waiting.pop(row)
                place = self._unless_faulty("places", row, values, self._new_place)
                self.places.learn(place, values)

    def _parent_is_there(self, values, waiting) -> bool:
        others = {name for v in waiting.values() if v is not values for name in Places.names_of(v)}
        return not Places.keys(values.get("parent", "")) & others

    def _unless_faulty(self, section, row, values, store):
        if (section, row) in self.draft.faulty:
            return None
        return values["same_as"] or store(values, row)

    def _new_place(self, values, row):
        parent = self._place(values["parent"], "places", row, "parent")
        if values["parent"] and parent is None:
            return None
        place = Location(
            slug=free_slug(Location, values["slug"], values["name"]),
            parent=parent,
            **{name: values[name] for name in ("name", "name_zh", "kind")},
        )
        return self._store(place, "places", row)

    def _store_organizations(self):
        for row, values in self.draft.organizations.items():
            found = self._unless_faulty("organizations", row, values, self._new_organization)
            self.organizations.learn(found, values)

    def _new_organization(self, values, row):
        country = self._place(values["country"], "organizations", row, "country")
        organization = Organization(
            slug=free_slug(Organization, values["slug"], values["name"]),
            country=country,
            **{name: values[name] for name in ("name", "name_local", "kind")},
        )
        return self._store(organization, "organizations", row)

    # Source, conference, editions

    def _store_source(self, values):
        if ("source", None) in self.draft.faulty:
            return None
        if values["existing"]:
            return values["existing"]
        names = ("url", "title", "publisher", "published_on", "language", "kind")
        source = Source(**{name: values[name] for name in names})
        day = values["published_on"] or ""
        source.slug = free_slug(
            Source, f"{values['publisher']} {values['title']} {day}", f"source {day}"
        )
        return self._store(source, "source")

    def _store_conference(self, values):
        if self.draft.edition.get("existing"):
            return self.draft.edition["existing"].conference
        if ("conference", None) in self.draft.faulty:
            return None
        if values["existing"]:
            return values["existing"]
        conference = Conference(
            slug=free_slug(Conference, values["slug"], values["name"]),
            **{name: values[name] for name in ("name", "name_zh")},
        )
        return self._store(conference, "conference")

    def _store_edition(self, values, section, row):
        """The edition, which figures now find by its label."""
        if (section, row) in self.draft.faulty:
            return None
        edition = values.get("existing") or self._new_edition(values, section, row)
        if edition:
            self.editions[edition.label] = edition
        return edition

    def _new_edition(self, values, section, row):
        names = ("label", "year", "ordinal", "starts_on", "ends_on", "host")
        edition = Edition(
            conference=self.conference,
            location=self._place(values.get("place", ""), section, row),
            **{name: values[name] for name in names if name in values},
        )
        event = self.conference.slug if self.conference else ""
        edition.slug = free_slug(Edition, f"{event} {edition.label}", f"{event} {edition.year}")
        return self._store(edition, section, row)

    # Figures

    def _store_figures(self):
        """Wholes before their parts, and amounts before their conversions."""
        waiting = dict(self.draft.figures)
        while waiting:
            ready = [row for row, v in waiting.items() if not self._refers_to(v) & waiting.keys()]
            for row in ready:
                values = waiting.pop(row)
                if ("figures", row) not in self.draft.faulty:
                    self._store_figure(values, row)
            if not ready:
                for row in waiting:
                    self._refuse("figures", row, {"of_which": _("These rows refer in a circle.")})
                return

    def _refers_to(self, values) -> set[int]:
        return {values.get("of_which"), values.get("equivalent_of")} - {None}

    def _store_figure(self, values, row):
        names = ("metric", "value", "value_max", "currency", "qualifier", "sector")
        names += ("scope_note", "horizon", "preferred", "as_written")
        figure = ReportedFigure(
            source=self.source,
            location=self._place(values["place"], "figures", row),
            of_which=self._other_figure(values, row, "of_which"),
            equivalent_of=self._other_figure(values, row, "equivalent_of"),
            **{name: values[name] for name in names},
        )
        editions = self._editions_of(values, row)
        if figure.location or not values["place"]:
            self._refuse_second_preferred(figure, editions, row)
        if self._store(figure, "figures", row):
            self.figures[row] = figure
            for position, edition in enumerate(editions):
                FigureEdition(figure=figure, edition=edition, position=position).save()

    def _other_figure(self, values, row, name):
        other = values[name]
        if other is None or other in self.figures:
            return self.figures.get(other)
        if other in self.draft.known:
            return ReportedFigure.objects.filter(ref=self.draft.known[other]).first()
        if other not in self.draft.figures:
            message = _("Row %(row)s is not ticked. Tick it, or choose another row here.")
            self._refuse("figures", row, {name: message % {"row": other + 1}})
        return None

    def _editions_of(self, values, row) -> list[Edition]:
        if not values["editions"]:
            return [self.edition] if self.edition else []
        return [
            edition
            for label in values["editions"]
            if (edition := self._edition_labelled(label, row)) is not None
        ]

    def _edition_labelled(self, label, row):
        if label not in self.editions and self.conference:
            stored = Edition.objects.filter(conference=self.conference, label=label).first()
            if stored:
                self.editions[label] = stored
        if label not in {*self.editions, *self._labels_at_fault()} and not self._is_offered(
            "editions", label
        ):
            message = _("There is no edition “%(label)s”. Add it above, or write another label.")
            self._refuse("figures", row, {"editions": message % {"label": label}})
        return self.editions.get(label)

    def _labels_at_fault(self) -> set[str]:
        """Editions that the draft would add but for their own faults, which are named already."""
        rows = [self.draft.edition, *self.draft.editions.values()]
        return {values.get("label", "") for values in rows}

    def _refuse_second_preferred(self, figure, editions, row):
        if not figure.preferred or not editions:
            return
        key = figure_columns(figure, [edition.slug for edition in editions])["group_key"]
        stored = ReportedFigure.objects.filter(preferred=True, group_key=key).first()
        holder = self.preferred.setdefault(key, stored or figure)
        if holder is not figure:
            message = _("“%(words)s” is preferred for the same statement. Untick one of the two.")
            self._refuse("figures", row, {"preferred": message % {"words": holder.as_written}})

    # Projects

    def _store_project(self, values, row):
        names = ("name", "sector", "status", "commitment", "jobs", "jobs_qualifier")
        project = Project(
            edition=self.edition,
            source=self.source,
            location=self._place(values["place"], "projects", row),
            **{name: values[name] for name in names},
        )
        investors = self._investors(values, row)
        stored = self._store(project, "projects", row)
        if values["amount"] or values["investors"]:
            self._store_investment(stored, values, investors, row)

    def _store_investment(self, project, values, investors, row):
        names = ("amount", "amount_max", "currency", "qualifier", "as_written")
        investment = Investment(project=project, **{name: values[name] for name in names})
        if self._store(investment, "projects", row):
            self.added.remove(investment)
            for position, organization in enumerate(investors):
                InvestmentInvestor(
                    investment=investment, organization=organization, position=position
                ).save()
