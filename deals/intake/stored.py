"""What is proposed and stored already: marked, and not proposed for saving again."""

from deals.intake.proposals import FigureProposal, ProjectProposal, Reading
from deals.models import Project, ReportedFigure
from deals.names import name_key


def mark_stored(reading: Reading) -> None:
    """Sets `known` and takes the tick off what the stored edition has; a few queries."""
    if not reading.edition.slug:
        return
    figures = _stored_figures(reading.conference.slug)
    for figure in reading.figures:
        figure.known = figures.get(_key(figure), "")
        figure.ticked = figure.ticked and not figure.known
    projects = _stored_projects(reading.edition.slug)
    for project in reading.projects:
        project.known = _same_project(project, projects)
        project.ticked = project.ticked and not project.known


def _key(figure: FigureProposal) -> tuple:
    return (
        *(figure.metric, figure.value, figure.value_max, figure.currency, figure.qualifier),
        *(figure.location, figure.sector, bool(figure.scope_note), tuple(sorted(figure.editions))),
    )


def _stored_figures(conference: str) -> dict[tuple, str]:
    figures = (
        ReportedFigure.objects.filter(edition_links__edition__conference__slug=conference)
        .select_related("location", "sector")
        .prefetch_related("edition_links__edition")
        .order_by("-preferred", "ref")
        .distinct()
    )
    stored: dict[tuple, str] = {}
    for figure in figures:
        labels = sorted(link.edition.label for link in figure.edition_links.all())
        place, sector = figure.location, figure.sector
        key = (
            *(figure.metric, figure.value, figure.value_max, figure.currency, figure.qualifier),
            *(place.slug if place else "", sector.slug if sector else ""),
            *(bool(figure.scope_note), tuple(labels)),
        )
        stored.setdefault(key, figure.ref)
    return stored


def _stored_projects(edition: str) -> list[tuple]:
    """(ref, amount, currency, name keys of the investors) of each investment."""
    projects = Project.objects.filter(edition__slug=edition).order_by("ref")
    rows = projects.values_list(
        "ref",
        "investments__amount",
        "investments__currency",
        "investments__investor_links__organization__name_key",
    )
    return list(rows)


def _same_project(project: ProjectProposal, stored: list[tuple]) -> str:
    keys = {name_key(name) for name in project.investors}
    for ref, amount, currency, key in stored:
        if (amount, currency) == (project.amount, project.currency) and key in keys:
            return ref
    return ""
