"""What a row becomes: which stored project it is, and what it would change of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.columns import PROJECTS, fetched
from deals.imports import cells
from deals.imports.known import Known
from deals.imports.money import NUMBERS, Number
from deals.imports.rows import Row, as_text
from deals.models import Project, RetiredAddress

COLUMNS = {column.name: column for column in PROJECTS}
# Values of a row that are primary keys of other records.
LINKS = ("edition", "location", "sector", "source", "continues")
PLAIN = ("name", "name_local", "signed_on", "status", "commitment", "resigns_only")
SEVERAL = gettext_lazy(
    "The project has several investments, and this cell sums them up. Change them in the admin, "
    "and leave here what was exported."
)
BY_EVENTS = gettext_lazy(
    "The status follows the project's status events. Add an event in the admin."
)


def stored_projects(refs: Iterable[str], *, lock: bool) -> dict[str, Project]:
    """By reference, with everything that is compared; locked until the commit where asked."""
    return {p.ref: p for p in _fetched(Project.objects.filter(ref__in=list(refs)), lock=lock)}


class Namesakes:
    """Finds stored projects by edition and name; only those up to `newest`, so none of this import.

    No index holds names, and an edition may have thousands: what each holds is read once, and kept
    as a number for each project.
    """

    def __init__(self, newest: int):
        self._older = Project.objects.filter(pk__lte=newest)
        self._editions: set[int] = set()
        self._hashes: set[int] = set()

    def of(self, rows: list[Row]) -> dict[tuple, list[Project]]:
        """By edition and name."""
        asked = [(row.values["edition"], row.values["name"]) for row in rows]
        self._read({edition for edition, _name in asked} - self._editions)
        there = [pair for pair in asked if hash(pair) in self._hashes]
        return self._fetch(there) if there else {}

    def _read(self, editions: set[int]) -> None:
        self._editions |= editions
        if editions:
            stored = self._older.filter(edition__in=editions).order_by()
            self._hashes.update(map(hash, stored.values_list("edition_id", "name")))

    def _fetch(self, pairs: list[tuple[int, str]]) -> dict[tuple, list[Project]]:
        editions, names = map(set, zip(*pairs, strict=True))
        found: dict[tuple, list[Project]] = {}
        same = self._older.filter(name__in=names, edition__in=editions)
        for project in _fetched(same.order_by("pk"), lock=False):
            found.setdefault((project.edition_id, project.name), []).append(project)
        return found


def _fetched(projects, *, lock: bool):
    rows = fetched(projects).prefetch_related("investments__investor_links", "status_events")
    return rows.select_for_update(of=("self",), no_key=True) if lock else rows


def exported(project: Project, columns: Iterable[str]) -> dict[str, str]:
    """What an export says of the project."""
    return {name: as_text(COLUMNS[name].read(project)) for name in columns if name in COLUMNS}


def fixed_columns(project: Project) -> dict[str, str]:
    """Column → why a sheet cannot change it, though exports have it."""
    fixed = {}
    investments = list(project.investments.all())
    hidden = project.resigns_only and any(each.amount for each in investments)
    if len(investments) > 1 or hidden:
        fixed |= dict.fromkeys([*NUMBERS["money"], "investors"], SEVERAL)
    if project.status_events.all():
        fixed["status"] = BY_EVENTS
    return fixed


def refuse_retired(row: Row, ref: str) -> None:
    """A reference that once was a project's, and is not any more."""
    retired = RetiredAddress.objects.filter(kind="project", key=ref, by_undo=False).first()
    if retired is not None:
        message = (
            _("The project %(ref)s is now part of %(successor)s. Use that reference.")
            if retired.successor
            else _("The project %(ref)s was deleted. Leave the reference blank for a new one.")
        )
        row.fault("ref", message % {"ref": ref, "successor": retired.successor})


# What changes


def changes_of(row: Row, project: Project, known: Known) -> dict[str, tuple[str, str]]:
    """Column → (stored, new) as text, of what the row says otherwise than the project."""
    return dict(_differences(row.values, project, known))


def _differences(values: dict, project: Project, known: Known):
    for name in PLAIN:
        if name in values and values[name] != getattr(project, name):
            yield name, (cells.shown(getattr(project, name)), cells.shown(values[name]))
    for name in LINKS:
        if name in values and values[name] != getattr(project, f"{name}_id"):
            stored = exported(project, [name])[name]
            yield name, (stored, _shown_link(name, values[name], known))
    investment = only_investment(project)
    if "investors" in values and values["investors"] != investors_of(investment):
        stored = exported(project, ["investors"])["investors"]
        yield "investors", (stored, _shown_investors(values["investors"], known))
    for group in NUMBERS:
        number = values.get(group)
        if number is not None:
            yield from _number_changes(group, number_of(project, group, investment), number)


def _number_changes(group: str, stored: Number, number: Number):
    fields = dict(zip(NUMBERS[group], _parts(group, stored), strict=True))
    for name, new in zip(NUMBERS[group], _parts(group, number), strict=True):
        if new != fields[name]:
            yield name, (cells.shown(fields[name]), cells.shown(new))


def _parts(group: str, number: Number) -> tuple:
    """The number as its columns have it."""
    value, high, currency, qualifier, *_rest = number
    if group == "money":
        return value, high, currency, qualifier
    return (value, qualifier) if group == "jobs" else (value, currency, qualifier)


def number_of(project: Project, group: str, investment) -> Number:
    """The stored number of a group of columns."""
    if group == "jobs":
        return Number(project.jobs, qualifier=project.jobs_qualifier)
    if group == "output":
        words = project.output_currency, project.output_qualifier
        return Number(project.output_value, None, *words)
    if investment is None:
        return Number()
    return Number(
        investment.amount, investment.amount_max, investment.currency, investment.qualifier
    )


def only_investment(project: Project):
    """The project's investment; None where it has none. Several are never changed by a sheet."""
    return next(iter(project.investments.all()), None)


def investors_of(investment) -> tuple:
    links = investment.investor_links.all() if investment else ()
    return tuple(link.organization_id for link in links)


def _shown_link(name: str, pk: int | None, known: Known) -> str:
    if pk is None:
        return ""
    if name == "continues":
        return Project.objects.values_list("ref", flat=True).get(pk=pk)
    names = {
        "edition": known.editions,
        "location": known.places,
        "sector": known.sectors,
        "source": known.sources,
    }[name]
    return names.slug_of(pk)


def _shown_investors(investors: tuple, known: Known) -> str:
    slug_of = known.organizations.slug_of
    return ";".join(slug_of(each) if isinstance(each, int) else each for each in investors)
