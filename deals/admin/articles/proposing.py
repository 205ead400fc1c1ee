"""What the review page shows at first: a reading as initial values of its forms."""

from django.utils.translation import gettext as _

from deals.admin.widgets import shown_language
from deals.intake.naming import Places
from deals.intake.proposals import FigureProposal, ProjectProposal, Reading
from deals.intake.repeats import same_source
from deals.models import Conference, Edition, Location, Organization, ReportedFigure, Source
from deals.money import grouped
from deals.names import name_key, normalise, script_language

# Rows of a kind. With SPARE more of each, the form has fewer fields than the settings allow.
MOST = {"figures": 45, "projects": 25, "places": 12, "organizations": 20, "editions": 8}


class Proposal:
    """Initial values by section: a dict, or a list of one for each row."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.places = Places()
        slugs = {record.location for record in self._placed()}
        self.known_places = Location.objects.in_bulk(slugs, field_name="slug")
        self.edition = Edition.objects.filter(slug=reading.edition.slug or None).first()

    def initial(self) -> dict:
        return {
            "source": self._source(),
            "conference": self._conference(),
            "edition": self._edition(),
            "editions": self._earlier_editions(),
            "places": self._new_places(),
            "organizations": self._new_organizations(),
            "figures": self._figures(),
            "projects": [self._project(p) for p in self.reading.projects[: MOST["projects"]]],
        }

    def notes(self) -> list[str]:
        """What the reading left open, and whether the page leaves something out."""
        said = {"figures": self.reading.figures, "projects": self.reading.projects}
        cut = any(len(proposals) > MOST[name] for name, proposals in said.items())
        message = _("The text holds more than one page shows. Paste the rest by itself.")
        return [*self.reading.notes, *([message] if cut else [])]

    def _source(self):
        source = self.reading.source
        names = ("title", "publisher", "language", "kind", "url", "published_on")
        values = values_of(source, names)
        existing = Source.objects.filter(slug=source.slug or None).first()
        existing = existing or same_source(Source(**values))
        return {"existing": existing, "tick": not existing and self._says_anything_new()} | values

    def _says_anything_new(self) -> bool:
        said = [*self.reading.figures, *self.reading.projects]
        return not said or not all(proposal.known for proposal in said)

    def _conference(self):
        conference = self.reading.conference
        existing = Conference.objects.filter(slug=conference.slug or None).first()
        names = ("name", "name_zh")
        return {"existing": existing, "tick": not existing} | values_of(conference, names)

    def _edition(self):
        edition = self.reading.edition
        names = ("label", "year", "ordinal", "starts_on", "ends_on")
        return {
            "existing": self.edition,
            "tick": not self.edition,
            "place": self._place_text(edition),
        } | values_of(edition, names)

    def _earlier_editions(self):
        """Editions that figures name and that are not stored: for the editor to confirm."""
        slug = self.reading.conference.slug or None
        stored = set(Edition.objects.filter(conference__slug=slug).values_list("label", flat=True))
        named = [label for figure in self.reading.figures for label in figure.editions]
        new = [v for v in dict.fromkeys(named) if v not in stored | {self.reading.edition.label}]
        return [{"label": label, "year": year_in(label)} for label in new[: MOST["editions"]]]

    # Places and organizations that are not known

    def _placed(self):
        return [self.reading.edition, *self.reading.figures, *self.reading.projects]

    def _place_text(self, record) -> str:
        """The place's name where that means it alone, else its slug; as written where unknown."""
        if not record.location:
            return record.place
        place = self.known_places.get(record.location)
        name = place and place.name_zh if shown_language() != "en" else place and place.name
        means_it = name and self.places.means(name) == {record.location}
        return name if means_it else record.location

    def _new_places(self):
        names = [r.place for r in self._placed() if r.place and not r.location]
        new = [name for name in dict.fromkeys(names) if not self.places.means(name)]
        return [named(name, "name_zh") for name in new[: MOST["places"]]]

    def _new_organizations(self):
        names = [name for project in self.reading.projects for name in project.investors]
        by_key = {name_key(name): name for name in reversed(names)}
        keys = list(dict.fromkeys(map(name_key, names)))
        known = Organization.objects.filter(name_key__in=keys) | Organization.objects.filter(
            name_local__in=names
        )
        stored = {name_key(n) for o in known for n in (o.name, o.name_local) if n}
        new = [by_key[key] for key in keys if key not in stored]
        return [named(name, "name_local") for name in new[: MOST["organizations"]]]

    # Figures and projects

    def _figures(self):
        figures = self.reading.figures[: MOST["figures"]]
        rows = [self._figure(figure) for figure in figures]
        groups = self._preferred_groups()
        for figure, row in zip(figures, rows, strict=True):
            group = self._group(figure)
            row["preferred"] = figure.ticked and group not in groups
            groups |= {group} if row["preferred"] else set()
        return rows

    def _figure(self, figure: FigureProposal) -> dict:
        names = ("metric", "currency", "qualifier", "sector", "scope_note", "horizon")
        alone = figure.editions == [self.reading.edition.label]
        return {
            **self._statement(figure),
            **values_of(figure, (*names, "of_which", "equivalent_of")),
            "value": number(figure.value),
            "value_max": number(figure.value_max),
            "amount_read": figure.value,
            "editions": "" if alone else ", ".join(figure.editions),
        }

    def _project(self, project: ProjectProposal) -> dict:
        names = ("name", "currency", "qualifier", "sector", "jobs_qualifier")
        return {
            **self._statement(project),
            **values_of(project, names),
            "investors": "; ".join(project.investors),
            "amount": number(project.amount),
            "amount_max": number(project.amount_max),
            "amount_read": project.amount,
            "jobs": number(project.jobs),
        }

    def _statement(self, proposal) -> dict:
        return {
            **values_of(proposal, ("start", "end", "sentence", "known")),
            "tick": proposal.ticked and not proposal.known,
            "as_written": proposal.text[:200],
            "place": self._place_text(proposal),
        }

    # Which figures are preferred: the first to say something, unless a stored one is

    def _group(self, figure: FigureProposal) -> tuple:
        editions = figure.editions or [self.reading.edition.label]
        scope = (figure.location or normalise(figure.place), figure.sector)
        return _group(editions, scope, figure)

    def _preferred_groups(self) -> set[tuple]:
        conference = Conference.objects.filter(slug=self.reading.conference.slug or None).first()
        if conference is None:
            return set()
        figures = ReportedFigure.objects.of_conference(conference)
        return {
            _group(
                [link.edition.label for link in figure.edition_links.all()],
                (
                    figure.location.slug if figure.location else "",
                    figure.sector.slug if figure.sector else "",
                ),
                figure,
            )
            for figure in figures.filter(preferred=True).with_names()
        }


def _group(editions, scope, figure) -> tuple:
    note = normalise(figure.scope_note)
    return (tuple(sorted(editions)), figure.metric, scope, note, figure.horizon, figure.currency)


def values_of(record, names) -> dict:
    return {name: getattr(record, name) for name in names}


def number(value: int | None) -> str:
    return "" if value is None else grouped(value)


def year_in(label: str) -> int | None:
    return int(label) if len(label) == 4 and label.isdecimal() else None


def named(name: str, chinese: str) -> dict:
    """A name as written, as the names of a new record."""
    return {"as_written": name, "name": name, chinese: name if script_language(name) else ""}
