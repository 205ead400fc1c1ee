"""A question about one number: which total is to be explained, and the addresses that ask it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from deals import parameters, stats
from deals.explanations import MEASURES
from deals.filters import NOT_STATED, ProjectFilter
from deals.paths import api, path_to
from deals.queries import ProjectQuery, address


@parameters.takes(type="array", items={"type": "string"}, minItems=1, maxItems=2)
def _any_keys(text: str) -> tuple[str, ...]:
    """What a key looks like depends on its dimension: `read_key` looks at it."""
    return tuple(part.strip() for part in text.split(","))


READERS = {
    "measure": parameters.one_of(MEASURES),
    "group_by": parameters.up_to(2, stats.DIMENSIONS),
    "level": parameters.one_of(stats.LEVELS),
    "group": _any_keys,
}


# A project has one value of each of these, so that a group can stand for the filter it lies in.
PARTITIONS = frozenset({"year", "conference", "edition", "sector", "status", "commitment"})


@dataclass(frozen=True)
class ExplainQuery:
    """A total to be explained: of which projects, of what, and of which of their groups.

    `group` has a key for each dimension of `group_by`, as in the address: a slug, a word, a year,
    ``none`` for “not stated”. It is empty where the whole is explained.
    """

    query: ProjectQuery
    measure: str = "investment"
    group_by: tuple[str, ...] = ()
    level: str = ""
    group: tuple[str, ...] = ()

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

    @cached_property
    def keys(self) -> dict[str, stats.Key]:
        """By dimension: the key of the group in `stats.across`; empty for the whole."""
        return {name: _key(name, text) for name, text in self._given.items()}

    @property
    def _given(self) -> dict[str, str]:
        return dict(zip(self.group_by, self.group, strict=True)) if self.group else {}

    @cached_property
    def projects(self):
        """All that are to be accounted for: those left out by `as_of` too."""
        found = self.query.whenever_published
        for name, key in self.keys.items():
            found = stats.in_group(found, name, key, self.level or None)
        return found

    @property
    def reported_in(self) -> str | None:
        """The currency of a group by reported currency, in which nothing is converted."""
        return self.keys.get("reported_currency")

    @property
    def currency(self) -> str | None:
        """The currency of the sum; None where it is a count, or of no currency."""
        if self.measure not in ("investment", "output_value"):
            return None
        return self.keys.get("reported_currency", self.query.currency)

    @property
    def others(self) -> list["ExplainQuery"]:
        """The same projects, asked for their other measures."""
        known = MEASURES[:2] if "reported_currency" in self.keys else MEASURES
        whole = self.change()
        return [replace(whole, measure=each) for each in known if each != self.measure]

    @property
    def listed(self) -> ProjectQuery | None:
        """The list of these projects; None where no filter says the same as the group."""
        query = self.query.change()
        for name, text in self._given.items():
            if not self._is_filter(name):
                return None
            given = query.filters.get(name)
            if given and not (name in PARTITIONS and text in given):
                return None
            query = query.with_only(**{name: text})
        return query

    def _is_filter(self, dimension: str) -> bool:
        """Whether a filter can say the same as the group's key of this dimension."""
        stated = self.keys[dimension] is not None
        if dimension == "location":
            # The filter takes a place with all inside it, as a level does.
            return bool(self.level) and stated
        return dimension != "reported_currency" and (stated or dimension != "year")

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
        return address(path_to("explain"), self._pairs + self.query.paging)

    def api_url(self) -> str:
        pairs = [*self._pairs, ("explain", "1"), ("limit", self.size)]
        pairs += [("offset", self.start)] if self.start else []
        return address(api("totals/"), pairs)

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        if not self.group:
            return self.query.explain_pairs(self.measure)
        dimensions, keys = ",".join(self.group_by), ",".join(self.group)
        return self.query.explain_pairs(self.measure, dimensions, self.level, keys)


def read_explained(data: QueryDict) -> dict:
    """measure, group_by, level and group, checked against each other."""
    values = parameters.read(data, READERS)
    faults = list(_misfits(values))
    if faults:
        raise parameters.InvalidParameters(
            [
                {"name": name, "value": _as_given(values[name])[:100], "detail": detail}
                for name, detail in faults
            ]
        )
    return values


def _as_given(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _misfits(values: dict) -> Iterable[tuple[str, str]]:
    """(name, remedy) of each parameter that makes no sense beside the others."""
    dimensions, group = values.get("group_by", ()), values.get("group", ())
    if "level" in values and "location" not in dimensions:
        yield "level", _("A level applies to places: add group_by=location, or leave it out.")
    if group and not dimensions:
        yield "group", _("A group is one of a breakdown: add group_by, or leave it out.")
    elif group and (len(group) != len(dimensions) or not all(group)):
        yield "group", _("Give a key for each dimension of group_by, with a comma between them.")
    elif group:
        yield from (("group", fault) for fault in _wrong_keys(dimensions, group))
    in_currency = group and "reported_currency" in dimensions
    if in_currency and values.get("measure") in ("jobs", "output_value"):
        yield (
            "measure",
            _("A group by reported currency explains projects or investment: use one of them."),
        )


def _wrong_keys(dimensions: Iterable[str], group: Iterable[str]) -> Iterable[str]:
    for dimension, text in zip(dimensions, group, strict=True):
        try:
            read_key(dimension, text)
        except ValueError as error:
            yield str(error)


def _key(dimension: str, text: str) -> stats.Key:
    if text == NOT_STATED:
        return None
    return int(text) if dimension == "year" else text


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
