"""The stored record that says the same as a new one: a form that is sent twice adds nothing."""

from deals.models import Conference, Edition, Location, Project, ReportedFigure, Source
from deals.names import normalise


def same_source(source: Source) -> Source | None:
    """By its address; without one by publisher, title and day."""
    stored = Source.objects.order_by("pk")
    if source.url:
        return stored.filter(url=source.url).first()
    names = ("publisher", "title", "published_on")
    return stored.filter(**{name: getattr(source, name) for name in names}).first()


def same_conference(conference: Conference) -> Conference | None:
    return first_named(Conference.objects.order_by("pk"), conference)


def same_place(place: Location) -> Location | None:
    """One with this name in the same place; elsewhere a name may come again."""
    return first_named(Location.objects.filter(parent=place.parent).order_by("pk"), place)


def first_named(records, new):
    """The first of the records with one of the names of the new one, in either language."""
    names = {normalise(name) for name in (new.name, new.name_zh) if name}
    return next(
        (r for r in records if names & {normalise(n) for n in (r.name, r.name_zh) if n}), None
    )


def same_figure(figure: ReportedFigure, editions: list[Edition]) -> ReportedFigure | None:
    """A figure of the same source with the same value about the same thing."""
    names = ("source", "metric", "value", "value_max", "currency", "qualifier", "location")
    names += ("sector", "scope_note", "horizon")
    if figure.source_id is None or not editions:
        return None
    alike = ReportedFigure.objects.filter(**{name: getattr(figure, name) for name in names})
    covered = {edition.pk for edition in editions}
    return next(
        (f for f in alike if {link.edition_id for link in f.edition_links.all()} == covered), None
    )


def same_project(project: Project) -> Project | None:
    """A project of the same source and edition with the same name."""
    names = ("source", "edition", "name")
    if project.source_id is None or project.edition_id is None:
        return None
    return Project.objects.filter(**{name: getattr(project, name) for name in names}).first()
