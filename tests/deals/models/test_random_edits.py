"""After any sequence of edits, no derived column is stale."""

import datetime
import random
from decimal import Decimal

import pytest

from deals.checks import problems
from deals.models import (
    Conference,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
    ReportedFigure,
    Sector,
    StatusEvent,
    write,
)
from deals.vocabulary import STATUSES
from tests import factories as make

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2024, month, 1) for month in (3, 5, 9)]
CURRENCIES = ["CNY", "USD", "EUR", "SAR", "IDR"]


class Editor:
    """Edits at random, the same way for the same seed."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def some(self, model):
        return model.objects.order_by("pk")[self.dice.randrange(model.objects.count())]

    def amount(self):
        return self.dice.choice([None, 1, 95_250_000_000, 9 * 10**15])

    def money(self):
        qualifier = self.dice.choice(["exact", "about", "more_than", "nearly", "range"])
        amount = self.amount()
        top = amount if qualifier == "range" else None
        currency = self.dice.choice(CURRENCIES)
        return {"amount": amount, "currency": currency, "qualifier": qualifier, "amount_max": top}

    def alter(self, model, **fields):
        record = self.some(model)
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()

    def edit(self, without=""):
        name = self.dice.choice(EDITS)
        if name != without:
            getattr(self, name)()

    def add_project(self):
        continues = self.dice.choice([None, self.some(Project)])
        make.create_project(
            edition=self.some(Edition),
            location=self.some(Location),
            sector=self.some(Sector),
            investors=[self.some(Organization)],
            continues=continues,
            resigns_only=continues is not None and self.dice.random() < 0.5,
            **self.money(),
        )

    def add_investment(self):
        make.create_investment(
            project=self.some(Project), investors=[self.some(Organization)], **self.money()
        )

    def move_investment(self):
        self.alter(Investment, project=self.some(Project))

    def move_investor(self):
        link = self.some(InvestmentInvestor)
        goal = self.some(Investment)
        if not goal.investor_links.filter(organization=link.organization).exists():
            link.investment = goal
            link.save()

    def drop_investment(self):
        if Investment.objects.count() > 3:
            self.some(Investment).delete()

    def drop_investors(self):
        self.some(Investment).investor_links.all().delete()
        self.add_investment()

    def add_event(self):
        on = self.dice.choice([None, *DAYS])
        make.create_event(project=self.some(Project), status=self.dice.choice(STATUSES), on=on)

    def move_event(self):
        self.alter(StatusEvent, project=self.some(Project))

    def move_edition(self):
        self.alter(Edition, starts_on=self.dice.choice([None, *DAYS]))

    def rename_edition(self):
        self.alter(Edition, slug=make.fresh("renamed"))

    def rename(self):
        model = self.dice.choice([Conference, Location, Sector, Organization])
        self.alter(model, name=make.fresh("Name"))

    def move_place(self):
        place, parent = self.some(Location), self.some(Location)
        if place.kind == "city" and parent.kind != "city":
            place.parent, place.slug = parent, make.fresh("moved")
            place.save()

    def rename_country(self):
        country = self.dice.choice(Location.objects.filter(kind="country").order_by("pk"))
        country.slug = make.fresh("land")
        country.save()

    def move_figure(self):
        link = self.some(FigureEdition)
        goal = self.some(ReportedFigure)
        if not goal.edition_links.filter(edition=link.edition).exists():
            make.create_figure(editions=[self.some(Edition)])
            if link.figure.edition_links.count() > 1:
                link.figure = goal
                link.save()

    def change_rate(self):
        self.alter(ExchangeRate, per_eur=Decimal(self.dice.randint(1, 900)).scaleb(-2))

    def several_at_once(self):
        with write():
            self.add_project()
            self.move_edition()
            self.add_event()


VERBS = ("add_", "move_", "drop_", "rename", "change_", "several_")
EDITS = sorted(name for name in vars(Editor) if name.startswith(VERBS))


def a_small_world():
    for day in DAYS:
        make.create_rates(on=day, USD="1.1", CNY="7.8")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")
    for day in DAYS:
        project = make.create_project(
            edition=make.create_edition(starts_on=day),
            location=make.create_place(),
            sector=make.create_sector(),
            investors=[make.create_organization()],
            amount=5,
        )
        make.create_event(project=project, status="signed")
        make.create_figure(editions=[project.edition, make.create_edition()])


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_stale_after_random_edits(seed):
    a_small_world()
    editor = Editor(seed)
    for _each in range(30):
        editor.edit()
    assert list(problems()) == []
