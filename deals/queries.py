"""A question about projects: what the address asks for, and the addresses that ask it again.

Pages and API name paging differently (`page` and `per_page`, `limit` and `offset`); everything else
has the same names. Both become a `ProjectQuery`, so a page can point at its twin in the API, and
the API's HTML form can point back at the page.
"""

import datetime
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language

from deals import parameters, search
from deals.filters import DEFAULT_ORDER, NOT_STATED, ProjectFilter, ordered, read_ordering
from deals.paths import api, path_to
from deals.vocabulary import CHART_LABELS

PER_PAGE = (20, 50, 100)
VIEWS = ("table", "chart", "map")
# What the marks of the chart stand for.
CHART_BY = tuple(CHART_LABELS)
# Beside the name, which every row has.
COLUMNS = (
    *("date", "edition", "location", "sector", "status", "commitment"),
    *("amount", "jobs", "output_value"),
)
DEFAULT_COLUMNS = ("edition", "location", "sector", "status", "amount", "jobs", "output_value")
# So many projects a page adds up before it is shown; what more of them add up to follows.
AT_ONCE = 10_000
# How the page shows the projects; the API's HTML form takes the same, data have no use for it.
VIEW_READERS = {
    "view": parameters.one_of(VIEWS),
    "by": parameters.one_of(CHART_BY),
    "columns": parameters.some_of(COLUMNS),
}
MAX_LIMIT = 500
MAX_OFFSET = 10_000_000
# Forms of a resource that hold words in a language of their own.
IN_WORDS = frozenset({".html", ".xlsx", ".geojson", ".zip"})
PAGE_READERS = {
    "page": parameters.whole_number(1, MAX_OFFSET),
    "per_page": parameters.one_of([str(n) for n in PER_PAGE]),
    "currency": parameters.currency,
    "ordering": read_ordering,
    "count": parameters.one_of(["all"]),
    **VIEW_READERS,
}
API_READERS = {
    "limit": parameters.whole_number(1, MAX_LIMIT),
    "offset": parameters.whole_number(0, MAX_OFFSET),
    "currency": parameters.currency,
    "ordering": read_ordering,
    "lang": parameters.language,
}
FRAGMENT_READERS = {**API_READERS, **VIEW_READERS}


@dataclass(frozen=True)
class ProjectQuery:
    """Filters, display currency, order and the slice; `projects` is what they select.

    `view`, `by` (of the chart) and `columns` (of the table) say how a page shows them.
    """

    filters: dict[str, list[str]] = field(default_factory=dict)
    currency: str = "CNY"
    ordering: tuple[str, ...] = DEFAULT_ORDER
    size: int = PER_PAGE[0]
    start: int = 0
    view: str = VIEWS[0]
    by: str = CHART_BY[0]
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    ignored: tuple[dict, ...] = ()
    # How many projects are added up at once; None: all that match. It is the same question.
    at_most: int | None = field(default=None, compare=False)
    # The projects that the filters select, where reading the address has found them already.
    found: object = field(default=None, repr=False, compare=False)

    @classmethod
    def from_page(cls, data: QueryDict) -> "ProjectQuery":
        """Reads page parameters; unknown names are ignored and named in `ignored`."""
        values, shared = _read(with_one_list(data, "columns"), PAGE_READERS)
        size = int(values.get("per_page", PER_PAGE[0]))
        known = [*PAGE_READERS, *ProjectFilter.names()]
        return cls(
            **shared,
            size=size,
            start=(values.get("page", 1) - 1) * size,
            ignored=tuple(parameters.unknown_names(data, known)),
            at_most=None if "count" in values else AT_ONCE,
        )

    @classmethod
    def from_api(cls, data: QueryDict) -> "ProjectQuery":
        """Reads API parameters; the caller refuses unknown names (see `api_names`)."""
        values, shared = _read(data, API_READERS)
        return cls(**shared, size=values.get("limit", 50), start=values.get("offset", 0))

    @classmethod
    def from_fragment(cls, data: QueryDict) -> "ProjectQuery":
        """Reads the parameters of a part of a page, which the API serves as HTML."""
        values, shared = _read(with_one_list(data, "columns"), FRAGMENT_READERS)
        start = values.get("offset", 0)
        return cls(**shared, size=values.get("limit", 50), start=start, at_most=AT_ONCE)

    @staticmethod
    def api_names() -> list[str]:
        return [*API_READERS, *ProjectFilter.names()]

    @staticmethod
    def fragment_names() -> list[str]:
        return [*FRAGMENT_READERS, *ProjectFilter.names()]

    @cached_property
    def matching(self):
        """The projects that the filters select, in no order."""
        return self.found if self.found is not None else ProjectFilter(self._data()).projects

    @property
    def as_of(self) -> datetime.date | None:
        """The day whose knowledge is asked for."""
        given = self.filters.get("as_of")
        return parameters.date(given[0].strip()) if given else None

    @cached_property
    def whenever_published(self):
        """The projects that the filters select, those too that `as_of` does not know yet."""
        if not self.as_of:
            return self.matching
        return ProjectFilter(self._data(), whenever_published=True).projects

    @cached_property
    def projects(self):
        """The same in the order asked for."""
        return ordered(self.matching, self.ordering, self.currency)

    def page_of(self, projects) -> list:
        """The records of the page, as `ProjectQuerySet.in_rows` gives them."""
        return list(self.part_of(projects.in_rows(), self.start, self.size))

    def part_of(self, projects, start: int, size: int):
        """So many of `projects`, which are those of this question in its order."""
        stop = start + size
        if [*self.filters] == ["q"] and self.ordering == DEFAULT_ORDER and stop <= search.MOST:
            return projects.filter(pk__in=search.newest(self.matching, stop)[start:])
        return projects[start:stop]

    @property
    def page(self) -> int:
        return self.start // self.size + 1

    def change(self, **changes) -> "ProjectQuery":
        """The question with other filters or another view; back to the first page."""
        if changes.keys() & {"filters", "currency"}:
            changes["found"] = None
        return replace(self, **{"start": 0, "ignored": (), **changes})

    def without(self, name: str, value: str | None = None) -> "ProjectQuery":
        """The question without a filter, or without one of its values."""
        if name not in self.filters:
            return self.change()
        kept = [v for v in self.filters.get(name, []) if value is not None and v != value]
        filters = {n: v for n, v in self.filters.items() if n != name}
        return self.change(filters=filters | ({name: kept} if kept else {}))

    def toggled(self, filters: dict[str, str]) -> "ProjectQuery":
        """The question with these values added, or without those that it has already."""
        query = self
        for name, value in filters.items():
            given = query.filters.get(name, [])
            if value in given:
                query = query.without(name, value)
            else:
                query = query.with_only(**{name: [*given, value]})
        return query

    def with_only(self, **filters) -> "ProjectQuery":
        return self.change(filters={**self.filters, **{n: _listed(v) for n, v in filters.items()}})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form passes on unchanged: name and value."""
        pairs = [pair for pair in self.pairs if pair[0] in ("currency", "ordering")]
        for name in ("source", "updated_since", "id"):
            pairs += [(name, value) for value in self.filters.get(name, [])]
        pairs += self.shown_as
        return pairs + self.sizing

    # Addresses

    def page_url(self) -> str:
        """The canonical address of the page: filters by name, nothing that is a default."""
        return address(path_to("projects"), self.pairs + self.shown_as + self.paging)

    def counted_url(self) -> str:
        """The page with everything that matches added up, however long that takes."""
        pairs = self.pairs + self.shown_as + self.paging
        return address(path_to("projects"), [*pairs, ("count", "all")])

    def facet_url(self, name: str) -> str:
        """The page with every value of a filter."""
        return address(path_to("facet", name), self.pairs + self.shown_as + self.sizing)

    @property
    def shown_as(self) -> list[tuple[str, str]]:
        """How the page shows the projects, as far as that is no default."""
        pairs = [("view", self.view)] if self.view != VIEWS[0] else []
        if self.view == "chart" and self.by != CHART_BY[0]:
            pairs.append(("by", self.by))
        if self.columns != DEFAULT_COLUMNS:
            pairs.append(("columns", ",".join(self.columns)))
        return pairs

    @property
    def paging(self) -> list[tuple[str, str]]:
        """Size and number of the page, as a page's address has them."""
        found = list(self.sizing)
        if self.page > 1 and self.size in PER_PAGE and self.view == VIEWS[0]:
            found.append(("page", str(self.page)))
        return found

    @property
    def sizing(self) -> list[tuple[str, str]]:
        return [("per_page", str(self.size))] if self.size in PER_PAGE[1:] else []

    def api_url(self, suffix: str = "") -> str:
        """The same question in the API; suffix ``.csv`` or ``.html`` names a form.

        Only lists and parts of pages have pages; a download is the whole set.
        """
        pairs = self.pairs + (self.shown_as if suffix == ".html" else [])
        if suffix in ("", ".json", ".html"):
            pairs += [("limit", self.size)]
            pairs += [("offset", self.start)] if self.start else []
        return address(api(f"projects{suffix or '/'}"), pairs + self._lang(suffix))

    def totals_url(self, suffix: str = "", group_by: str = "", level: str = "") -> str:
        pairs = [pair for pair in self.pairs if pair[0] != "ordering"]
        asked = {"group_by": group_by, "level": level}
        pairs += [(name, value) for name, value in asked.items() if value]
        return address(api(f"totals{suffix or '/'}"), pairs + self._lang(suffix))

    def groups_url(self, dimension: str) -> str:
        """The totals in the API with a breakdown."""
        pairs = [pair for pair in self.pairs if pair[0] != "ordering"]
        return address(api("totals/"), [*pairs, ("group_by", dimension)])

    def explain_url(self, measure: str = "investment", **group) -> str:
        """The page that explains a total of these projects, or of one of their groups.

        A group is `group_by`, `level` and its key `group`, None for “not stated”.
        """
        return address(path_to("explain"), self.explain_pairs(measure, **group))

    def explain_pairs(self, measure, group_by="", level="", group="") -> list[tuple[str, str]]:
        pairs = [pair for pair in self.pairs if pair[0] != "ordering"]
        pairs += [("measure", measure)] if measure != "investment" else []
        if group_by:
            own = {"group_by": group_by, "level": level, "group": group or NOT_STATED}
            pairs += [(name, str(value)) for name, value in own.items() if value]
        return pairs

    def feed_url(self) -> str:
        """The Atom feed of the same projects, in the order of their last change."""
        pairs = [pair for pair in self.pairs if pair[0] != "ordering"]
        return address(path_to("projects-feed"), pairs)

    def follow_through_url(self) -> str:
        pairs = [pair for pair in self.pairs if pair[0] != "ordering"]
        return address(api("follow-through/"), pairs)

    def _lang(self, suffix: str):
        # Always for what holds words: without it, Accept-Language would decide.
        return [("lang", get_language() or "en")] if suffix in IN_WORDS else []

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address, without those of the page."""
        pairs = [(name, value) for name, values in self.filters.items() for value in values]
        if self.currency != "CNY":
            pairs.append(("currency", self.currency))
        if self.ordering != DEFAULT_ORDER:
            pairs.append(("ordering", ",".join(self.ordering)))
        return pairs

    def _data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, values in self.filters.items():
            data.setlist(name, values)
        data["currency"] = self.currency
        return data


def _listed(value) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _read(data: QueryDict, readers: dict) -> tuple[dict, dict]:
    """The readers' values, and what page and API share; all faults are reported together."""
    filters = ProjectFilter(data)
    values, found = parameters.all_of(
        lambda: parameters.read(data, readers), lambda: filters.projects
    )
    shared = {
        "filters": filters.active,
        "currency": values.get("currency", "CNY"),
        "ordering": values.get("ordering", DEFAULT_ORDER),
        "found": found,
    }
    shared |= {name: values[name] for name in VIEW_READERS if values.get(name)}
    return values, shared


def with_one_list(data: QueryDict, name: str) -> QueryDict:
    """A form gives a list as several values: they become one, with commas."""
    if len(data.getlist(name)) < 2:
        return data
    data = data.copy()
    data[name] = ",".join(data.getlist(name))
    return data


def address(path: str, pairs) -> str:
    """The path with the pairs as its query string."""
    return f"{path}?{urlencode(pairs)}" if pairs else path
