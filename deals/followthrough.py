"""What became of the projects of each edition: their status 12, 24 and 36 months after it.

The projects of an edition are a cohort. A cohort is tracked where a status event of one of its
projects is dated after the edition; of the others nothing is said, as silence means nothing there.
Projects that only sign an earlier one again count nowhere, as the earlier one counts already.
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from deals import stats
from deals.models import Edition, StatusEvent
from deals.stats import Totals

HORIZONS = (12, 24, 36)
NO_NEWS = "no_news"
_STATE = ("status_then", "dated_news", "signed_since")
# A project is in one state. The last two are announced or signed still: with something that is
# dated after the edition, or without.
STATES = ("under_construction", "operating", "suspended", "cancelled", "not_started", NO_NEWS)

States = Mapping[str, Totals]


@dataclass(frozen=True)
class Horizon:
    """A cohort so many months after its edition; `states` is None where nothing can be said."""

    months: int
    on: datetime.date
    reached: bool
    states: States | None


@dataclass(frozen=True)
class Cohort:
    """The projects of an edition, without the `resigned` ones; `day` is the edition's last."""

    edition: Edition
    day: datetime.date
    totals: Totals
    resigned: int
    tracked: bool
    horizons: tuple[Horizon, ...]


@dataclass(frozen=True)
class Together:
    """The `cohorts` (of all `of`) that are tracked and have reached the horizon, added up."""

    months: int
    cohorts: int
    of: int
    totals: Totals
    states: States | None


@dataclass(frozen=True)
class FollowThrough:
    """Cohorts, the newest edition first, and their sum at each horizon."""

    cohorts: list[Cohort]
    sums: list[Together]


def follow_through(
    projects, currency: str, today: datetime.date, as_of: datetime.date | None = None
) -> FollowThrough:
    """The cohorts of these projects, in five queries or fewer.

    A horizon after `today` is not reached. With `as_of` that day stands for today, and events
    published later are unknown; of a day still to come no more is known than today.
    """
    today = min(as_of, today) if as_of else today
    found = projects.alias(closing=_CLOSING_DAY)
    with_news = _with_news(found, today, as_of)
    all_of = _by_edition(stats.by_columns(with_news, ["edition", "dated_news"], currency))
    editions = list(Edition.objects.filter(pk__in=all_of).with_names().newest_first())
    days = {edition.closing_day for edition in editions if _is_tracked(all_of[edition.pk])}
    counted = found.filter(resigns_only=False)
    horizons = [m for m in HORIZONS if any(months_later(day, m) <= today for day in days)]
    at = _states(counted, days, horizons, currency, today, as_of)
    cohorts = [_cohort(edition, all_of[edition.pk], at, today, currency) for edition in editions]
    return FollowThrough(cohorts, [_together(cohorts, months, currency) for months in HORIZONS])


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


# From rows to cohorts


def _cohort(edition, groups: dict[tuple, Totals], at, today, currency) -> Cohort:
    everything = _added(groups.values(), currency)
    tracked = _is_tracked(groups)
    day = edition.closing_day
    horizons = []
    for months in HORIZONS:
        on = months_later(day, months)
        reached = on <= today
        states = at[months].get(edition.pk) if reached and tracked else None
        horizons.append(Horizon(months, on, reached, states and _in_states(states, currency)))
    resigned = everything.resigned
    counted = Totals(
        everything.projects - resigned,
        0,
        everything.investment,
        everything.jobs,
        everything.output_value,
    )
    return Cohort(edition, day, counted, resigned, tracked, tuple(horizons))


def _is_tracked(groups: dict[tuple, Totals]) -> bool:
    return any(news for (news,) in groups)


def _in_states(groups: dict[tuple, Totals], currency: str) -> States:
    states = {state: [] for state in STATES}
    for (status, *news), totals in groups.items():
        state = status if status in STATES else "not_started" if any(news) else NO_NEWS
        states[state].append(totals)
    return {state: _added(each, currency) for state, each in states.items()}


def _together(cohorts: list[Cohort], months: int, currency: str) -> Together:
    place = HORIZONS.index(months)
    known = [(c.totals, s) for c in cohorts if (s := c.horizons[place].states) is not None]
    added = {state: _added((states[state] for _t, states in known), currency) for state in STATES}
    whole = _added((totals for totals, _states in known), currency)
    return Together(months, len(known), len(cohorts), whole, added if known else None)


def _added(several: Iterable[Totals], currency: str) -> Totals:
    return stats.added([stats.nothing(currency), *several])


# From projects to rows


def _states(
    projects, days, horizons, currency, today, as_of
) -> dict[int, dict[int, dict[tuple, Totals]]]:
    """By horizon and edition, of those that have reached it: totals by status and by news.

    `days` are the closing days of editions that are tracked; what this says of others is not used.
    Of one day the statement is written once for all horizons.
    """
    if len(days) == 1:
        [day] = days
        then = _then(projects.alias(closing=_day(day), moment=stats.OpenDay()), as_of)
        moments = [months_later(day, months) for months in horizons]
        found = stats.by_columns_on(then, ["edition", *_STATE], currency, moments)
        return dict(zip(horizons, map(_by_edition, found), strict=True))
    at = {}
    for months in horizons:
        reached = projects.alias(moment=MonthsLater("closing", months=months))
        then = _then(reached.filter(moment__lte=today), as_of)
        at[months] = _by_edition(stats.by_columns(then, ["edition", *_STATE], currency))
    return at


def _then(projects, as_of):
    """With the columns of `_STATE` at the `moment`."""
    return _with_news(projects.with_status_on(F("moment"), known_by=as_of), F("moment"), as_of)


def _with_news(projects, until, as_of):
    """`dated_news`: a status event after the edition, until then; `signed_since`: a signature."""
    until = _day(until) if isinstance(until, datetime.date) else until
    after = {"on__gt": OuterRef("closing"), "on__lte": OuterRef("until")}
    events = StatusEvent.objects.known_by(as_of).filter(project=OuterRef("pk"), **after)
    counted = Q(resigns_only=False)
    signed = Q(signed_on__gt=F("closing"), signed_on__lte=F("until"))
    return projects.alias(until=until).annotate(
        dated_news=_yes_or_no(counted & Q(Exists(events))), signed_since=_yes_or_no(signed)
    )


def _day(day: datetime.date) -> Value:
    return Value(day, DateField())


def _yes_or_no(condition: Q) -> Case:
    whens = When(condition, then=Value(True))
    return Case(whens, default=Value(False), output_field=BooleanField())


def _by_edition(groups: dict[tuple, Totals]) -> dict[int, dict[tuple, Totals]]:
    found: dict[int, dict[tuple, Totals]] = {}
    for (edition, *key), totals in groups.items():
        found.setdefault(edition, {})[tuple(key)] = totals
    return found


class LastOfYear(Func):
    """The 31 December of a year."""

    output_field = DateField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(
            compiler, connection, template="make_date((%(expressions)s)::int, 12, 31)"
        )

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="(%(expressions)s || '-12-31')")


class MonthsLater(Func):
    """`months_later` in the database."""

    output_field = DateField()

    def __init__(self, day, *, months: int):
        super().__init__(day)
        self.months = months

    def as_postgresql(self, compiler, connection, **extra):
        later = f"((%(expressions)s) + interval '{self.months} months')::date"
        return self.as_sql(compiler, connection, template=later)

    def as_sqlite(self, compiler, connection, **extra):
        # 29 February would run over into March: the last day of the month lies before that.
        sql, params = compiler.compile(self.source_expressions[0])
        later = f"date({sql}, '+{self.months} months')"
        last = f"date({sql}, 'start of month', '+{self.months + 1} months', '-1 day')"
        return f"min({later}, {last})", [*params, *params]


# As `Edition.closing_day`.
_CLOSING_DAY = Coalesce("edition__ends_on", "edition__starts_on", LastOfYear("edition__year"))
