"""Conversion against values computed by hand from the ECB's real rates; and loading those."""

import datetime
from decimal import Decimal

import pytest

from deals import rates
from deals.models import DataVersion, Edition, ExchangeRate, Peg, Rate, Rates
from tests import factories as make

pytestmark = pytest.mark.django_db

SUNDAY = datetime.date(2024, 9, 1)
FRIDAY = datetime.date(2024, 8, 30)


@pytest.fixture
def real_rates():
    """The ECB's of 30 August 2024 and 2 September 2024."""
    make.create_rates(on=FRIDAY, USD="1.1087", CNY="7.8585", GBP="0.8412")
    make.create_rates(on=datetime.date(2024, 9, 2), USD="1.1061", CNY="7.8677", GBP="0.84218")
    make.create_peg(currency="SAR", anchor="USD", units="3.75")


@pytest.mark.parametrize(
    ("amount", "source", "target", "expected"),
    [
        (13_400_000_000, "USD", "CNY", 94_979_615_766),  # × 7.8585 / 1.1087 = × 7.0880310273…
        (95_250_000_000, "CNY", "USD", 13_438_146_593),
        (4_000_000_000, "EUR", "CNY", 31_434_000_000),
        (450_000_000, "SAR", "CNY", 850_563_723),  # / 3.75 × 7.0880310273…
        (450_000_000, "SAR", "USD", 120_000_000),
        (95_250_000_000, "CNY", "CNY", 95_250_000_000),
        (1, "CNY", "USD", 0),
        (9 * 10**15, "GBP", "CNY", 84_078_102_710_413_695),
    ],
    ids=lambda value: str(value),
)
def test_amounts_of_a_conference_that_opens_on_a_sunday(
    amount, source, target, expected, real_rates
):
    edition = make.create_edition(starts_on=SUNDAY, ends_on=datetime.date(2024, 9, 2))
    assert Rates().between(source, target, edition).convert(amount) == expected


def test_the_rate_names_its_day_and_pegs(real_rates):
    rate = Rates().between("SAR", "CNY", make.create_edition(starts_on=SUNDAY))
    assert (rate.date, rate.year, rate.pegs) == (FRIDAY, None, ("SAR",))


def test_the_last_day_counts_where_only_that_is_known(real_rates):
    edition = make.create_edition(ends_on=datetime.date(2024, 9, 3))
    assert Rates().between("USD", "CNY", edition).date == datetime.date(2024, 9, 2)


@pytest.mark.parametrize(("days", "found"), [(0, True), (10, True), (11, False), (-1, False)])
def test_a_rate_is_at_most_ten_days_old(days, found):
    make.create_rates(on=FRIDAY, USD="1.1087", CNY="7.8585")
    edition = make.create_edition(starts_on=FRIDAY + datetime.timedelta(days))
    assert (Rates().between("USD", "CNY", edition) is not None) is found


def test_both_currencies_come_from_one_day():
    make.create_rates(on=FRIDAY, USD="1.1", CNY="7.7")
    make.create_rates(on=SUNDAY, USD="1.2")
    edition = make.create_edition(starts_on=SUNDAY)
    assert Rates().between("USD", "CNY", edition).factor == Decimal(7)


def test_a_year_alone_takes_the_mean_of_the_daily_crosses():
    make.create_rates(on=datetime.date(2024, 1, 2), USD="1", CNY="7")
    make.create_rates(on=datetime.date(2024, 7, 2), USD="2", CNY="16")
    make.create_rates(on=datetime.date(2024, 7, 3), USD="3")  # no cross on this day
    make.create_rates(on=datetime.date(2025, 1, 2), USD="1", CNY="100")
    rate = Rates().between("USD", "CNY", make.create_edition(year=2024))
    assert (rate.factor, rate.date, rate.year) == (Decimal("7.5"), None, 2024)


def test_no_rate_is_none_not_one():
    edition = make.create_edition(starts_on=SUNDAY)
    assert Rates().between("IDR", "CNY", edition) is None


@pytest.mark.parametrize(
    ("day", "found"), [(datetime.date(2024, 8, 31), None), (SUNDAY, Decimal(5))]
)
def test_a_peg_counts_from_its_first_day(day, found):
    make.create_peg(currency="AED", anchor="EUR", units="0.2", since=SUNDAY)
    rate = Rates().between("AED", "EUR", make.create_edition(starts_on=day))
    assert (rate and rate.factor) == found


@pytest.mark.parametrize(
    ("amount", "factor", "expected"),
    [(1, "0.5", 0), (3, "0.5", 2), (5, "0.5", 2), (1, "0.51", 1), (None, "2", None)],
)
def test_rounding_is_half_to_even_and_once(amount, factor, expected):
    assert Rate("XAF", "EUR", Decimal(factor), SUNDAY, None).convert(amount) == expected


def test_the_whole_file_of_the_ecb_is_loaded_once():
    assert rates.load_rates() == 221_702
    version = DataVersion.objects.get().number
    assert (rates.load_rates(), DataVersion.objects.get().number) == (0, version)
    friday = dict(ExchangeRate.objects.filter(date=FRIDAY).values_list("currency", "per_eur"))
    assert (friday["USD"], friday["CNY"]) == (Decimal("1.1087"), Decimal("7.8585"))
    edition = make.create_edition(starts_on=SUNDAY)
    assert round(Rates().between("USD", "CNY", edition).factor, 4) == Decimal("7.0880")


def test_missing_rates_alone_are_added():
    one_day = {"currencies": ["USD"], "since": datetime.date(2026, 10, 29)}
    assert (rates.load_rates(**one_day), rates.load_rates(**one_day)) == (2, 0)
    ExchangeRate.objects.filter(date=datetime.date(2026, 10, 30)).delete()
    assert rates.load_rates(**one_day) == 1


def test_pegs_are_loaded_once_with_their_sources():
    assert (rates.load_pegs(), rates.load_pegs()) == (7, 0)
    assert Peg.objects.get(currency="SAR").units == Decimal("3.75")
    assert not Peg.objects.filter(source="").exists()


@pytest.mark.usefixtures("real_rates")
def test_what_was_fetched_is_not_asked_for_again(django_assert_num_queries):
    early = make.create_edition(starts_on=SUNDAY)
    late = make.create_edition(starts_on=datetime.date(2024, 9, 3))
    expected = [Rates().between("SAR", "CNY", edition) for edition in (early, late)]
    rates = Rates()
    for edition in (early, late):
        rates.fetch([edition], ["SAR", ""])
    with django_assert_num_queries(0):
        rates.fetch([late, early], ["USD"])
        assert [rates.between("SAR", "CNY", edition) for edition in (early, late)] == expected


@pytest.mark.parametrize("many", [2, 60])
def test_days_far_apart_are_fetched_at_once(many, django_assert_num_queries):
    days = [datetime.date(1999 + n // 3, 1 + 4 * (n % 3), 15) for n in range(many)]
    for n, day in enumerate(days, 1):
        make.create_rates(on=day, USD="1", CNY=str(n))
    editions = [Edition(year=day.year, starts_on=day) for day in days]
    with django_assert_num_queries(2):  # of pegs and of rates
        rates = Rates.for_editions(editions, ["USD"])
        found = [rates.between("USD", "CNY", edition).factor for edition in editions]
    assert found == list(range(1, many + 1))
