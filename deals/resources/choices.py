"""What can be chosen of each filter: values with their totals, as lists and as trees.

A value counts under all the other filters, so it says what choosing it alone would give.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from deals import stats
from deals.filters import NOT_STATED
from deals.models import Location
from deals.names import normalise
from deals.queries import ProjectQuery
from deals.resources.links import edition_link, names
from deals.resources.totals import in_language, labels, records_of

# How many values stand in the filter form: in all, and inside one that is opened.
SHOWN, INSIDE = 10, 5
# A country with one in so many of the projects shows its regions and cities unasked.
WELL_FILLED = 5


class Choice(NamedTuple):
    """A value of a filter; totals None: nothing has it. `label` is (text, language or None)."""

    name: str
    value: str
    totals: stats.Totals | None
    label: tuple[str, str | None]
    depth: int = 0


def all_values(query: ProjectQuery, name: str) -> stats.Breakdown:
    groups = stats.by(query.without(name).matching, name, query.currency)
    return stats.Breakdown(groups, len(groups))


def flat(
    query: ProjectQuery, name: str, found: stats.Breakdown, *, whole=False, find=""
) -> tuple[list[Choice], bool]:
    """The largest values (years: the latest) and the chosen ones, and whether there are more.

    `found` are the groups of the dimension; `whole`: all of them; `find`: those with the text in
    one of their names.
    """
    groups = reversed(found.groups) if name == "year" else found.groups
    totals = {NOT_STATED if group.key is None else str(group.key): group.totals for group in groups}
    shown = list(totals)[: None if whole else SHOWN]
    chosen = [v for v in dict.fromkeys(query.filters.get(name, [])) if v not in shown]
    values = [*shown, *chosen]
    if find:
        values = [value for value, text in _texts(name, values).items() if find in text]
    named = labels(name, [_key(value) for value in values])
    choices = [
        Choice(name, value, totals.get(value), (each["label"], each["label_lang"]))
        for value in values
        for each in [named[_key(value)]]
    ]
    return choices, found.count > len(shown)


def _key(value: str) -> str | None:
    return None if value == NOT_STATED else value


def _texts(name: str, values: list[str]) -> dict[str, str]:
    """By value: all names of it, normalised."""
    records = records_of(name, values)
    found = labels(name, [_key(value) for value in values])
    texts = {value: found[_key(value)]["label"] for value in values}
    for slug, record in records.items():
        texts[slug] = _all_names(edition_link(record) if name == "edition" else names(record))
    return {value: normalise(text) for value, text in texts.items()}


def _all_names(named: dict) -> str:
    local = (named["local"] or {}).get("text")
    return "\n".join(filter(None, [named["name"], named["name_zh"], local]))


def conferences(
    query: ProjectQuery, groups: stats.Breakdown, editions: stats.Breakdown | None
) -> tuple[list[Choice], bool]:
    """Conferences; under those that are chosen, or have a chosen edition, their latest editions.

    `editions` is None where none of either is chosen.
    """
    found, more = flat(query, "conference", groups)
    if editions is None:
        return found, more
    chosen = query.filters.get("edition", [])
    totals = {group.key: group.totals for group in editions.groups}
    inside, opened = defaultdict(list), {*query.filters.get("conference", [])}
    records = records_of("edition", [*totals, *chosen]).values()
    for edition in sorted(records, key=lambda each: (-each.year, each.label)):
        inside[edition.conference.slug].append(edition)
        if edition.slug in chosen:
            opened.add(edition.conference.slug)
    there = {choice.value for choice in found}
    found += [_without_projects(inside[slug][0].conference) for slug in sorted(opened - there)]
    choices = []
    for choice in found:
        choices.append(choice)
        listed = inside[choice.value] if choice.value in opened else []
        choices += [
            Choice("edition", each.slug, totals.get(each.slug), (each.label, None), 1)
            for position, each in enumerate(listed)
            if position < INSIDE or each.slug in chosen
        ]
    return choices, more


def _size(parts: Iterable[stats.Totals]) -> tuple[int, int]:
    """What puts the largest first: minus the investment, minus the projects."""
    low = projects = 0
    for part in parts:
        low -= part.investment.low or 0
        projects -= part.projects
    return low, projects


def _without_projects(conference) -> Choice:
    return Choice("conference", conference.slug, None, in_language(names(conference)))


class PlaceTree:
    """The places that the projects lie in and those that are chosen, each with all inside it."""

    def __init__(self, query: ProjectQuery, groups: list[stats.Group]):
        self.around = Location.objects.slugs_around()
        self.parts = stats.inside_places(groups, self.around)
        self.without = next((group.totals for group in groups if group.key is None), None)
        self.chosen = query.filters.get("location", [])
        self.held = self._with_those_around(slug for slug in self.chosen if slug in self.around)
        sizes = {slug: _size(self.parts.get(slug, ())) for slug in self.parts.keys() | self.held}
        self.inside = defaultdict(list)
        for slug in sorted(sizes, key=lambda slug: (*sizes[slug], slug)):
            self.inside[self.around[slug][-1:]].append(slug)
        projects = sum(group.totals.projects for group in groups)
        self.opened = self.held | {
            slug for slug in self.inside[()] if -sizes[slug][1] * WELL_FILLED >= projects
        }

    def shown(self) -> tuple[list[Choice], bool]:
        """The largest countries, what lies in the chosen and the well-filled ones, what is chosen,
        and whether there are more.
        """
        choices = self._choices(self._stands_out)
        return [*choices, *self._not_stated()], len(choices) < len(self.parts)

    def whole(self, find: str = "") -> list[Choice]:
        """All of them in tree order; with `find` those of such a name and the places around."""
        if not find:
            return [*self._choices(lambda *_where: True), *self._not_stated()]
        places = records_of("location", list(self.parts))
        named = [slug for slug in places if find in normalise(_all_names(names(places[slug])))]
        kept = self._with_those_around(named)
        return self._choices(lambda slug, _rank, _depth: slug in kept)

    def _choices(self, is_kept: Callable[[str, int, int], bool]) -> list[Choice]:
        walked = list(self._walk((), is_kept))
        places = records_of("location", [slug for slug, _depth in walked])
        return [
            Choice("location", slug, self._totals(slug), in_language(names(places[slug])), depth)
            for slug, depth in walked
        ]

    def _walk(self, around: tuple, is_kept, depth: int = 0) -> Iterable[tuple[str, int]]:
        for rank, slug in enumerate(self.inside[around]):
            if is_kept(slug, rank, depth):
                yield slug, depth
                yield from self._walk((slug,), is_kept, depth + 1)

    def _stands_out(self, slug: str, rank: int, depth: int) -> bool:
        if depth == 0:
            return slug in self.held or rank < SHOWN
        is_open = self.around[slug][-1] in self.opened
        return slug in self.held or (is_open and rank < INSIDE)

    def _not_stated(self) -> list[Choice]:
        if not self.without and NOT_STATED not in self.chosen:
            return []
        label = labels("location", [None])[None]["label"]
        return [Choice("location", NOT_STATED, self.without, (label, None))]

    def _with_those_around(self, slugs: Iterable[str]) -> set[str]:
        return {each for slug in slugs for each in (*self.around[slug], slug)}

    def _totals(self, slug: str) -> stats.Totals | None:
        """Few of the places are shown, so few are added up as a whole."""
        return stats.added(self.parts[slug]) if slug in self.parts else None
