"""What follows from other columns, written by the transaction that changes those.

`project_columns` and `figure_columns` are the rules; `renew` applies them at the end of a write,
and `check_data` proves them over the whole database.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deals.bounds import bound_of_one_or_sum
from deals.models.bulk import store_again, store_values
from deals.models.evidence import FigureEdition, ReportedFigure
from deals.models.places import Location
from deals.models.projects import (
    CONVERTED,
    DERIVED,
    Investment,
    Project,
    ProjectAmount,
    ProjectInvestor,
    StatusEvent,
)
from deals.models.rates import Rates
from deals.models.search_index import renew_index
from deals.models.standing import stand_again
from deals.models.version import BATCH, Change
from deals.names import normalise
from deals.tokens import index_text
from deals.vocabulary import STATUSES

PROJECT_COLUMNS = ("status", *DERIVED)
LARGEST = ("invested_cny_high", "invested_usd_high", "output_cny", "output_usd")
MAX_STORED = 2**63 - 1  # of a big integer
# Of the rows that hang on projects.
AMOUNT_COLUMNS = ("project", "currency", "low", "high", "bound")
INVESTOR_COLUMNS = ("project", "organization", "position")


def renew(change: Change) -> None:
    """Write every derived column that the change may have made stale."""
    ids = Project.objects.values_list("pk", flat=True) if change.every_project else change.projects
    rates = Rates()
    for batch in _batches(ids):
        _wait_for_others(Project, batch)
        _renew_projects(with_everything(Project.objects.filter(pk__in=batch)), rates, change)
        renew_index(Project, batch)
        stand_again(batch, change.sums)
    for batch in _batches(change.figures):
        _wait_for_others(ReportedFigure, batch)
        _renew_figures(ReportedFigure.objects.filter(pk__in=batch))


def _wait_for_others(model, ids: list[int]) -> None:
    # Two writers of one project do not see each other's rows: the second one waits, then reads.
    list(model.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))


def with_everything(projects):
    """Fetches all that `project_columns` reads."""
    return projects.select_related("edition__conference", "location", "sector").prefetch_related(
        "investments__investor_links__organization",
        "status_events",
        "amounts",
        "investor_links",
    )


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def _renew_projects(projects, rates: Rates, change: Change) -> None:
    projects = list(projects)
    places = places_around(projects)
    changed_investments, changed_projects, differing = [], [], set()
    for project in projects:
        changed_investments += [
            investment
            for investment in project.investments.all()
            if assign(investment, converted(investment, project, rates))
        ]
        columns = project_columns(project, rates, places)
        if columns["status"] != project.status:
            change.note(project)  # the one derived column that an editor can enter too
        if different := assign(project, columns):
            changed_projects.append(project)
            differing |= different
    if changed_investments:
        store_again(Investment, changed_investments, CONVERTED)
    if changed_projects:
        store_again(Project, changed_projects, sorted(differing))
    _renew_rows(projects)


def assign(record, values: dict) -> set[str]:
    """Set the values; the names of those that differed."""
    different = {k: v for k, v in values.items() if getattr(record, k) != v}
    for name, value in different.items():
        setattr(record, name, value)
    return {*different}


def places_around(projects) -> dict[str, Location]:
    """By slug: the places of the projects, and the ones those lie in."""
    return places_on({project.location.path for project in projects if project.location})


def places_on(paths: Iterable[str]) -> dict[str, Location]:
    """By slug: the places that the paths name."""
    slugs = {slug for path in paths for slug in path.strip("/").split("/")}
    return {place.slug: place for place in Location.objects.filter(slug__in=slugs)}


# Rules


def children(record, name: str) -> list:
    """The rows that hang on a record; one that is not stored yet carries them itself."""
    drafted = record.__dict__.get("drafted")
    return getattr(record, name).all() if drafted is None else drafted[name]


def converted(investment: Investment, project: Project, rates: Rates) -> dict[str, int | None]:
    """An investment's whole yuan and whole US dollars; None where it or the rate is unknown."""
    columns = dict.fromkeys(CONVERTED)
    for target in ("CNY", "USD") if investment.amount else ():
        rate = rates.between(investment.currency, target, project.edition)
        if rate:
            columns[f"amount_{target.lower()}"] = rate.convert(investment.amount)
            columns[f"amount_max_{target.lower()}"] = rate.convert(investment.amount_max)
    refuse_beyond_columns(project, columns.values())
    return columns


def project_columns(project: Project, rates: Rates, places: dict[str, Location]) -> dict:
    """The derived columns of a project whose investments carry their converted amounts."""
    columns = {
        "status": latest_status(project),
        "date": project.signed_on or project.edition.day,
        "year": project.edition.year,
        "disclosed": bool(_stated(project)),
        "amount_bound": _amount_bound(project),
        "search": search_text(project, places),
    }
    for target in ("cny", "usd"):
        columns |= _invested(project, target)
        rate = project.output_value and rates.between(
            project.output_currency, target.upper(), project.edition
        )
        columns[f"output_{target}"] = rate.convert(project.output_value) if rate else None
    refuse_beyond_columns(project, (columns[name] for name in LARGEST))
    return columns


def refuse_beyond_columns(project: Project, numbers: Iterable[int | None]) -> None:
    """A rate with a zero too many makes numbers that no column holds."""
    if max((number for number in numbers if number is not None), default=0) > MAX_STORED:
        text = _("By these exchange rates, amounts of “%(project)s” are too large to store.")
        raise ValidationError(text % {"project": project.name})


def _stated(project: Project) -> list[Investment]:
    """The investments with an amount that this project adds to sums."""
    if project.resigns_only:
        return []
    return [investment for investment in children(project, "investments") if investment.amount]


def _amount_bound(project: Project) -> str:
    """The bound of what is stated; one amount that is kept secret makes the rest a lower bound."""
    stated = _stated(project)
    if not stated:
        return ""
    qualifiers = [investment.qualifier for investment in stated]
    if len(stated) < len(children(project, "investments")):
        qualifiers.append("at_least")
    return bound_of_one_or_sum(qualifiers)


def _invested(project: Project, target: str) -> dict:
    stated = _stated(project)
    lows = [getattr(investment, f"amount_{target}") for investment in stated]
    highs = [
        getattr(investment, f"amount_max_{target}") or getattr(investment, f"amount_{target}")
        for investment in stated
    ]
    return {
        f"invested_{target}_low": _sum_of_all(lows),
        f"invested_{target}_high": _sum_of_all(highs),
        f"unconverted_{target}": None in lows,
    }


def _sum_of_all(values: list[int | None]) -> int | None:
    """None where one is unknown: a sum of what happens to have a rate would pass for the whole."""
    return sum(values) if values and None not in values else None


def latest_status(project: Project) -> str:
    """The status of the latest event; the project's own where it has no event."""
    events = list(children(project, "status_events"))
    return max(events, key=_event_order).status if events else project.status


def _event_order(event: StatusEvent):
    # Events of one day go up the ladder; an unknown date comes before every known one.
    return (event.on or datetime.date.min, STATUSES.index(event.status), event.pk)


def search_text(project: Project, places: dict[str, Location]) -> str:
    """The tokens of everything a person may search a project by: names in all languages."""
    edition, conference = project.edition, project.edition.conference
    around = project.location.path.strip("/").split("/") if project.location else []
    texts = [project.ref, project.name, project.name_local]
    texts += [conference.name, conference.name_zh, conference.name_local, edition.label]
    if project.sector:
        texts += [project.sector.name, project.sector.name_zh]
    # A damaged path, which `check_data` names, may hold a slug that no place has.
    found = [places[slug] for slug in around if slug in places]
    texts += [name for place in found for name in (place.name, place.name_zh)]
    for organization in investors_of(project):
        texts += [organization.name, organization.name_local]
    return index_text([*texts, chinese_run(found)])


def chinese_run(around: list[Location]) -> str:
    """中国四川宜宾: Chinese writes places without blanks, so people search for 四川宜宾."""
    return "".join(place.name_zh for place in around)


def investors_of(project: Project) -> list:
    """The project's investors, each once, in the order of its investments."""
    links = [
        link
        for investment in children(project, "investments")
        for link in children(investment, "investor_links")
    ]
    return list(dict.fromkeys(link.organization for link in links))


def amount_rows(project: Project) -> dict[str, tuple[int, int, str]]:
    """By currency: low and high end of what is stated in it, in whole units, and the bound."""
    stated = _stated(project)
    by_currency = defaultdict(list)
    for investment in stated:
        by_currency[investment.currency].append(investment)
    # One amount that is kept secret may be in any currency: it makes each sum a lower bound.
    secret = ["at_least"] if len(stated) < len(children(project, "investments")) else []
    return {
        currency: (
            sum(i.amount for i in group),
            sum(i.amount_max or i.amount for i in group),
            bound_of_one_or_sum([*(i.qualifier for i in group), *secret]),
        )
        for currency, group in by_currency.items()
    }


def _renew_rows(projects: list[Project]) -> None:
    """The rows that hang on the projects: a wrong set is taken away, and the right one stored."""
    wrong = [p for p in projects if _stored_amounts(p) != amount_rows(p)]
    _replace(ProjectAmount, wrong, AMOUNT_COLUMNS, amount_rows_of)
    wrong = [p for p in projects if _stored_investors(p) != _investor_keys(p)]
    _replace(ProjectInvestor, wrong, INVESTOR_COLUMNS, investor_rows)


def _replace(model, projects: list[Project], columns, rows_of) -> None:
    if projects:
        model.objects.filter(project__in=projects).delete()
        store_values(model, columns, [row for project in projects for row in rows_of(project)])


def _stored_amounts(project: Project) -> dict[str, tuple[int, int, str]]:
    return {row.currency: (row.low, row.high, row.bound) for row in project.amounts.all()}


def amount_rows_of(project: Project) -> Iterator[tuple]:
    """`AMOUNT_COLUMNS` of each."""
    for currency, amounts in amount_rows(project).items():
        yield project.pk, currency, *amounts


def _stored_investors(project: Project) -> list[int]:
    return [link.organization_id for link in project.investor_links.all()]


def _investor_keys(project: Project) -> list[int]:
    return [organization.pk for organization in investors_of(project)]


def investor_rows(project: Project) -> Iterator[tuple]:
    """`INVESTOR_COLUMNS` of each."""
    for position, pk in enumerate(_investor_keys(project)):
        yield project.pk, pk, position


def figure_columns(figure: ReportedFigure, editions: list[str]) -> dict:
    """The group of a figure that covers the editions with these slugs."""
    scope = [figure.location_id or "", figure.sector_id or "", normalise(figure.scope_note)]
    parts = ["+".join(sorted(editions)), figure.metric, *map(str, scope)]
    return {
        "group_key": "|".join([*parts, figure.horizon, figure.currency]),
        "edition_count": len(editions),
    }


def _renew_figures(figures) -> None:
    figures = list(figures)
    slugs = defaultdict(list)
    links = FigureEdition.objects.filter(figure__in=figures).values_list("figure", "edition__slug")
    for figure, slug in links:
        slugs[figure].append(slug)
    stale = [f for f in figures if assign(f, figure_columns(f, slugs[f.pk]))]
    _refuse_second_preferred(stale)
    ReportedFigure.objects.bulk_update(stale, ["group_key", "edition_count"])


def _refuse_second_preferred(figures) -> None:
    """Say in words what the constraint `figure_one_preferred_in_a_group` would refuse."""
    chosen: dict[str, str] = {}
    others = ReportedFigure.objects.exclude(pk__in=[figure.pk for figure in figures])
    keys = [figure.group_key for figure in figures if figure.preferred]
    for figure in [*others.filter(preferred=True, group_key__in=keys), *figures]:
        other = chosen.setdefault(figure.group_key, figure.ref) if figure.preferred else figure.ref
        if other != figure.ref:
            raise ValidationError(
                {"preferred": _("%(ref)s is preferred for the same statement.") % {"ref": other}}
            )
