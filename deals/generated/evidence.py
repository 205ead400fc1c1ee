"""Made-up sources, and what they report of an edition."""

from deals.generated.batches import Batches, Row
from deals.generated.chance import DAY
from deals.generated.frame import Frame
from deals.generated.words import COUNT_QUALIFIERS, KINDS_OF_SOURCES, PUBLISHERS, WRITTEN
from deals.models import FigureEdition, ReportedFigure, Source
from deals.models.derived import figure_columns
from deals.money import MAX_AMOUNT

PROJECTS_OF_A_SOURCE = 12


class Evidence:
    def __init__(self, batches: Batches, frame: Frame):
        self.batches, self.chance, self.seed = batches, frame.chance, frame.seed
        self.count = 0

    def sources(self, edition: Row, projects: int) -> list[Row]:
        """What tells of the edition and its projects; the last one came a year or two later."""
        day = edition.ends_on or edition.day
        made: list[Row] = []
        for _each in range(projects // PROJECTS_OF_A_SOURCE + 1):
            copied = made[-1] if made and self.chance.true(0.1) else None
            day_of_it = day + DAY * self.chance.below(5)
            made.append(self._source(f"What {edition.slug} agreed", edition, day_of_it, copied))
        later = self.chance.later(day, 700)
        return [*made, self._source(f"What became of {edition.slug}", edition, later, None)]

    def _source(self, title: str, edition: Row, day, copied: Row | None) -> Row:
        self.count += 1
        slug = f"source-g{self.seed}n{self.count}"
        chinese = edition.location.path.startswith("china/")
        return self.batches.new(
            Source,
            slug=slug,
            url=f"https://news.example/{day:%Y/%m}/{slug}",
            publisher=self.chance.one_of(PUBLISHERS),
            title=title,
            published_on=day,
            language="zh" if chinese else "en",
            kind=self.chance.one_of(KINDS_OF_SOURCES),
            copy_of_id=copied and copied.id,
        )

    def figures(self, edition: Row, projects: list[Row], sources: list[Row]) -> None:
        """More than the itemised projects, as reports say; of small editions nothing."""
        if len(projects) < 2:
            return
        invested = sum(project.invested_cny_low or 0 for project in projects)
        self._figure(edition, sources[0], "projects", _round(len(projects) * 1.2), "")
        if invested:
            value = min(_round(invested * 1.3), MAX_AMOUNT)
            self._figure(edition, sources[0], "investment", value, "CNY")

    def _figure(self, edition, source, metric, value, currency) -> None:
        qualifier = self.chance.one_of(COUNT_QUALIFIERS)
        figure = self.batches.new(
            ReportedFigure,
            ref=f"{edition.slug}-{metric}",
            metric=metric,
            value=value,
            currency=currency,
            qualifier=qualifier,
            source_id=source.id,
            as_written=f"{WRITTEN[qualifier]}{value:,} {currency or metric}".strip(),
            preferred=True,
        )
        vars(figure).update(figure_columns(figure, [edition.slug]))
        self.batches.add(FigureEdition, 0, figure.id, edition.id)


def _round(value: float) -> int:
    """Upwards to three digits."""
    unit = 10 ** max(len(str(int(value))) - 3, 0)
    return -int(-value // unit) * unit
