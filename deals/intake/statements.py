"""The figures and projects of an article, stored once its names and its edition are."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deals.intake.repeats import same_figure, same_project
from deals.models import (
    Edition,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Project,
    ReportedFigure,
)
from deals.models.derived import figure_columns
from deals.names import name_key


class Statements:
    """`saving` holds the source, the editions and the names that they refer to."""

    def __init__(self, saving):
        self.saving = saving
        self.figures: dict[int, ReportedFigure] = {}
        self.preferred: dict[str, ReportedFigure] = {}

    def run(self):
        self._store_figures()
        for row, values in self.saving.draft.projects.items():
            if ("projects", row) not in self.saving.draft.faulty:
                self._store_project(values, row)

    # Figures

    def _store_figures(self):
        """Wholes before their parts, and amounts before their conversions."""
        waiting = dict(self.saving.draft.figures)
        while waiting:
            ready = [row for row, v in waiting.items() if not self._refers_to(v) & waiting.keys()]
            for row in ready:
                values = waiting.pop(row)
                if ("figures", row) not in self.saving.draft.faulty:
                    self._store_figure(values, row)
            if not ready:
                for row in waiting:
                    self.saving.refuse(
                        "figures", row, {"of_which": _("These rows refer in a circle.")}
                    )
                return

    def _refers_to(self, values) -> set[int]:
        return {values.get("of_which"), values.get("equivalent_of")} - {None}

    def _store_figure(self, values, row):
        names = ("metric", "value", "value_max", "currency", "qualifier", "sector")
        names += ("scope_note", "horizon", "preferred", "as_written")
        figure = ReportedFigure(
            source=self.saving.source,
            location=self.saving.place(values["place"], "figures", row),
            of_which=self._other_figure(values, row, "of_which"),
            equivalent_of=self._other_figure(values, row, "equivalent_of"),
            **{name: values[name] for name in names},
        )
        editions = self._editions_of(values, row)
        if figure.location or not values["place"]:
            self._refuse_second_preferred(figure, editions, row)
        stored = same_figure(figure, editions)
        if self.saving.store_new(figure, stored, "figures", row, "tick"):
            self.figures[row] = figure
            for position, edition in enumerate(editions):
                FigureEdition(figure=figure, edition=edition, position=position).save()

    def _other_figure(self, values, row, name):
        other = values[name]
        if other is None or other in self.figures:
            return self.figures.get(other)
        if other in self.saving.draft.known:
            return ReportedFigure.objects.filter(ref=self.saving.draft.known[other]).first()
        if other not in self.saving.draft.figures:
            message = _("Row %(row)s is not ticked. Tick it, or choose another row here.")
            self.saving.refuse("figures", row, {name: message % {"row": other + 1}})
        return None

    def _editions_of(self, values, row) -> list[Edition]:
        if not values["editions"]:
            return [self.saving.edition] if self.saving.edition else []
        return [
            edition
            for label in values["editions"]
            if (edition := self._edition_labelled(label, row)) is not None
        ]

    def _edition_labelled(self, label, row):
        if label not in self.saving.editions and self.saving.conference:
            stored = Edition.objects.filter(conference=self.saving.conference, label=label).first()
            if stored:
                self.saving.editions[label] = stored
        known = label in self.saving.editions or label in self._labels_at_fault()
        if not known and not self.saving.is_offered("editions", label):
            message = _("There is no edition “%(label)s”. Add it above, or write another label.")
            self.saving.refuse("figures", row, {"editions": message % {"label": label}})
        return self.saving.editions.get(label)

    def _labels_at_fault(self) -> set[str]:
        """Editions that the draft would add but for their own faults, which are named already."""
        rows = [self.saving.draft.edition, *self.saving.draft.editions.values()]
        return {values.get("label", "") for values in rows}

    def _refuse_second_preferred(self, figure, editions, row):
        if not figure.preferred or not editions:
            return
        key = figure_columns(figure, [edition.slug for edition in editions])["group_key"]
        stored = ReportedFigure.objects.filter(preferred=True, group_key=key).first()
        holder = self.preferred.setdefault(key, stored or figure)
        if holder is not figure:
            message = _("“%(words)s” is preferred for the same statement. Untick one of the two.")
            message %= {"words": holder.as_written}
            self.saving.refuse("figures", row, {"preferred": message})

    # Projects

    def _store_project(self, values, row):
        names = ("name", "sector", "status", "commitment", "jobs", "jobs_qualifier")
        project = Project(
            edition=self.saving.edition,
            source=self.saving.source,
            location=self.saving.place(values["place"], "projects", row),
            **{name: values[name] for name in names},
        )
        investors = self._investors(values, row)
        known = same_project(project)
        stored = self.saving.store_new(project, known, "projects", row, "tick")
        if values["amount"] or values["investors"]:
            self._store_investment(stored, values, investors, row)

    def _store_investment(self, project, values, investors, row):
        names = ("amount", "amount_max", "currency", "qualifier", "as_written")
        investment = Investment(project=project, **{name: values[name] for name in names})
        if self.saving.store(investment, "projects", row):
            for position, organization in enumerate(investors):
                InvestmentInvestor(
                    investment=investment, organization=organization, position=position
                ).save()

    def _investors(self, values, row):
        """Each once, in order; as with places."""
        found = {}
        for name in values["investors"]:
            try:
                found[self.saving.organizations.find(name)] = None
            except ValidationError as error:
                if not self.saving.is_offered("organizations", name_key(name)):
                    self.saving.refuse("projects", row, {"investors": error.messages})
        return [organization for organization in found if organization]
