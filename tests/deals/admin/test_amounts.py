"""Amounts and dates are typed as people write them."""

import datetime

import pytest

from deals.models import Edition, Investment, Project, ReportedFigure
from tests import factories as make


@pytest.fixture
def investment(db):
    project = make.create_project()
    return make.create_investment(project=project, amount=10**9, currency="CNY", qualifier="exact")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95.25亿", 9_525_000_000),
        ("95.25bn", 95_250_000_000),
        ("95,250,000,000", 95_250_000_000),
        ("９５．２５亿", 9_525_000_000),
        (" 1 500 crore", 15_000_000_000),
    ],
)
def test_an_amount_is_stored_in_whole_units(text, value, investment, open_page):
    page = open_page(investment)
    assert page.save(amount=text), page.errors
    investment.refresh_from_db()
    assert (investment.amount, investment.currency) == (value, "CNY")


def test_the_page_then_shows_it_in_full(investment, open_page):
    open_page(investment).save(amount="95.25bn")
    page = open_page(investment)
    assert page.values["amount"] == "95250000000"
    assert "CN¥95.25bn = 95,250,000,000" in page.text
    assert 'inputmode="decimal"' in page.text
    assert "As written: 95.25bn" in page.text


def test_currency_and_hedge_fill_the_fields_beside_it(open_page):
    page = open_page(Investment)
    project = make.create_project()
    assert page.save(project=project.pk, amount="more than Rs 1,500 crore"), page.errors
    stored = Investment.objects.get()
    assert (stored.amount, stored.currency) == (15_000_000_000, "INR")
    assert stored.qualifier == "more_than"


def test_a_range_fills_both_ends(open_page):
    page = open_page(Investment)
    assert page.save(project=make.create_project().pk, amount="US$ 5-7 billion"), page.errors
    stored = Investment.objects.get()
    assert (stored.amount, stored.amount_max) == (5 * 10**9, 7 * 10**9)
    assert (stored.currency, stored.qualifier) == ("USD", "range")


def test_a_hedge_takes_over_a_qualifier_that_was_left_at_exact(investment, open_page):
    assert open_page(investment).save(amount="nearly 95.25bn")
    investment.refresh_from_db()
    assert investment.qualifier == "nearly"


def test_a_hedge_alone_is_a_change(investment, open_page):
    assert open_page(investment).save(amount="about 1bn")
    investment.refresh_from_db()
    assert (investment.amount, investment.qualifier) == (10**9, "about")


def test_a_number_without_hedge_leaves_the_chosen_qualifier(investment, open_page):
    assert open_page(investment).save(amount="2bn", qualifier="about")
    investment.refresh_from_db()
    assert (investment.amount, investment.qualifier) == (2 * 10**9, "about")


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"amount": "95.25亿亿"}, "“95.25亿亿” is not an amount. Write 95.25亿 or 95.25bn."),
        ({"amount": "1.234"}, "“1.234” can be 1234 (European) or 1.234 (English)."),
        ({"amount": "US$13bn"}, "“US$13bn” says USD, but the field beside it says CNY."),
        (
            {"amount": "about 13bn", "qualifier": "up_to"},
            "“about 13bn” says “About”, but the field beside it says “Up to (≤)”.",
        ),
        ({"amount": "5-7bn", "amount_max": "8bn"}, "“5-7bn” says 7,000,000,000, but the field"),
        ({"amount": "0"}, "greater than or equal to 1"),
        ({"amount_max": "up to 7bn"}, "cannot be kept here"),
        ({"amount_max": "5-7bn"}, "is a range, and this is one value"),
    ],
    ids=["no amount", "ambiguous", "currency", "qualifier", "upper end", "zero", "hedge", "range"],
)
def test_what_cannot_be_is_said_beside_the_field(posted, message, investment, open_page):
    page = open_page(investment)
    assert not page.save(**posted)
    field = next(name for name in posted if name.startswith("amount"))
    assert message in page.errors[field][0]
    assert page.values[field] == posted[field]
    investment.refresh_from_db()
    assert investment.amount == 10**9


def test_a_bare_sign_means_the_currency_beside_it(investment, open_page):
    assert open_page(investment).save(amount="¥2bn")
    page = open_page(investment)
    assert page.save(amount="$3bn", currency="AUD"), page.errors
    investment.refresh_from_db()
    assert (investment.amount, investment.currency) == (3 * 10**9, "AUD")


def test_a_count_takes_a_hedge_and_no_money(open_page):
    project = make.create_project()
    page = open_page(project)
    assert not page.save(jobs="$500")
    assert "is money, and this is a count" in page.errors["jobs"][0]
    assert page.save(jobs="more than 20,000 jobs"), page.errors
    project.refresh_from_db()
    assert (project.jobs, project.jobs_qualifier) == (20_000, "more_than")


def test_rounding_is_said(investment, open_page, client):
    page = open_page(investment)
    assert page.save(amount="95.5")
    assert "“95.5” was rounded to 96" in open_page(investment).text


def test_rows_of_an_edition_take_them_too(open_page):
    edition, source = make.create_edition(), make.create_source()
    page = open_page(edition)
    page.add_row(
        "figures", metric="investment", value="近3000亿元", as_written="x", source=source.pk
    )
    page.add_row("figures", metric="jobs", value="2.5万个", as_written="y", source=source.pk)
    assert page.save(), page.errors
    money, jobs = ReportedFigure.objects.order_by("metric")
    assert (money.value, money.currency, money.qualifier) == (300 * 10**9, "CNY", "nearly")
    assert (jobs.value, jobs.currency, jobs.qualifier) == (25_000, "", "exact")


def test_an_event_keeps_no_hedge(open_page):
    page = open_page(make.create_project())
    source = make.create_source()
    amount = {"invested_amount": "about €5bn"}
    page.add_row("status_events", status="operating", source=source.pk, **amount)
    assert not page.save()
    assert "cannot be kept here" in page.errors["status_events-0-invested_amount"][0]


@pytest.mark.parametrize("text", ["2024-09-01", "2024年9月1日", "1 September 2024", "2024/9/1"])
def test_a_date_is_typed_as_people_write_it(text, open_page):
    edition = make.create_edition()
    assert open_page(edition).save(starts_on=text)
    assert Edition.objects.get().starts_on == datetime.date(2024, 9, 1)


def test_a_date_that_can_be_two_is_refused(open_page):
    page = open_page(make.create_project())
    assert not page.save(signed_on="03/04/2024")
    assert "2024-03-04 or 2024-04-03" in page.errors["signed_on"][0]
    assert Project.objects.get().signed_on is None


# Lost updates


def test_another_way_to_write_the_same_amount_is_no_change(investment, open_page):
    mine, theirs = open_page(investment), open_page(investment)
    assert theirs.save(as_written="theirs")
    assert mine.save(amount="1bn"), mine.errors
    investment.refresh_from_db()
    assert (investment.amount, investment.as_written) == (10**9, "theirs")


def test_the_second_of_two_amounts_is_shown_as_typed(investment, open_page):
    mine, theirs = open_page(investment), open_page(investment)
    assert theirs.save(amount="2bn")
    assert not mine.save(amount="about 3bn")
    (difference,) = mine.response.context["adminform"].form.differences
    assert (difference.stored, difference.yours) == ("2000000000", "about 3bn")
    assert mine.save()
    investment.refresh_from_db()
    assert (investment.amount, investment.qualifier) == (3 * 10**9, "about")
