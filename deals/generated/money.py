"""Made-up investments: log-normal amounts in several currencies, with every doubt there is."""

from deals.generated.batches import Batches, Row
from deals.generated.frame import Frame
from deals.generated.words import CURRENCIES, CURRENCY_OF, QUALIFIERS, WRITTEN
from deals.models import Investment, InvestmentInvestor, Rates
from deals.models.derived import converted
from deals.money import MAX_AMOUNT

MEDIAN_DOLLARS, SPREAD = 60_000_000, 1.7
LARGEST = MAX_AMOUNT // 1000


class Money:
    def __init__(self, batches: Batches, frame: Frame, rates: Rates):
        self.batches, self.frame, self.chance, self.rates = batches, frame, frame.chance, rates

    def currency_of(self, project: Row) -> str:
        """That of its country, dollars, or any other."""
        draw = self.chance.number()
        if draw < 0.7 and project.location:
            return CURRENCY_OF.get(project.location.path.partition("/")[0], "USD")
        return "USD" if draw < 0.93 else self.chance.one_of(list(CURRENCIES))

    def amount(self, median_dollars: int, currency: str) -> int:
        median = median_dollars * CURRENCIES[currency]
        return min(self.chance.rounded(median, SPREAD), LARGEST)

    def invest(self, project: Row) -> None:
        """None for one in twelve projects, one for most, up to three."""
        draw = self.chance.number()
        for _each in range(0 if draw < 0.08 else 1 if draw < 0.9 else 2 if draw < 0.97 else 3):
            self._investment(project)

    def _investment(self, project: Row) -> None:
        stated = {} if self.chance.true(0.22) else self._stated(project)
        investment = self.batches.new(Investment, project_id=project.id, **stated)
        investment.drafted = {"investor_links": self._investors(investment)}
        vars(investment).update(converted(investment, project, self.rates))
        project.drafted["investments"].append(investment)

    def _stated(self, project: Row) -> dict:
        currency, qualifier = self.currency_of(project), self.chance.one_of(QUALIFIERS)
        amount = self.amount(MEDIAN_DOLLARS, currency)
        stated = {"amount": amount, "currency": currency, "qualifier": qualifier}
        written = f"{currency} {amount:,}"
        if qualifier == "range":
            stated["amount_max"] = amount * (2 + self.chance.below(4)) // 2 + 1
            written += f" and {stated['amount_max']:,}"
        return stated | {"as_written": WRITTEN[qualifier] + written}

    def _investors(self, investment: Row) -> list[Row]:
        draw = self.chance.number()
        wanted = (
            0 if draw < 0.06 else 1 if draw < 0.65 else 2 if draw < 0.9 else 3 + int(draw > 0.97)
        )
        organizations = self.frame.organizations
        found = {o.id: o for o in (self.chance.favourite(organizations) for _ in range(wanted))}
        return [
            self.batches.new(
                InvestmentInvestor,
                investment_id=investment.id,
                organization=organization,
                organization_id=key,
                position=position,
            )
            for position, (key, organization) in enumerate(found.items())
        ]
