"""Made-up projects with their money, events and sources, edition by edition."""

from collections.abc import Callable

from deals.generated.batches import Batches, Row
from deals.generated.evidence import Evidence
from deals.generated.frame import Frame
from deals.generated.money import Money
from deals.generated.words import (
    COMMITMENT_BAG,
    COUNT_QUALIFIERS,
    CURRENCIES,
    FATES,
    LAST_DAY,
    PHASES,
    PRECISIONS,
    PRODUCTS,
    WORKS,
)
from deals.models import (
    Project,
    ProjectAmount,
    ProjectInvestor,
    ProjectSource,
    Rates,
    StatusEvent,
)
from deals.models.derived import amount_rows, investors_of, project_columns
from deals.vocabulary import STATUSES

# Up the ladder to the last step; what was given up was signed before.
STEPS = {status: STATUSES[1 : STATUSES.index(status) + 1] for status in STATUSES[:4]}
STEPS |= {status: ("signed", status) for status in STATUSES[4:]}
CAPACITIES = (1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500)
JOBS, OUTPUT_DOLLARS = 300, 60_000_000


class Projects:
    def __init__(self, batches: Batches, frame: Frame):
        self.batches, self.frame, self.chance = batches, frame, frame.chance
        self.rates = Rates.for_editions(frame.editions, CURRENCIES)
        self.money = Money(batches, frame, self.rates)
        self.evidence = Evidence(batches, frame)
        self.number = 0
        # Some of the projects so far, for those that continue one.
        self.earlier: list[Row] = []

    def store(self, progress: Callable) -> None:
        for edition, wanted in zip(self.frame.editions, self.frame.shares, strict=True):
            sources = self.evidence.sources(edition, wanted)
            made = [self._project(edition, sources) for _each in range(wanted)]
            self.evidence.figures(edition, made, sources)
            self.batches.write_if_many()
            progress(self.number)

    def _project(self, edition: Row, sources: list[Row]) -> Row:
        self.number += 1
        chance, home = self.chance, edition.conference
        place = self.frame.place_near(home.home)
        sector = chance.one_of(home.sectors) if chance.true(0.8) else self._any_sector()
        source = chance.favourite(sources[:-1])
        known = edition.starts_on
        project = self.batches.new(
            Project,
            ref=f"g{self.frame.seed}n{self.number}",
            edition=edition,
            edition_id=edition.id,
            **self._names(place),
            location=place,
            location_id=place and place.id,
            sector=sector,
            sector_id=sector and sector.id,
            commitment=chance.one_of(COMMITMENT_BAG),
            status="signed" if chance.true(0.4) else "announced",
            signed_on=known if known and chance.true(0.25) else None,
            source_id=source.id,
            drafted={"investments": [], "status_events": []},
        )
        self._link(project)
        self._numbers(project)
        self.money.invest(project)
        if chance.true(0.35):
            self._events(project, sources)
        if chance.true(0.15):
            self._further_source(project, sources)
        self._derive(project)
        return project

    def _any_sector(self) -> Row | None:
        return None if self.chance.true(0.1) else self.chance.favourite(self.frame.sectors)

    def _names(self, place: Row | None) -> dict[str, str]:
        chance = self.chance
        made, made_zh, unit, unit_zh = chance.favourite(PRODUCTS)
        (work, work_zh), (phase, phase_zh) = chance.one_of(WORKS), chance.one_of(PHASES)
        size, where = chance.one_of(CAPACITIES), place.name if place and chance.true(0.5) else ""
        name = f"{where} {size} {unit} {made} {work}{phase}".strip()
        if not (place and place.path.startswith("china/")) and not chance.true(0.15):
            return {"name": name}
        local = (
            f"{place.name_zh if where else ''}年产{size}{unit_zh}{made_zh}{work_zh}项目{phase_zh}"
        )
        return {"name": name, "name_local": local, "local_lang": "zh"}

    def _link(self, project: Row) -> None:
        """One in a hundred signs an earlier project again, or enlarges it."""
        if self.earlier and self.chance.true(0.012):
            project.continues_id = self.chance.one_of(self.earlier).id
            project.resigns_only = self.chance.true(0.5)
        elif self.chance.true(0.02):
            self.earlier.append(project)

    def _numbers(self, project: Row) -> None:
        chance = self.chance
        if chance.true(0.3):
            project.jobs = chance.rounded(JOBS, 1.2)
            project.jobs_qualifier = chance.one_of(COUNT_QUALIFIERS)
        if chance.true(0.15):
            currency = self.money.currency_of(project)
            project.output_value = self.money.amount(OUTPUT_DOLLARS, currency)
            project.output_currency = currency
            project.output_qualifier = chance.one_of(COUNT_QUALIFIERS)

    def _events(self, project: Row, sources: list[Row]) -> None:
        """Some of the steps to where it stands, the last one told by a later source."""
        chance, day = self.chance, project.signed_on or project.edition.day
        for step in STEPS[chance.one_of(FATES)]:
            day = chance.later(day, 500)
            if day > LAST_DAY:
                break
            told = step == "signed" or chance.true(0.9)
            self._event(project, step, day if told else None, sources[-1])

    def _event(self, project, status, day, source) -> None:
        precision = self.chance.one_of(PRECISIONS) if day else ""
        event = self.batches.new(
            StatusEvent,
            project_id=project.id,
            status=status,
            on=_known(day, precision),
            precision=precision,
            source_id=source.id,
        )
        project.drafted["status_events"].append(event)

    def _further_source(self, project: Row, sources: list[Row]) -> None:
        other = self.chance.one_of(sources)
        if other.id != project.source_id:
            self.batches.add(ProjectSource, 0, project.id, other.id)

    def _derive(self, project: Row) -> None:
        """By the product's own rules."""
        vars(project).update(project_columns(project, self.rates, self.frame.places))
        for currency, (low, high, bound) in amount_rows(project).items():
            self.batches.add(ProjectAmount, project.id, currency, low, high, bound)
        for position, investor in enumerate(investors_of(project)):
            self.batches.add(ProjectInvestor, project.id, investor.id, position)


def _known(day, precision):
    """The day as it is stored: the first of its month or year, where no more is known."""
    if precision == "month":
        return day.replace(day=1)
    return day.replace(day=1, month=1) if precision == "year" else day
