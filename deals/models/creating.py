"""Storing many new projects at once, with what hangs on them and with their derived columns.

`derived.renew` would read each of them back and write it again. Here the same rules fill the
columns before the rows are first written.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from deals.models.bulk import Row, new_keys, row_type, store_rows, store_values
from deals.models.conferences import Edition
from deals.models.derived import (
    AMOUNT_COLUMNS,
    INVESTOR_COLUMNS,
    amount_rows_of,
    assign,
    converted,
    investor_rows,
    places_on,
    project_columns,
)
from deals.models.places import Location
from deals.models.projects import (
    Investment,
    InvestmentInvestor,
    Project,
    ProjectAmount,
    ProjectInvestor,
)
from deals.models.rates import Rates
from deals.models.search_index import index_new
from deals.models.sectors import Organization, Sector
from deals.models.standing import stand_first
from deals.models.version import Change


@dataclass
class Draft:
    """A project that is to be stored, its investment, and its investors' keys.

    `investment` is None where neither an amount nor an investor is stated. Both, and the `links`
    that the creator makes, are rows of `Creator.new`.
    """

    project: Row
    investment: Row | None = None
    investors: tuple[int, ...] = ()
    links: list[Row] = field(default_factory=list)


class Creator:
    """Stores drafts batch by batch; what they name is read once."""

    def __init__(self, change: Change, moment: datetime.datetime):
        self.change, self.rates = change, Rates()
        made = (Organization, Project, Investment, InvestmentInvestor)
        self._types = {model: row_type(model, moment) for model in made}
        self._records: dict[tuple, object] = {}
        self._paths: set[str] = set()
        self._places: dict[str, Location] = {}

    def new(self, model, **values) -> Row:
        """A record to be stored, as yet without a key."""
        return self._types[model](**values)

    def store(self, model, records: list[Row]) -> None:
        """Give them their keys and write them."""
        self._give_keys(model, records)
        self._write(model, records)

    def create(self, drafts: list[Draft]) -> None:
        projects = [draft.project for draft in drafts]
        investments = [draft.investment for draft in drafts if draft.investment]
        self._give_keys(Project, projects)
        self._give_keys(Investment, investments)
        self._join(drafts)
        self._derive(drafts)
        self._write(Project, projects)
        self._write(Investment, investments)
        self.store(InvestmentInvestor, [link for draft in drafts for link in draft.links])
        self._write_rows(ProjectAmount, AMOUNT_COLUMNS, amount_rows_of, projects)
        self._write_rows(ProjectInvestor, INVESTOR_COLUMNS, investor_rows, projects)
        index_new(Project, ((project.pk, project.search) for project in projects))
        stand_first([project.pk for project in projects], self.change.sums)

    def _derive(self, drafts: list[Draft]) -> None:
        places = self._places_around(drafts)
        self._fetch_rates(drafts)
        for draft in drafts:
            if draft.investment:
                assign(draft.investment, converted(draft.investment, draft.project, self.rates))
            assign(draft.project, project_columns(draft.project, self.rates, places))

    def _places_around(self, drafts: list[Draft]) -> dict[str, Location]:
        """As `places_on`; what was read for earlier drafts is among them."""
        paths = {draft.project.location.path for draft in drafts if draft.project.location}
        if new := paths - self._paths:
            self._paths |= new
            self._places |= places_on(new)
        return self._places

    def _fetch_rates(self, drafts: list[Draft]) -> None:
        investments = [draft.investment for draft in drafts if draft.investment]
        currencies = {investment.currency for investment in investments}
        currencies |= {draft.project.output_currency for draft in drafts}
        self.rates.fetch([draft.project.edition for draft in drafts], currencies)

    def _give_keys(self, model, records: list[Row]) -> None:
        for record, key in zip(records, new_keys(model, len(records)), strict=True):
            record.id = record.pk = key

    def _write(self, model, records: list[Row]) -> None:
        store_rows(model, records)
        self.change.note_created(model, [record.pk for record in records])

    def _write_rows(self, model, columns, rows_of, projects: list[Row]) -> None:
        store_values(model, columns, [row for project in projects for row in rows_of(project)])

    def _join(self, drafts: list[Draft]) -> None:
        """Give each project the records that it names, as if they had been fetched with it."""
        self._fetch(Edition.objects.select_related("conference"), drafts, "edition_id")
        self._fetch(Location.objects, drafts, "location_id")
        self._fetch(Sector.objects, drafts, "sector_id")
        keys = {key for draft in drafts for key in draft.investors}
        self._read(Organization.objects, keys)
        for draft in drafts:
            self._join_investors(draft)

    def _fetch(self, rows, drafts: list[Draft], name: str) -> None:
        self._read(rows, {getattr(draft.project, name) for draft in drafts} - {None})
        for draft in drafts:
            record = self._records.get((rows.model, getattr(draft.project, name)))
            setattr(draft.project, name.removesuffix("_id"), record)

    def _read(self, rows, keys: Iterable[int]) -> None:
        missing = [key for key in keys if (rows.model, key) not in self._records]
        if missing:
            found = rows.in_bulk(missing)
            self._records |= {(rows.model, key): record for key, record in found.items()}

    def _join_investors(self, draft: Draft) -> None:
        project, investment = draft.project, draft.investment
        project.drafted = {"investments": [], "status_events": []}
        if investment is None:
            return
        investment.project_id = project.pk
        project.drafted["investments"] = [investment]
        draft.links = [
            self.new(
                InvestmentInvestor,
                investment_id=investment.pk,
                organization_id=key,
                organization=self._records[Organization, key],
                position=position,
            )
            for position, key in enumerate(draft.investors)
        ]
        investment.drafted = {"investor_links": draft.links}
