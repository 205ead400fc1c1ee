"""What an editor does at random, by the forms of the admin and by the functions behind them.

Each deed of `DEEDS` takes an `Editor` and does one thing, which the product may refuse. `Nothing`
is raised where there is nothing to do it to.
"""

import csv
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.urls import reverse
from openpyxl import Workbook

from deals import bulk, imports, merging
from deals.admin.imports.preview import may_be_imported
from deals.models import (
    Action,
    Conference,
    Edition,
    ExchangeRate,
    FigureEdition,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Peg,
    Project,
    ProjectSource,
    ReportedFigure,
    Sector,
    Source,
    StatusEvent,
    write,
)
from deals.undo import CannotUndo, undo
from deals.vocabulary import COMMITMENTS, STATUSES
from tests import factories as make
from tests.attacks import doing

YEARS = (2023, 2024, 2025)
MONTHS = (3, 5, 9)
CURRENCIES = ("CNY", "USD", "EUR", "SAR", "IDR", "CHF")  # of CHF there are no rates at first
PRINTED = ("0.0001", "0.3", "1", "1.1", "3", "7.8", "655.957", "17000")
AMOUNTS = (1, 2, 3, 7, 1_500_000, 95_250_000_000, 9 * 10**15 - 1, 9 * 10**15)
QUALIFIERS = ("exact", "about", "more_than", "nearly", "at_least", "range")
MOST_PROJECTS, MOST_FORMS = 24, 3
TOGETHER = 4  # edits that are one rule: else there would be few others
NAMED = (Conference, Location, Sector, Organization)
ANYTHING = (Project, Investment, StatusEvent, InvestmentInvestor, ReportedFigure, *NAMED, Edition)
BY_FORMS = "of these kinds by forms"
MERGED = (Project, Organization, Location)
DIFFERENT = re.compile('name="_different" value="([^"]*)"')


class Nothing(Exception):
    """There is nothing to do it to."""


class Refused(Exception):
    """The product said no, in words, and nothing is stored."""


REFUSALS = (
    *(ValidationError, ProtectedError, CannotUndo, merging.Outdated, bulk.Newer),
    Refused,
)


class Editor:
    """Chooses by `dice`, a `random.Random`; records by their place, never by their keys.

    So the same dice do the same, whatever was stored and rolled back before.
    """

    def __init__(self, client):
        self.client, self.user = client, User.objects.get(username="administrator")
        self.made = self.forms = self.articles = 0
        self.dice, self.did = None, ""
        self.given_up: set[tuple[str, str]] = set()

    def fresh(self, word: str) -> str:
        self.made += 1
        return f"{word}{self.made}"

    def some(self, records):
        """A record of the model, or of the query set."""
        rows = records.objects.all() if isinstance(records, type) else records
        rows = rows.order_by("pk")
        count = rows.count()
        if not count:
            raise Nothing
        return rows[self.dice.randrange(count)]

    def maybe(self, records):
        return self.some(records) if self.dice.random() < 0.7 else None

    def day(self):
        return datetime.date(self.dice.choice(YEARS), self.dice.choice(MONTHS), 1)

    def money(self):
        qualifier = self.dice.choice(QUALIFIERS)
        low, high = sorted(self.dice.choices(AMOUNTS, k=2))
        top = high if qualifier == "range" else None
        currency = self.dice.choice(CURRENCIES)
        return {"amount": low, "amount_max": top, "currency": currency, "qualifier": qualifier}

    def some_money(self):
        """Or none: not disclosed."""
        none = {"amount": None, "amount_max": None, "currency": "", "qualifier": ""}
        return self.money() if self.dice.random() < 0.8 else none

    def change(self, record, **values):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()

    def page(self, name: str, *args, query=""):
        from tests.deals.admin.conftest import Page

        return Page(self.client, reverse(f"admin:deals_{name}", args=args) + query)


def one_of(among: list[Callable[[Editor], None]]) -> Callable[[Editor], None]:
    """Does one of them."""

    def do(editor: Editor):
        chosen = editor.dice.choice(among)
        editor.did = f" {chosen.__name__}"
        chosen(editor)

    return do


def a_form(editor: Editor) -> None:
    """A form costs as much as ten other edits, so there are few."""
    editor.forms += 1
    if editor.forms > MOST_FORMS:
        raise Nothing
    one_of(FORMS)(editor)


@dataclass(frozen=True)
class Deed:
    """`counted` names what it is in the tally."""

    name: str
    counted: str
    do: Callable[[Editor], None]


DEEDS: dict[str, Deed] = {}


def deed(counted):
    def keep(function):
        DEEDS[function.__name__] = Deed(function.__name__, counted, function)
        return function

    return keep


EDITS: list[Callable[[Editor], None]] = []
FORMS: list[Callable[[Editor], None]] = []
IMPORTS: list[Callable[[Editor], None]] = []


def edit(function):
    """One edit, as the admin saves: within one write, in the name of the editor."""

    def do(editor: Editor):
        with write(kind="edit", user=editor.user, why=function.__name__):
            function(editor)

    do.__name__ = function.__name__
    EDITS.append(do)
    return function


def once(rows: models.QuerySet) -> None:
    """The forms offer no second link of the same two records."""
    if rows.exists():
        raise Nothing


# Edits


@edit
def add_project(editor):
    if Project.objects.count() >= MOST_PROJECTS:
        raise Nothing
    continues = editor.maybe(Project)
    project = make.create_project(
        ref=editor.fresh("p"),
        name=f"{editor.fresh('Works')} of steel",
        edition=editor.some(Edition),
        location=editor.maybe(Location),
        sector=editor.maybe(Sector),
        source=editor.some(Source),
        continues=continues,
        resigns_only=continues is not None and editor.dice.random() < 0.5,
        commitment=editor.dice.choice(COMMITMENTS),
        jobs=editor.dice.choice([None, 1, 700, 9 * 10**15]),
    )
    for _each in range(editor.dice.choice([0, 1, 1, 2])):
        investors = [editor.some(Organization)]
        make.create_investment(project=project, investors=investors, **_amounts(editor))


def _amounts(editor):
    """For a factory, to which an amount that is not given is one that is not disclosed."""
    money = editor.some_money()
    return money if money["amount"] else {}


@edit
def add_investment(editor):
    investors = [editor.some(Organization)] if editor.dice.random() < 0.7 else []
    make.create_investment(project=editor.some(Project), investors=investors, **_amounts(editor))


@edit
def change_money(editor):
    editor.change(editor.some(Investment), **editor.some_money())


@edit
def move_investment(editor):
    editor.change(editor.some(Investment), project=editor.some(Project))


@edit
def add_investor(editor):
    investment, organization = editor.some(Investment), editor.some(Organization)
    once(investment.investor_links.filter(organization=organization))
    InvestmentInvestor(investment=investment, organization=organization, position=3).save()


@edit
def move_investor(editor):
    link, investment = editor.some(InvestmentInvestor), editor.some(Investment)
    once(investment.investor_links.filter(organization=link.organization))
    editor.change(link, investment=investment)


@edit
def drop_investor(editor):
    editor.some(InvestmentInvestor).delete()


@edit
def add_event(editor):
    on = editor.dice.choice([None, editor.day()])
    status = editor.dice.choice(STATUSES)
    make.create_event(
        project=editor.some(Project), status=status, on=on, source=editor.some(Source)
    )


@edit
def move_event(editor):
    editor.change(editor.some(StatusEvent), project=editor.some(Project))


@edit
def change_event(editor):
    editor.change(editor.some(StatusEvent), status=editor.dice.choice(STATUSES))


@edit
def change_project(editor):
    """What sums and filters look at."""
    output = editor.dice.choice([None, 5, 9 * 10**15])
    worth = {"output_currency": editor.dice.choice(CURRENCIES), "output_qualifier": "about"}
    worth = worth if output else {"output_currency": "", "output_qualifier": ""}
    jobs = editor.dice.choice([None, 1, 3_000])
    editor.change(
        editor.some(Project),
        status=editor.dice.choice(STATUSES),
        signed_on=editor.dice.choice([None, editor.day()]),
        jobs=jobs,
        jobs_qualifier="more_than" if jobs else "",
        output_value=output,
        **worth,
    )


@edit
def move_project(editor):
    editor.change(
        editor.some(Project),
        edition=editor.some(Edition),
        location=editor.maybe(Location),
        sector=editor.maybe(Sector),
        source=editor.some(Source),
    )


@edit
def sign_again(editor):
    continues = editor.maybe(Project)
    again = continues is not None and editor.dice.random() < 0.7
    editor.change(editor.some(Project), continues=continues, resigns_only=again)


@edit
def add_source(editor):
    project, source = editor.some(Project), editor.some(Source)
    once(project.source_links.filter(source=source))
    ProjectSource(project=project, source=source, position=1).save()


@edit
def change_source(editor):
    editor.change(editor.some(Source), published_on=editor.dice.choice([None, editor.day()]))


@edit
def change_dates(editor):
    """Of an edition: by them amounts are converted, and what has no date of its own is sorted."""
    edition = editor.some(Edition)
    first = editor.dice.choice([None, *(datetime.date(edition.year, m, 1) for m in MONTHS)])
    last = editor.dice.choice([None, datetime.date(edition.year, 12, 1)])
    editor.change(edition, starts_on=first, ends_on=last)


@edit
def change_year(editor):
    editor.change(
        editor.some(Edition), year=editor.dice.choice(YEARS), starts_on=None, ends_on=None
    )


@edit
def move_edition(editor):
    """To another conference."""
    editor.change(editor.some(Edition), conference=editor.some(Conference))


@edit
def rename(editor):
    record = editor.some(editor.dice.choice(NAMED))
    editor.change(record, name=f"{editor.fresh('Name')} Ltd")


@edit
def move_place(editor):
    place, parent = editor.some(Location), editor.some(Location)
    editor.change(place, parent=parent if place.kind != "country" else None)


@edit
def change_address(editor):
    """As a script may: the admin enters addresses once."""
    record = editor.some(editor.dice.choice([Location, Edition, Conference]))
    kind, address = record._meta.model_name, editor.fresh("moved-")
    editor.given_up |= {(kind, record.slug), (kind, address)}
    editor.change(record, slug=address)


@edit
def add_figure(editor):
    make.create_figure(
        ref=editor.fresh("f"),
        editions=[editor.some(Edition)],
        metric=editor.dice.choice(["projects", "jobs"]),
        value=editor.dice.choice(AMOUNTS),
        location=editor.maybe(Location),
        source=editor.some(Source),
        preferred=editor.dice.random() < 0.5,
    )


@edit
def move_figure(editor):
    link, edition = editor.some(FigureEdition), editor.some(Edition)
    once(link.figure.edition_links.filter(edition=edition))
    editor.change(link, edition=edition)


@edit
def change_rate(editor):
    editor.change(editor.some(ExchangeRate), per_eur=Decimal(editor.dice.choice(PRINTED)))


@edit
def add_rate(editor):
    currency = editor.dice.choice([c for c in CURRENCIES if c != "EUR"])
    make.create_rates(on=editor.day(), **{currency: editor.dice.choice(PRINTED)})


@edit
def drop_rate(editor):
    editor.some(ExchangeRate).delete()


@edit
def change_peg(editor):
    editor.change(editor.some(Peg), units=Decimal(editor.dice.choice(PRINTED)))


@edit
def delete(editor):
    """Anything, with what hangs on it; the product says no where others refer to it."""
    editor.some(editor.dice.choice(ANYTHING)).delete()


@edit
def several_at_once(editor):
    for each in (change_dates, change_money, move_project, rename, add_event):
        each(editor)


@deed("bulk edits")
def change_many(editor):
    keys = [editor.some(Project).pk for _each in range(4)]
    columns = {
        "status": lambda: editor.dice.choice(STATUSES),
        "sector_id": lambda: editor.some(Sector).pk,
        "location_id": lambda: editor.some(Location).pk,
    }
    names = editor.dice.sample(sorted(columns), 2)
    selection = bulk.select(Project.objects.filter(pk__in=keys))
    bulk.change(selection, {name: columns[name]() for name in names}, user=editor.user)


# By the forms


@FORMS.append
def create_by_form(editor):
    page = editor.page("project_add")
    money = {name: value or "" for name, value in editor.money().items()}
    page.add_row("investments", **money)
    on = editor.day()
    page.add_row(
        "status_events", status="signed", on=on, precision="day", source=editor.some(Source).pk
    )
    _save(
        page,
        name=f"{editor.fresh('Factory')} by a form",
        edition=editor.some(Edition).pk,
        source=editor.some(Source).pk,
        jobs="1,200",
    )


@FORMS.append
def change_by_form(editor):
    record = editor.some(editor.dice.choice([Project, Edition, Organization, Location]))
    page = editor.page(f"{record._meta.model_name}_change", record.pk)
    values = {
        Project: lambda: {"sector": editor.some(Sector).pk, "jobs": "5", "jobs_qualifier": "about"},
        Edition: lambda: {"starts_on": datetime.date(record.year, 5, 1), "ends_on": ""},
    }
    named = lambda: {"name": f"{editor.fresh('Called')} anew"}  # noqa: E731 - as those above
    _save(page, **values.get(type(record), named)())


def _save(page, **values):
    """Who is asked whether two are the same, says no."""
    if page.save(**values):
        return
    asked = DIFFERENT.search(page.text)
    if not asked or not page.save(_different=asked[1]):
        raise Refused(doing.errors_in(page.text))


@FORMS.append
def delete_by_form(editor):
    """Some projects at once, from the list."""
    keys = [editor.some(Project).pk for _each in range(2)]
    posted = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    address = reverse("admin:deals_project_changelist")
    _moved_on(editor.client.post(address, posted))
    if Project.objects.filter(pk__in=keys).exists():
        raise Refused("Other records refer to these")


def _moved_on(response):
    if response.status_code >= 500:
        raise AssertionError(f"{response.status_code}: {response.content[:300]}")
    if response.status_code != 302:
        raise Refused(doing.errors_in(response.content.decode()))


@deed("articles")
def read_article(editor):
    editor.articles += 1
    if editor.articles > 1:
        raise Nothing
    doing.article(lambda: None, "administrator")


# Merges and undos


@deed("merges")
def merge(editor):
    model = editor.dice.choice(MERGED)
    kept, lost = editor.some(model), editor.some(model)
    if kept == lost:
        raise Nothing
    plan = merging.proposed(kept, lost)
    for name in plan.values:
        plan.values[name] = editor.dice.choice([merging.KEPT, merging.LOST])
    expected = merging.rehearse(plan).totals
    merging.merge(plan, fingerprint=plan.fingerprint(), user=editor.user)
    assert merging.totals(plan.kept) == expected, "the rehearsal of a merge said something else"


@FORMS.append
def merge_by_form(editor):
    model = editor.dice.choice(MERGED)
    kept, lost = editor.some(model), editor.some(model)
    if kept == lost:
        raise Nothing
    page = editor.page(f"{model._meta.model_name}_merge", query=f"?a={kept.pk}&b={lost.pk}")
    page.read(editor.client.post(page.address, page.values | {"_preview": "1"}))
    if "fingerprint" not in page.values:
        from tests.deals.admin.conftest import Form

        page.values = Form(page.text).values
    _moved_on(editor.client.post(page.address, page.values | {"_merge": "1"}))


def _undoable() -> models.QuerySet:
    return Action.objects.filter(undone_by=None)


@deed("undos")
def undo_latest(editor):
    latest = _undoable().order_by("-pk").first()
    if latest is None:
        raise Nothing
    undo(latest, user=editor.user)


@deed("undos")
def undo_any(editor):
    undo(editor.some(_undoable()), user=editor.user)


@deed("undos")
def undo_import(editor):
    undo(editor.some(_undoable().filter(kind="import")), user=editor.user)


@deed("undos")
def undo_merge(editor):
    undo(editor.some(_undoable().filter(kind="merge")), user=editor.user)


@FORMS.append
def undo_by_form(editor):
    action = _undoable().order_by("-pk").first()
    if action is None:
        raise Nothing
    address = reverse("admin:deals_action_undo", args=[action.pk])
    _moved_on(editor.client.post(address, {"why": "by a form"}))


# Imports

COLUMNS = ("ref", "name", "edition", "location", "investors", "amount", "currency", "source")


@IMPORTS.append
def import_new(editor):
    if Project.objects.count() >= MOST_PROJECTS:
        raise Nothing
    _import(editor, [_new_row(editor) for _each in range(editor.dice.randrange(1, 4))])


@IMPORTS.append
def import_changes(editor):
    rows = {row["ref"]: row for row in [_changed_row(editor) for _each in range(3)]}
    _import(editor, list(rows.values()))


@IMPORTS.append
def import_both(editor):
    _import(editor, [_new_row(editor), _changed_row(editor)])


def _new_row(editor) -> dict:
    place, investor = editor.maybe(Location), editor.dice.random()
    return {
        "name": f"{editor.fresh('Sheet')} of a sheet",
        "edition": editor.some(Edition).slug,
        "location": place.slug if place else "",
        "investors": editor.some(Organization).slug if investor < 0.5 else editor.fresh("Investor"),
        "amount": editor.dice.choice(AMOUNTS),
        "currency": editor.dice.choice(CURRENCIES),
        "source": editor.some(Source).slug,
    }


def _changed_row(editor) -> dict:
    project = editor.some(Project)
    name = editor.fresh("Other") + " name" if editor.dice.random() < 0.5 else project.name
    edition, source = editor.some(Edition).slug, editor.some(Source).slug
    return {"ref": project.ref, "name": name, "edition": edition, "source": source}


def _import(editor, rows: list[dict]):
    """From the upload to its end, as the pages do."""
    columns = [name for name in COLUMNS if any(name in row for row in rows)]
    cells = [[str(row.get(name, "")) for name in columns] for row in rows]
    as_book = editor.dice.random() < 0.3
    content = _book(columns, *cells) if as_book else _sheet(columns, *cells)
    choices = imports.Choices(create_organizations=True, numbers="en")
    name = "deals.xlsx" if as_book else "deals.csv"
    run = imports.begin(content, file_name=name, user=editor.user, choices=choices)
    imports.work_on(run, imports.check)
    if not may_be_imported(run):
        raise Refused(f"{run.message} {run.faults} {run.counts}")
    imports.start_writing(run)
    if run.state != "done":
        raise Refused(run.message)


def _sheet(*rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _book(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.title = "Projects"
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


# The rules of a history

for _start in range(0, len(EDITS), TOGETHER):
    _name = f"edit_{_start // TOGETHER}"
    DEEDS[_name] = Deed(_name, "edits", one_of(EDITS[_start : _start + TOGETHER]))
DEEDS["import_sheet"] = Deed("import_sheet", "imports", one_of(IMPORTS))
DEEDS["use_form"] = Deed("use_form", BY_FORMS, a_form)


# Where they begin


def a_small_world():
    """Conferences with projects in three currencies, a place in another, rates of some days."""
    for year in YEARS:
        for month in MONTHS:
            make.create_rates(on=datetime.date(year, month, 1), USD="1.1", CNY="7.8", IDR="17000")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")
    for number, year in enumerate(YEARS):
        country = make.create_country(slug=f"country-{number}", name=f"Country{number}")
        city = make.create_place(parent=country, slug=f"city-{number}", name=f"City{number}")
        district = {"slug": f"district-{number}", "name": f"District{number}", "kind": "district"}
        make.create_place(parent=city, **district)
        conference = make.create_conference(slug=f"fair-{number}", name=f"Fair{number}")
        edition = make.create_edition(
            conference=conference,
            slug=f"fair-{number}-{year}",
            label=str(year),
            year=year,
            starts_on=datetime.date(year, 5, 1) if number else None,
        )
        source = make.create_source(
            slug=f"paper-{number}", published_on=datetime.date(year, 5, 2) if number else None
        )
        project = make.create_project(
            ref=f"first-{number}",
            name=f"Plant{number} of cells",
            edition=edition,
            location=city,
            sector=make.create_sector(slug=f"sector-{number}", name=f"Sector{number}"),
            investors=[make.create_organization(slug=f"firm-{number}", name=f"Firm{number}")],
            source=source,
            amount=5_000_000 + number,
            currency=CURRENCIES[number],
        )
        make.create_event(project=project, status="signed")
        make.create_figure(ref=f"figure-{number}", editions=[edition], source=source)
