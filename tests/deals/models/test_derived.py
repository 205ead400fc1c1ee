"""Derived columns: their rules, and that each change renews them in its own transaction."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from deals import stats
from deals.models import ExchangeRate, FigureEdition, Investment, ProjectAmount, write
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 9, 1)


def columns(project, *names):
    project.refresh_from_db()
    return tuple(getattr(project, name) for name in names)


def money(project):
    return columns(project, "invested_cny_low", "invested_cny_high", "amount_bound")


@pytest.fixture
def edition():
    make.create_rates(on=DAY, USD="1", CNY="7")
    return make.create_edition(starts_on=DAY, year=2024)


# The rules


def test_a_project_adds_its_investments_in_both_currencies(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    make.create_investment(project=project, amount=14, currency="CNY")
    assert columns(project, "invested_cny_low", "invested_usd_low", "disclosed") == (84, 12, True)


@pytest.mark.parametrize(
    ("qualifiers", "bound"),
    [
        (["exact"], "exact"),
        (["nearly"], "nearly"),
        (["nearly", "exact"], "up_to"),
        (["more_than", "at_least"], "more_than"),
        (["more_than", "up_to"], "about"),
        (["exact", None], "at_least"),
        (["up_to", None], "about"),
        ([None], ""),
    ],
    ids=str,
)
def test_the_bound_of_a_project(qualifiers, bound):
    project = make.create_project()
    for qualifier in qualifiers:
        known = {"amount": 5, "qualifier": qualifier} if qualifier else {}
        make.create_investment(project=project, **known)
    assert columns(project, "amount_bound") == (bound,)


def test_a_range_keeps_its_two_ends():
    project = make.create_project(amount=5, amount_max=9, qualifier="range")
    assert money(project) == (5, 9, "range")


def test_an_undisclosed_amount_is_unknown_not_zero():
    project = make.create_project(investors=[make.create_organization()])
    assert columns(project, "invested_cny_low", "disclosed") == (None, False)
    assert not ProjectAmount.objects.exists()


def test_a_project_that_is_only_signed_again_adds_nothing():
    first = make.create_project(amount=10)
    again = make.create_project(amount=10, continues=first, resigns_only=True)
    assert money(again) == (None, None, "")
    totals = stats.totals(stats.everything())
    assert (totals.investment.low, totals.projects, totals.resigned) == (10, 2, 1)


def test_a_sequel_adds_only_what_it_brings_itself():
    first = make.create_project(amount=10)
    make.create_project(amount=3, continues=first)
    assert stats.totals(stats.everything()).investment.low == 13


def test_an_amount_without_rate_is_marked_and_counted(edition):
    project = make.create_project(edition=edition, amount=5, currency="IDR")
    assert columns(project, "invested_cny_low", "unconverted_cny", "disclosed") == (
        None,
        True,
        True,
    )
    assert stats.totals(stats.everything()).investment.unconverted == 1


@pytest.mark.parametrize(
    ("signed_on", "starts_on", "date"),
    [
        (datetime.date(2024, 10, 1), DAY, datetime.date(2024, 10, 1)),
        (None, DAY, DAY),
        (None, None, datetime.date(2024, 1, 1)),
    ],
    ids=["signature", "first day", "year"],
)
def test_the_date_of_a_project(signed_on, starts_on, date):
    edition = make.create_edition(year=2024, starts_on=starts_on)
    project = make.create_project(edition=edition, signed_on=signed_on)
    assert columns(project, "date", "year") == (date, 2024)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "suspended"),
        ([("signed", None)], "signed"),
        ([("operating", DAY), ("signed", datetime.date(2023, 1, 1))], "operating"),
        ([("signed", DAY), ("announced", DAY)], "signed"),
        ([("cancelled", None), ("signed", DAY)], "signed"),
    ],
    ids=["none", "undated", "latest", "same day", "undated is earlier"],
)
def test_the_status_is_that_of_the_latest_event(events, status):
    project = make.create_project(status="suspended")
    for word, on in events:
        make.create_event(project=project, status=word, on=on)
    assert columns(project, "status") == (status,)


# Each change renews what depends on it


def test_a_changed_amount(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    investment = project.investments.get()
    investment.amount = 20
    investment.save()
    assert money(project) == (140, 140, "exact")


def test_a_changed_date_of_the_edition(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    make.create_rates(on=DAY + datetime.timedelta(30), USD="1", CNY="8")
    edition.starts_on = DAY + datetime.timedelta(30)
    edition.save()
    assert columns(project, "invested_cny_low", "date") == (80, edition.starts_on)


def test_a_changed_rate(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    rate = ExchangeRate.objects.get(currency="CNY")
    rate.per_eur = 9
    rate.save()
    assert money(project)[0] == 90
    rate.delete()
    assert columns(project, "invested_cny_low", "unconverted_cny") == (None, True)


def test_a_new_peg(edition):
    project = make.create_project(edition=edition, amount=375, currency="SAR")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")
    assert money(project)[0] == 700


def test_a_changed_name_of_anything_it_is_found_by():
    country = make.create_country(name="Old land")
    project = make.create_project(
        location=make.create_place(parent=country, name="Old town"),
        sector=make.create_sector(name="Old trade"),
        investors=[make.create_organization(name="Old firm")],
        edition=make.create_edition(conference=make.create_conference(name="Old fair")),
    )
    found = [project.location, project.sector, project.edition.conference, country]
    for record in [*found, project.investments.get().investors.get()]:
        record.name = record.name.replace("Old", "New")
        record.save()
    (text,) = columns(project, "search")
    assert "old" not in text
    assert all(word in text for word in ("land", "town", "trade", "firm", "fair"))


def test_a_new_slug_of_a_region_renames_the_paths_inside():
    region = make.create_place(slug="sichuan", kind="region", name="Sichuan")
    city = make.create_place(parent=region, slug="yibin")
    project = make.create_project(location=city)
    region.slug, region.name = "shu", "Shu"
    region.save()
    city.refresh_from_db()
    assert city.path.endswith("/shu/yibin/")
    assert "shu" in columns(project, "search")[0]


def test_a_parent_that_moved_meanwhile():
    region = make.create_place(kind="region")
    city = make.create_place(parent=type(region).objects.get(pk=region.pk))
    region.parent = make.create_country(slug="elsewhere")
    region.save()
    city.save()
    assert city.path.startswith("elsewhere/")


def test_what_moves_to_another_project_leaves_the_first():
    first, second = make.create_project(amount=10), make.create_project()
    event = make.create_event(project=first, status="signed", on=DAY)
    make.create_event(project=first, status="announced")
    investment = first.investments.get()
    for record in (event, investment):
        record.project = second
        record.save()
    assert columns(first, "invested_cny_low", "status") == (None, "announced")
    assert columns(second, "invested_cny_low", "status") == (10, "signed")


def test_deleted_in_bulk_counts_as_deleted():
    project = make.create_project(amount=10, investors=[make.create_organization()])
    project.investments.get().investor_links.all().delete()
    assert not project.investor_links.exists()
    Investment.objects.all().delete()
    assert money(project) == (None, None, "")


def test_an_organization_can_go_in_the_write_that_frees_it():
    project = make.create_project(investors=[make.create_organization()])
    with write():
        link = project.investments.get().investor_links.get()
        link.delete()
        link.organization.delete()
    assert not project.investor_links.exists()


def test_the_list_of_investors_holds_each_once_in_order():
    one, two = make.create_organization(), make.create_organization()
    project = make.create_project(investors=[two, one])
    make.create_investment(project=project, investors=[one])
    links = project.investor_links.order_by("position")
    assert [link.organization for link in links] == [two, one]


# Figures


def test_figures_of_one_statement_share_a_group():
    edition, place = make.create_edition(), make.create_country()
    one, two, other = (
        make.create_figure(editions=[edition], scope_note=note, location=place)
        for note in ("Signed  ABROAD", "signed abroad", "signed at home")
    )
    assert one.group_key == two.group_key != other.group_key
    assert one.edition_count == 1


def test_the_group_follows_the_editions_and_their_slugs():
    edition, second = make.create_edition(slug="a-2024"), make.create_edition(slug="b-2024")
    figure = make.create_figure(editions=[edition])
    FigureEdition(figure=figure, edition=second).save()
    second.slug = "c-2024"
    second.save()
    figure.refresh_from_db()
    assert figure.group_key.startswith("a-2024+c-2024|")
    assert figure.edition_count == 2


def test_a_second_preferred_figure_is_refused_in_words():
    edition = make.create_edition()
    make.create_figure(editions=[edition], ref="f-one", preferred=True)
    with pytest.raises(ValidationError, match="f-one is preferred"):
        make.create_figure(editions=[edition], preferred=True)


def test_the_preferred_figure_can_change():
    edition = make.create_edition()
    first = make.create_figure(editions=[edition], preferred=True)
    second = make.create_figure(editions=[edition])
    with write():
        for figure, preferred in ((first, False), (second, True)):
            figure.preferred = preferred
            figure.save()
    second.refresh_from_db()
    assert second.preferred


def test_a_project_with_one_amount_that_no_rate_converts_has_no_converted_sum(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    make.create_investment(project=project, amount=14, currency="KZT")
    assert columns(project, "invested_cny_low", "unconverted_cny") == (None, True)


def test_deleting_rates_converts_anew(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    ExchangeRate.objects.filter(currency="CNY").delete()
    assert columns(project, "invested_cny_low", "unconverted_cny") == (None, True)


def test_a_secret_amount_makes_each_currency_a_lower_bound(edition):
    project = make.create_project(edition=edition, amount=10, currency="USD")
    make.create_investment(project=project)
    assert [row.bound for row in project.amounts.all()] == ["at_least"]


@pytest.mark.parametrize("change", [{"amount": 9 * 10**15}, {"output_value": 9 * 10**15}], ids=str)
def test_a_rate_that_makes_numbers_no_column_holds_is_refused_in_words(edition, change):
    """It was an OverflowError, and an answer 400 without a form."""
    project = make.create_project(edition=edition, currency="USD", **change)
    rate = ExchangeRate.objects.get(currency="CNY")
    rate.per_eur = "9000"
    before = columns(project, "version", "invested_cny_low")
    if "output_value" in change:
        project.output_currency = "USD"
        project.save()
        before = columns(project, "version", "invested_cny_low")
    with pytest.raises(ValidationError, match="“A plant” are too large to store"):
        rate.save()
    assert columns(project, "version", "invested_cny_low") == before
    assert ExchangeRate.objects.get(currency="CNY").per_eur == 7
