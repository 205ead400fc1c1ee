"""The lists that are no plain tables: projects, what became of them, and what changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from deals import exports, parameters, resources, stats
from deals.api import expansions
from deals.api.listing import CURRENCY, Listing, Question, Walk
from deals.api.paging import Paging, address
from deals.columns import Column
from deals.filters import DEFAULT_ORDER, ORDERINGS, ProjectFilter
from deals.models import Project
from deals.parameters import one_of
from deals.queries import API_READERS, ProjectQuery
from deals.resources import shapes
from deals.resources.change_log import end_of_log, log_page
from deals.resources.changes import KINDS
from deals.stored import rows_of
from deals.tables import TABLES

ON = {"on": parameters.date}
FILTERS = ProjectFilter.base_filters


@dataclass(frozen=True)
class ProjectQuestion(Question):
    query: ProjectQuery | None = None


class Projects(Listing):
    """Projects: THE filter, and amounts in the display currency."""

    @property
    def own_readers(self) -> dict:
        return {"ordering": API_READERS["ordering"], **CURRENCY}

    def asked(self, request) -> ProjectQuestion:
        query = ProjectQuery.from_api(request.GET)
        return ProjectQuestion(
            query.matching, Paging(), currency=query.currency, as_of=query.as_of, query=query
        )

    def in_order(self, asked: ProjectQuestion, values: dict, paging: Paging) -> ProjectQuestion:
        ordering = asked.query.ordering
        return replace(asked, records=asked.query.projects, ordering=ordering, paging=paging)

    def fetched(self, question: Question):
        return super().fetched(replace(question, records=question.records.with_names()))

    def count(self, records) -> int:
        return stats.count(records)

    def listed(self, question: Question):
        """Columns alone, unless `expand` reads more of the records."""
        return self.fetched(question) if question.expand else question.records.in_rows()

    def part(self, question: ProjectQuestion, start: int, size: int) -> Iterable:
        return question.query.part_of(self.listed(question), start, size)

    def shown(self, records: list, question: Question) -> list[dict]:
        return super().shown(records, question) if question.expand else resources.rows(records)

    def rows(self, records, columns: tuple[Column, ...]) -> tuple[tuple[Column, ...], Iterable]:
        readers, rows = rows_of(records, columns)
        return readers, exports.rows_streamed(rows)

    def package(self, records) -> list:
        return [*super().package(records), (TABLES["investments"], exports.investments_of(records))]

    def about(self, request, question: Question, rows: int, key: str = "") -> exports.About:
        if key:
            return super().about(request, question, rows, key)
        title = str(self.table.title)
        return exports.about(question.query, title, rows, request.today, request.snapshot)

    # One project, also with its status on a day

    def one_readers(self, form: str) -> dict:
        return super().one_readers(form) | (ON if form in ("json", "ndjson") else {})

    def find(self, key: str, question: Question, values: dict) -> Project:
        records = Project.objects.for_page(values.get("on"))
        return super().find(key, replace(question, records=records), values)

    def one_as_data(self, request, values: dict) -> Callable:
        version, on = request.snapshot.version, values.get("on")
        return partial(resources.project_detail, data_version=version, on=on)


class FollowThrough(Listing):
    """Cohorts, with their sums beside every page."""

    @property
    def own_readers(self) -> dict:
        return CURRENCY

    def asked(self, request) -> Question:
        chosen = ProjectFilter(request.GET)
        matching, as_of = chosen.projects, chosen.form.cleaned_data["as_of"]
        found = resources.follow_through(matching, chosen.currency, request.today, as_of)
        cohorts = Cohorts(found.pop("cohorts"))
        return Question(cohorts, Paging(), currency=chosen.currency, as_of=as_of, further=found)

    def row_count(self, records) -> int:
        """A cohort has a row for each state at each moment."""
        return sum(1 for _row in self.rows(records, self.table.columns)[1])


class Cohorts(list):
    def count(self) -> int:
        return len(self)


@dataclass(frozen=True)
class ChangesQuestion(Question):
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    key: str = ""


class Changes(Listing):
    """The latest change of each record; by cursor all changes in the order of the commits."""

    @property
    def own_readers(self) -> dict:
        return {"kind": one_of(KINDS), "id": parameters.slug, "since": parameters.moment}

    def asked(self, request) -> Question:
        values = parameters.read(request.GET, self.own_readers)
        kinds = (values["kind"],) if "kind" in values else ()
        since, key = values.get("since"), values.get("id", "")
        walks = bool(request.GET.get("cursor", "").strip())
        return ChangesQuestion(
            resources.changes(kinds, since, key),
            Paging(),
            filters=self.in_words(request.GET),
            further={} if walks else {"resume": address(request, {"cursor": end_of_log()})},
            kinds=kinds,
            since=since,
            key=key,
        )

    def walk(self, request, question: ChangesQuestion) -> Walk:
        limit, after = question.paging.limit, question.paging.after
        place = after[0] if after else 0
        page = log_page(place, limit, question.kinds, question.since, question.key)
        results = self.results(page.changes, question, dict)
        resume = {"resume": address(request, {"cursor": page.cursor})}
        return Walk(results, page.cursor if page.has_more else None, None, resume)


PROJECTS = Projects(
    "projects",
    _("Projects: what was signed, by whom, where and for how much"),
    shapes.Project,
    Project.objects.all,
    resources.project,
    ORDERINGS,
    DEFAULT_ORDER,
    FILTERS,
    key="ref",
    detail=(shapes.ProjectDetail, resources.project_detail),
    place="location",
    expansions=expansions.PROJECTS,
)
FOLLOW_THROUGH = FollowThrough(
    "follow-through",
    _("What became of the projects that match, for each edition"),
    shapes.Cohort,
    list,
    dict,
    {},
    (),
    FILTERS,
    key=None,
    description=_(
        "A cohort is the projects of an edition, without those that only sign an earlier one "
        "again. Each is in one of six states at 12, 24 and 36 months after the edition’s last "
        "day. no_news is inferred: still announced or signed, and nothing is dated after the "
        "edition; not_started is announced or signed with something dated since. A cohort is "
        "tracked where a status event of one of its projects is dated after the edition, else "
        "its states are null, as they are at a moment that is not reached yet. The summary "
        "adds up the cohorts that are tracked and have reached the moment, on all pages."
    ),
    expansions=expansions.FOLLOW_THROUGH,
    can_walk=False,
    page=shapes.FollowThrough,
)
CHANGES = Changes(
    "changes",
    _("Records created, updated, deleted or merged"),
    shapes.Change,
    resources.changes,
    resources.change,
    {},
    (),
    key=None,
    description=_(
        "Without a cursor: the latest change of each record, the latest first. With a cursor: "
        "every change in the order of the commits, the oldest first, so that nothing is "
        "passed over, however long a change took to be stored; cursor=start begins. A row is "
        "a record that one data version changed, itself or the rows on it; created and updated "
        "both mean: read it again. To keep a copy, ask here first and keep resume, read the "
        "lists, then ask resume and follow next to its end, and keep the last resume for the "
        "next time. What follows from other records, such as converted amounts and the names "
        "of what a record links to, changes without a row of its own."
    ),
    page=shapes.ChangePage,
)
