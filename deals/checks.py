"""Proves the invariants and every derived column; each check has a name and says what is wrong."""

import json
from collections.abc import Callable, Iterator

from django.db.models import Count, Q

from deals.models import (
    Location,
    Organization,
    Project,
    ProjectStanding,
    ReportedFigure,
    Source,
    StandingTotal,
    standing,
)
from deals.models.derived import (
    BATCH,
    CONVERTED,
    PROJECT_COLUMNS,
    amount_rows,
    converted,
    figure_columns,
    investors_of,
    places_around,
    project_columns,
    with_everything,
)
from deals.models.history import differs, pk_of, stored_states, tracked_models
from deals.models.rates import Rates
from deals.models.search_entries import wrong_entries
from deals.models.search_index import wrongly_indexed
from deals.names import name_key
from deals.versions import state_in

CHECKS: dict[str, Callable[[], Iterator[str]]] = {}


def check(function):
    CHECKS[function.__name__] = function
    return function


def problems() -> Iterator[str]:
    """Every problem as ``check-name: record: what is wrong``."""
    for name, function in CHECKS.items():
        for message in function():
            yield f"{name.replace('_', '-')}: {message}"


@check
def derived_project_columns():
    rates, ids = Rates(), list(Project.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = list(with_everything(Project.objects.filter(pk__in=ids[start : start + BATCH])))
        places = places_around(batch)
        for project in batch:
            yield from _stale_columns(project, rates, places)


def _stale_columns(project, rates, places):
    for investment in project.investments.all():
        right = converted(investment, project, rates)
        yield from _differences(
            f"{project.ref} investment {investment.pk}", investment, right, CONVERTED
        )
    right = project_columns(project, rates, places)
    yield from _differences(project.ref, project, right, PROJECT_COLUMNS)
    rows = {row.currency: (row.low, row.high, row.bound) for row in project.amounts.all()}
    if rows != amount_rows(project):
        yield f"{project.ref}: amounts by currency are {rows}, should be {amount_rows(project)}"
    links = [link.organization_id for link in project.investor_links.all()]
    if links != [organization.pk for organization in investors_of(project)]:
        yield f"{project.ref}: the list of investors is not that of its investments"


def _differences(who, record, right, columns):
    for column in columns:
        stored = getattr(record, column)
        if stored != right[column]:
            yield f"{who}: {column} is {stored!r}, should be {right[column]!r}"


@check
def standing_totals():
    """`manage.py rebuild_totals` mends what is wrong."""
    kept, sums = {row.pk: row for row in ProjectStanding.objects.all()}, standing.Deltas()
    for row in standing.standings(Project.objects.order_by("pk")).iterator(BATCH):
        right = dict(zip(standing.COLUMNS, row, strict=True))
        sums.add(right, 1)
        stands = kept.pop(right["project"], None)
        if stands is None or any(getattr(stands, name) != v for name, v in right.items()):
            yield f"project {right['project']}: stands in the sums as something else"
    for pk in kept:
        yield f"project {pk}: stands in the sums, and is not there"
    stored = {row.key: json.loads(row.sums) for row in StandingTotal.objects.all()}
    right = dict(sums.by_key())
    for key in sorted(stored.keys() | right.keys()):
        if stored.get(key) != right.get(key):
            yield f"{key}: the sums are {stored.get(key)}, should be {right.get(key)}"


@check
def search_index():
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        for project in wrongly_indexed(Project.objects.filter(pk__in=ids[start : start + BATCH])):
            yield f"{project.ref}: the index does not hold its words"


@check
def search_entries():
    """`manage.py rebuild_search` mends what is wrong."""
    for record in wrong_entries():
        yield f"{record}: its entry in the search is not what its names say"


@check
def derived_figure_columns():
    figures = ReportedFigure.objects.prefetch_related("edition_links__edition")
    for figure in figures.order_by("pk"):
        slugs = [link.edition.slug for link in figure.edition_links.all()]
        for column, right in figure_columns(figure, slugs).items():
            if getattr(figure, column) != right:
                yield f"{figure.ref}: {column} is {getattr(figure, column)!r}, should be {right!r}"


@check
def paths_of_places():
    for place in Location.objects.select_related("parent"):
        if place.path != place.expected_path():
            yield f"{place.slug}: path is {place.path}, should be {place.expected_path()}"


@check
def name_keys():
    for organization in Organization.objects.all():
        if organization.name_key != name_key(organization.name):
            yield f"{organization.slug}: name key is {organization.name_key}"


@check
def every_figure_has_an_edition():
    for figure in ReportedFigure.objects.filter(edition_links__isnull=True):
        yield f"{figure.ref}: covers no edition"


@check
def parts_and_conversions_match():
    links = ReportedFigure.objects.select_related("of_which", "equivalent_of")
    for figure in links.filter(Q(of_which__isnull=False) | Q(equivalent_of__isnull=False)):
        whole, twin = figure.of_which, figure.equivalent_of
        if whole and whole.metric != figure.metric:
            yield f"{figure.ref}: is part of {whole.ref}, which measures {whole.metric}"
        if twin and (twin.metric != figure.metric or twin.currency == figure.currency):
            yield f"{figure.ref}: converts {twin.ref}, which is not the same in another currency"


@check
def no_circles():
    for model, field in (
        (Location, "parent"),
        (Source, "copy_of"),
        (ReportedFigure, "of_which"),
        (ReportedFigure, "equivalent_of"),
        (Project, "continues"),
    ):
        up = dict(model.objects.values_list("pk", f"{field}_id"))
        for start in up:
            if _runs_in_a_circle(start, up):
                yield f"{model._meta.model_name} {start}: {field} runs in a circle"


def _runs_in_a_circle(start, up):
    seen, node = set(), start
    while node is not None and node not in seen:
        seen.add(node)
        node = up.get(node)
    return node is not None


@check
def one_preferred_in_a_group():
    groups = (
        ReportedFigure.objects.filter(preferred=True)
        .order_by()
        .values("group_key")
        .annotate(n=Count("pk"))
    )
    for row in groups.filter(n__gt=1):
        yield f"{row['n']} figures are preferred for {row['group_key']}"


@check
def latest_versions():
    """What was changed past `write` is in no history, so an undo would not see it."""
    for model in tracked_models():
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield from _untold(model, keys[start : start + BATCH])


def _untold(model, keys):
    stored = stored_states(model, keys)
    rows = model.history.filter(pk_of(model, keys)).order_by("history_id")
    latest = {getattr(row, model._meta.pk.attname): row for row in rows}
    for key, row in latest.items():
        told = None if row.history_type == "-" else state_in(model, row)
        if differs(told, stored[key]):
            yield f"{model._meta.model_name} {key}: differs from its latest version"
