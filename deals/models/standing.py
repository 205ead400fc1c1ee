"""Derived: what every group of projects adds up to, kept while people write.

A question about all projects, or a filter form without filters, would read each of them; here the
write that changes a project takes what it stood for out of the sums of its groups and puts in what
it stands for now. `ProjectStanding` remembers the former, `StandingTotal` holds the sums, which
change under the lock of the data version, as the last thing before the commit. `check_data` proves
both, and `restanding.rebuild` makes them anew.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, models
from django.db.models import Aggregate, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from deals.models.projects import Project, ProjectInvestor
from deals.money import BANDS, DISPLAY_CURRENCIES, band_of

# Of a project alone; `investor` has a group for each of its investors.
DIMENSIONS = ("year", "status", "commitment", "conference", "edition", "location", "sector")
HELD = frozenset({*DIMENSIONS, "investor"})
WHOLE = ""
MAX_ORDER = 2**63 - 1
GROUPS_AT_ONCE = 500

Sums = dict[str, int]


class ProjectStanding(models.Model):
    """The columns by which a project stands in the sums, as they were when it was last added.

    Records are their primary keys without a foreign key: the row outlives what it names until the
    write that took it away comes to its end. `investors` are keys with blanks between them.
    """

    project = models.BigIntegerField(primary_key=True)
    year = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=20)
    commitment = models.CharField(max_length=20)
    conference = models.BigIntegerField()
    edition = models.BigIntegerField()
    location = models.BigIntegerField(null=True)
    sector = models.BigIntegerField(null=True)
    investors = models.TextField(blank=True)
    resigns_only = models.BooleanField()
    disclosed = models.BooleanField()
    amount_bound = models.CharField(max_length=10, blank=True)
    invested_cny_low = models.BigIntegerField(null=True)
    invested_cny_high = models.BigIntegerField(null=True)
    invested_usd_low = models.BigIntegerField(null=True)
    invested_usd_high = models.BigIntegerField(null=True)
    unconverted_cny = models.BooleanField()
    unconverted_usd = models.BooleanField()
    jobs = models.BigIntegerField(null=True)
    jobs_qualifier = models.CharField(max_length=10, blank=True)
    has_output = models.BooleanField()
    output_cny = models.BigIntegerField(null=True)
    output_usd = models.BigIntegerField(null=True)
    output_qualifier = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("standing of a project")
        verbose_name_plural = _("standings of projects")
        default_permissions = ()

    def __str__(self):
        return f"{self.project}"


class StandingTotal(models.Model):
    """What the projects of one group add up to.

    `key` is the dimension and what the group is `of`, with a colon between them: a primary key, a
    word, a year, the lower end of a band; blank for “not stated”, and for the whole. `sums` has the
    numbers that are not 0, by the names of `adds`; the other columns find the largest groups.
    """

    key = models.CharField(max_length=60, primary_key=True)
    dimension = models.CharField(max_length=12)
    of = models.CharField(max_length=40, blank=True)
    projects = models.BigIntegerField()
    cny_order = models.BigIntegerField()
    usd_order = models.BigIntegerField()
    sums = models.TextField()

    class Meta:
        verbose_name = _("standing total")
        verbose_name_plural = _("standing totals")
        default_permissions = ()
        indexes = [
            models.Index(fields=["dimension", "-cny_order", "-projects"], name="standing_by_cny"),
            models.Index(fields=["dimension", "-usd_order", "-projects"], name="standing_by_usd"),
        ]

    def __str__(self):
        return self.key


# What a project stands for


class Joined(Aggregate):
    """Texts with blanks between them."""

    allow_distinct = False
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, ' ')")

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s, ' ')")


COLUMNS = tuple(field.attname for field in ProjectStanding._meta.concrete_fields)


def standings(projects: models.QuerySet) -> models.QuerySet:
    """For each project a dictionary of `COLUMNS`, from what is stored now."""
    links = ProjectInvestor.objects.filter(project=OuterRef("pk")).order_by().values("project")
    keys = links.annotate(keys=Joined(Cast("organization", models.TextField()))).values("keys")
    other = {
        "project": F("pk"),
        "conference": F("edition__conference_id"),
        "edition": F("edition_id"),
        "location": F("location_id"),
        "sector": F("sector_id"),
        "investors": Coalesce(Subquery(keys), Value("", models.TextField())),
        "has_output": models.ExpressionWrapper(
            Q(output_value__isnull=False), output_field=models.BooleanField()
        ),
    }
    own = {name: F(name) for name in COLUMNS if name not in other}
    found = projects.order_by().annotate(**{f"s_{n}": e for n, e in (own | other).items()})
    return found.values_list(*(f"s_{name}" for name in COLUMNS))


def groups_of(row: dict) -> Iterator[tuple[str, str]]:
    """(dimension, of) of each group that the project stands in, the whole first."""
    yield WHOLE, ""
    for dimension in DIMENSIONS:
        yield dimension, text_of(row[dimension])
    for organization in row["investors"].split() or [""]:
        yield "investor", organization
    for currency in DISPLAY_CURRENCIES:
        low = row[f"invested_{currency.lower()}_low"]
        yield band_dimension(currency), text_of(band_of(low))


def band_dimension(currency: str) -> str:
    return f"band_{currency.lower()}"


def band_case(currency: str, bands: Sequence[int] = BANDS) -> models.Case:
    """The lower end of the band that a project's amount lies in; null: none in that currency."""
    low = f"invested_{currency.lower()}_low"
    whens = [models.When(**{f"{low}__gte": band}, then=Value(band)) for band in reversed(bands)]
    return models.Case(*whens, output_field=models.BigIntegerField())


def text_of(value) -> str:
    return "" if value is None else str(value)


def adds(row: dict) -> Sums:
    """What a project adds to each of its groups: the columns of `stats`, those of money twice.

    In front of what differs between the display currencies stands ``CNY `` or ``USD ``.
    """
    found = Counter(projects=1)
    if row["resigns_only"]:
        found["resigned"] = 1
    elif not row["disclosed"]:
        found["investment_undisclosed"] = 1
    found["investment_stated"] = int(row["disclosed"])
    if not row["resigns_only"]:
        _add(found, "jobs", row["jobs"], row["jobs_qualifier"])
        found["output_stated"] = int(row["has_output"])
    for currency in DISPLAY_CURRENCIES:
        c = currency.lower()
        low = row[f"invested_{c}_low"]
        _add(found, f"{currency} investment", low, row["amount_bound"])
        found[f"{currency} investment_high"] = row[f"invested_{c}_high"] if low is not None else 0
        found[f"{currency} investment_unconverted"] = int(row[f"unconverted_{c}"])
        if not row["resigns_only"]:
            _add(found, f"{currency} output", row[f"output_{c}"], row["output_qualifier"])
    return {name: number for name, number in found.items() if number}


def _add(found: Counter, name: str, value: int | None, qualifier: str) -> None:
    if value is not None:
        found[f"{name}_low"] = value
        found[f"{name}_known"] = 1
        found[f"{name}_{qualifier}"] = 1


# Keeping them


def stand_again(ids: list[int], sums: "Deltas") -> None:
    """Note in the sums what became of these projects, which nobody else can change meanwhile.

    A project that is gone takes what it stood for with it.
    """
    new = _by_project(standings(Project.objects.filter(pk__in=ids)))
    old = _by_project(ProjectStanding.objects.filter(pk__in=ids).values_list(*COLUMNS))
    changed = [pk for pk in ids if old.get(pk) != new.get(pk)]
    for pk in changed:
        sums.add(old.get(pk), -1)
        sums.add(new.get(pk), 1)
    if gone := [pk for pk in changed if pk not in new]:
        ProjectStanding.objects.filter(pk__in=gone).delete()
    _store(ProjectStanding(**new[pk]) for pk in changed if pk in new)


def stand_first(ids: list[int], sums: "Deltas") -> None:
    """As `stand_again`, of projects that are new."""
    columns = ", ".join(map(connection.ops.quote_name, COLUMNS))
    rows, params = standings(Project.objects.filter(pk__in=ids)).query.sql_with_params()
    table = connection.ops.quote_name(ProjectStanding._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {rows} RETURNING {columns}", params)
        for row in cursor.fetchall():
            sums.add(dict(zip(COLUMNS, row, strict=True)), 1)


def _by_project(rows: Iterable[tuple]) -> dict[int, dict]:
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


def _store(records: Iterable[models.Model]) -> None:
    """New ones, or others in the place of those with the same key."""
    records = list(records)
    if records:
        meta = records[0]._meta
        type(records[0])._base_manager.bulk_create(
            records,
            batch_size=GROUPS_AT_ONCE,
            update_conflicts=True,
            unique_fields=[meta.pk.name],
            update_fields=[f.name for f in meta.concrete_fields if f is not meta.pk],
        )


class Deltas:
    """By group: by how much its sums change."""

    def __init__(self):
        self.groups: dict[tuple[str, str], Sums] = defaultdict(lambda: defaultdict(int))

    def add(self, row: dict | None, times: int) -> None:
        """What a project stands for, 1 or -1 times; None: nothing."""
        added = adds(row).items() if row else ()
        for group in groups_of(row) if row else ():
            sums = self.groups[group]
            for name, number in added:
                sums[name] += number * times

    def by_key(self) -> Iterator[tuple[str, Sums]]:
        """The key of each total and what is added to it, where that is not nothing."""
        for (dimension, of), sums in self.groups.items():
            if any(sums.values()):
                yield f"{dimension}:{of}", {name: number for name, number in sums.items() if number}

    def store(self) -> None:
        """Add them to what is stored; to be called by one writer at a time."""
        found = sorted(self.by_key())
        self.groups.clear()
        for start in range(0, len(found), GROUPS_AT_ONCE):
            _store_totals(dict(found[start : start + GROUPS_AT_ONCE]))


def _store_totals(deltas: dict[str, Sums]) -> None:
    totals = []
    stored = dict(StandingTotal.objects.filter(pk__in=deltas).values_list("key", "sums"))
    for key, added in deltas.items():
        sums = Counter(json.loads(stored.get(key, "{}")))
        sums.update(added)
        totals.append(total(key, {name: number for name, number in sums.items() if number}))
    gone = [total.key for total in totals if not total.projects]
    if gone:
        StandingTotal.objects.filter(pk__in=gone).delete()
    _store(total for total in totals if total.projects)


def total(key: str, sums: Sums) -> StandingTotal:
    dimension, _colon, of = key.partition(":")
    return StandingTotal(
        key=key,
        dimension=dimension,
        of=of,
        projects=sums.get("projects", 0),
        sums=json.dumps(sums, separators=(",", ":")),
        **{f"{currency.lower()}_order": _order(sums, currency) for currency in DISPLAY_CURRENCIES},
    )


def _order(sums: Sums, currency: str) -> int:
    """The sum, as far as a column holds it; -1 where nothing is known."""
    if f"{currency} investment_known" not in sums:
        return -1
    return min(sums.get(f"{currency} investment_low", 0), MAX_ORDER)
