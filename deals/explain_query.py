"""A question about one number: which total is to be explained, and the addresses that ask it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import parameters, stats
from deals.explanations import MEASURES
from deals.filters import NOT_STATED, ProjectFilter
from deals.queries import ProjectQuery, address


@parameters.takes(type="string", maxLength=120)
def _any_key(text: str) -> str:
    """What a key looks like depends on the dimension: `read_key` looks at it."""
    return text


READERS = {
    "measure": parameters.one_of(MEASURES),
    "group_by": parameters.one_of(stats.DIMENSIONS),
    "level": parameters.one_of(stats.LEVELS),
    "group": _any_key,
}


# A project has one value of each of these, so that a group can stand for the filter it lies in.
PARTITIONS = frozenset({"year", "conference", "edition", "sector", "status", "commitment"})


@dataclass(frozen=True)
class ExplainQuery:
    """A total to be explained: of which projects, of what, and of which of their groups.

    `group` is as in the address: a slug, a word, a year, ``none`` for “not stated”, or "".
    """

    query: ProjectQuery
    measure: str = "investment"
    group_by: str = ""
    level: str = ""
    group: str = ""

    @classmethod
    def from_page(cls, data: QueryDict) -> "ExplainQuery":
        return cls._read(data, ProjectQuery.from_page)

    @classmethod
    def from_api(cls, data: QueryDict) -> "ExplainQuery":
        """Reads API parameters; the caller refuses unknown names."""
        return cls._read(data, ProjectQuery.from_api)

    @classmethod
    def _read(cls, data: QueryDict, read_query) -> "ExplainQuery":
        query, values = parameters.all_of(lambda: read_query(data), lambda: read_explained(data))
        known = {*READERS}
        ignored = tuple(each for each in query.ignored if each["name"] not in known)
        return cls(replace(query, ignored=ignored), **values)

    @property
    def key(self) -> str | int | None:
        """The key of the group in `stats.by`."""
        if self.group == NOT_STATED:
            return None
        return int(self.group) if self.group_by == "year" else self.group

    @cached_property
    def projects(self):
        """All that are to be accounted for: those left out by `as_of` too."""
        matched = self.query.whenever_published
        if not self.group:
            return matched
        return stats.in_group(matched, self.group_by, self.key, self.level or None)

    @property
    def reported_in(self) -> str | None:
        """The currency of a group by reported currency, in which nothing is converted."""
        return self.key if self.group and self.group_by == "reported_currency" else None

    @property
    def currency(self) -> str | None:
        """The currency of the sum; None where it is a count, or of no currency."""
        if self.measure not in ("investment", "output_value"):
            return None
        if self.group and self.group_by == "reported_currency":
            return self.key
        return self.query.currency

    @property
    def others(self) -> list["ExplainQuery"]:
        """The same projects, asked for their other measures."""
        known = MEASURES[:2] if self.group_by == "reported_currency" and self.group else MEASURES
        whole = self.change()
        return [replace(whole, measure=each) for each in known if each != self.measure]

    @property
    def listed(self) -> ProjectQuery | None:
        """The list of these projects; None where no filter says the same as the group."""
        query, name = self.query.change(), self.group_by
        if not self.group:
            return query
        # A filter takes a place with all inside it, as a level does.
        by_place = name == "location" and not (self.level and self.key)
        if by_place or name == "reported_currency" or (name == "year" and self.key is None):
            return None
        given = query.filters.get(name)
        replaceable = name in PARTITIONS and given and self.group in given
        return query.with_only(**{name: self.group}) if not given or replaceable else None

    # Paging, as of a list of projects

    @property
    def size(self) -> int:
        return self.query.size

    @property
    def start(self) -> int:
        return self.query.start

    @property
    def page(self) -> int:
        return self.query.page

    def change(self, **changes) -> "ExplainQuery":
        """Another page, or pages of another size; back to the first page."""
        return replace(self, query=self.query.change(**changes))

    def page_url(self) -> str:
        return address(reverse("explain"), self._pairs + self.query.paging)

    def api_url(self) -> str:
        pairs = [*self._pairs, ("explain", "1"), ("limit", self.size)]
        pairs += [("offset", self.start)] if self.start else []
        return address("/api/v1/totals/", pairs)

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        group = {"group_by": self.group_by, "level": self.level, "group": self.group}
        return self.query.explain_pairs(self.measure, **(group if self.group else {}))


def read_explained(data: QueryDict) -> dict:
    """measure, group_by, level and group, checked against each other."""
    values = parameters.read(data, READERS)
    faults = list(_misfits(values))
    if faults:
        raise parameters.InvalidParameters(
            [{"name": name, "value": values[name], "detail": detail} for name, detail in faults]
        )
    return values


def _misfits(values: dict) -> Iterable[tuple[str, str]]:
    """(name, remedy) of each parameter that makes no sense beside the others."""
    dimension, group = values.get("group_by"), values.get("group")
    if "level" in values and dimension != "location":
        yield "level", _("A level applies to places: add group_by=location, or leave it out.")
    if group and not dimension:
        yield "group", _("A group is one of a breakdown: add group_by, or leave it out.")
    elif group:
        try:
            read_key(dimension, group)
        except ValueError as error:
            yield "group", str(error)
    in_currency = group and dimension == "reported_currency"
    if in_currency and values.get("measure") in ("jobs", "output_value"):
        yield (
            "measure",
            _("A group by reported currency explains projects or investment: use one of them."),
        )


def read_key(dimension: str, text: str) -> None:
    """A key of the dimension, as the filter of that name takes it; raises ValueError."""
    if text == NOT_STATED:
        return
    if dimension == "reported_currency":
        parameters.currency_code(text)
        return
    try:
        ProjectFilter.base_filters[dimension].field.clean([text])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
