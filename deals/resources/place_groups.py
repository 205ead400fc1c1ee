"""Projects by place, as coarse as a chart or a map needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from deals import stats
from deals.filters import NOT_STATED
from deals.models import Location
from deals.queries import CHART_BY, VIEWS, ProjectQuery


def as_table(query: ProjectQuery) -> ProjectQuery:
    """The question as lists and explanations ask it, without how it is drawn."""
    return query.change(view=VIEWS[0], by=CHART_BY[0])


@dataclass(frozen=True)
class PlaceGroup:
    """A place and what is there; `place` None for projects without one.

    `only` says that these are the projects of which no more precise place is known, while others
    inside it are in groups of their own.
    """

    place: Location | None
    totals: stats.Totals
    only: bool = False


@dataclass(frozen=True)
class Places:
    """What `stats` says of each place, and all the places around them by slug."""

    query: ProjectQuery
    groups: Sequence[stats.Group]
    around: dict[str, Location]
    asked: Sequence[Location]

    @classmethod
    def of(cls, query: ProjectQuery) -> "Places":
        groups = stats.by(query.matching, "location", query.currency)
        slugs = [group.key for group in groups if group.key]
        paths = Location.objects.filter(slug__in=slugs).values_list("path", flat=True)
        wanted = {slug for path in paths for slug in path.strip("/").split("/")}
        asked = query.filters.get("location", [])
        found = Location.objects.filter(slug__in=wanted | set(asked))
        return cls(
            query,
            groups,
            {place.slug: place for place in found if place.slug in wanted},
            [place for place in found if place.slug in asked],
        )

    def at_depth(self, depth: int) -> list[PlaceGroup]:
        """Added up at the place `depth` steps down from the country, which is 1."""
        return self.merged(lambda place: self._line(place)[:depth][-1])

    def merged(self, into) -> list[PlaceGroup]:
        """Added up at ``into(place)``; where that is None, with the projects without a place."""
        target = {slug: into(place) for slug, place in self.around.items()}
        key_of = {slug: place and place.slug for slug, place in target.items()} | {None: None}
        groups = stats.merged(self.groups, key_of.__getitem__)
        keys = {group.key for group in groups}
        above = {slug for key in keys if key for slug in self.around[key].slugs_above}
        return [
            PlaceGroup(self.around.get(group.key), group.totals, group.key in above)
            for group in groups
        ]

    def _line(self, place: Location) -> list[Location]:
        """The country down to the place itself."""
        return [self.around[slug] for slug in (*place.slugs_above, place.slug)]

    def with_coordinates(self, place: Location, depth: int | None = None) -> Location | None:
        """The nearest place that has coordinates: up from `depth` steps down, else further down."""
        line = self._line(place)
        depth = depth or len(line)
        nearest = [*reversed(line[:depth]), *line[depth:]]
        return next((each for each in nearest if each.latitude is not None), None)

    def narrowed(self, group: PlaceGroup) -> ProjectQuery:
        """The question for what is in the place: never wider than the places asked for already."""
        if group.place is None:
            return self.query.with_only(location=NOT_STATED)
        inside = [p.slug for p in self.asked if p.path.startswith(group.place.path)]
        return self.query.with_only(location=inside or group.place.slug)

    def explain_url(self, group: PlaceGroup, measure: str = "investment") -> str:
        """Where its total is explained."""
        if group.only:
            key = group.place.slug
            return as_table(self.query).explain_url(measure, group_by="location", group=key)
        return as_table(self.narrowed(group)).explain_url(measure)

    @property
    def depth(self) -> int:
        return max((len(p.slugs_above) + 1 for p in self.around.values()), default=1)
