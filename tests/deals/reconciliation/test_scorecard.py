"""Scorecards: remainders with what is itemised there, coverage of ranges, places."""

import datetime
from decimal import Decimal

import pytest

from deals.models import Location
from deals.reconciliation import Money, coverage, of_edition, of_place
from tests import factories as make

MILLION = 10**6


@pytest.fixture
def china(db):
    return make.create_country(slug="china")


@pytest.fixture
def edition(db):
    return make.create_edition(slug="fair-2024", year=2024)


def invested(edition, value, **fields):
    fields = {"metric": "investment", "currency": "CNY", "preferred": True} | fields
    return make.create_figure(editions=[edition], value=value, **fields)


def investment_of(edition):
    return next(m for m in of_edition(edition).metrics if m.metric == "investment")


def test_what_lies_outside_the_parts_is_itemised_too(edition, china):
    yibin, hefei = (make.create_place(parent=china, slug=slug) for slug in ("yibin", "hefei"))
    whole = invested(edition, 100 * MILLION)
    invested(edition, 60 * MILLION, of_which=whole, location=yibin)
    for place in (yibin, hefei, None):
        make.create_project(edition=edition, location=place, amount=10 * MILLION)
    rest = investment_of(edition).remainder
    assert rest.money.value == 40 * MILLION
    assert (rest.itemised.value, rest.itemised.without_scope) == (10 * MILLION, 1)
    assert rest.itemised.coverage.share == Decimal("0.25")


def test_parts_of_the_same_whole_in_two_sources_are_taken_together(edition, china):
    places = [make.create_place(parent=china) for _each in range(2)]
    whole = invested(edition, 100)
    again = invested(edition, 100, preferred=False)
    invested(edition, 30, of_which=whole, location=places[0])
    invested(edition, 20, of_which=again, location=places[1])
    rest = investment_of(edition).remainder
    assert (rest.money.value, rest.whole.ref, len(rest.parts)) == (50, whole.ref, 2)


def test_a_part_in_words_is_not_subtracted_and_says_why(edition, china):
    whole = invested(edition, 100)
    invested(edition, 30, of_which=whole, location=china)
    words = invested(edition, 20, of_which=whole, scope_note="the large ones")
    rest = investment_of(edition).remainder
    assert rest.money.value == 70
    assert [(part.ref, why) for part, why in rest.not_taken] == [(words.ref, "scope-in-words")]


def test_a_place_and_a_sector_together_are_a_scope(edition, china):
    sector = make.create_sector()
    invested(edition, 100, location=china, sector=sector)
    make.create_project(edition=edition, location=china, sector=sector, amount=40)
    make.create_project(edition=edition, location=china, amount=7)
    [line] = investment_of(edition).parts
    assert (line.itemised.value, line.itemised.coverage.share) == (40, Decimal("0.4"))


@pytest.mark.parametrize(
    ("reported", "itemised", "shares"),
    [
        (Money(50, "CNY", "range", 100), (20, 20, "exact"), ("0.2", "0.4", "range")),
        (Money(100, "CNY", "exact"), (20, 40, "range"), ("0.2", "0.4", "range")),
        (Money(100, "CNY", "more_than"), (20, 20, "exact"), ("0.2", None, "up_to")),
        (Money(100, "CNY", "about"), (20, 40, "range"), ("0.2", None, "about")),
    ],
)
def test_a_range_on_either_side_gives_two_shares(reported, itemised, shares):
    found = coverage(*itemised, reported)
    assert (found.share, found.share_max, found.bound) == (
        Decimal(shares[0]),
        shares[1] and Decimal(shares[1]),
        shares[2],
    )


def test_nothing_is_a_share_of_nothing():
    assert coverage(1, 1, "exact", Money(0, "CNY", "exact")) is None


def test_a_place_has_a_card_for_each_edition(edition, china):
    yibin = make.create_place(parent=china, slug="yibin")
    later = make.create_edition(slug="fair-2025", year=2025, conference=edition.conference)
    invested(edition, 100, location=china)
    invested(later, 200, location=china)
    invested(later, 5, location=yibin)
    make.create_project(edition=edition, location=yibin, amount=30)
    make.create_project(edition=edition, amount=9)
    cards, _evidence = of_place(china)
    assert [card.edition.slug for card in cards] == ["fair-2025", "fair-2024"]
    assert [card.metrics[0].whole.itemised.value for card in cards] == [None, 30]


def test_a_figure_over_two_editions_stands_once_on_a_place(edition, china):
    later = make.create_edition(slug="fair-2025", year=2025, conference=edition.conference)
    both = make.create_figure(editions=[edition, later], location=china, preferred=True)
    [card], _evidence = of_place(china)
    assert (card.edition.slug, [f.ref for f in card.spanning]) == ("fair-2025", [both.ref])


def test_the_places_of_the_starter_data(starter):
    [card], _evidence = of_place(Location.objects.get(slug="yibin"))
    found = {m.metric: m.whole.figure.value for m in card.metrics}
    assert (found["projects"], found["investment"]) == (133, 84_550_000_000)


# As known on a day


@pytest.fixture
def early_and_late(edition):
    """A paper says 90 in March, the organisers say 95 in May; a blog without a date says 99."""
    days = {"paper": datetime.date(2024, 3, 1), "organisers": datetime.date(2024, 5, 1)}
    sources = {
        "paper": make.create_source(slug="paper", published_on=days["paper"]),
        "organisers": make.create_source(
            slug="organisers", kind="official", published_on=days["organisers"]
        ),
        "blog": make.create_source(slug="blog"),
    }
    for (slug, source), value in zip(sources.items(), (90, 95, 99), strict=True):
        preferred = slug == "organisers"
        invested(edition, value, ref=f"of-{slug}", source=source, preferred=preferred)
        make.create_project(edition=edition, source=source, amount=value)
    return edition


@pytest.mark.parametrize(
    ("day", "headline", "itemised"),
    [("2024-02-01", None, None), ("2024-03-01", 90, 90), ("2024-05-01", 95, 185)],
)
def test_a_day_knows_what_had_been_published(early_and_late, day, headline, itemised):
    card = of_edition(early_and_late, as_of=datetime.date.fromisoformat(day))
    lines = [metric.whole for metric in card.metrics]
    assert [line.figure.value for line in lines] == ([headline] if headline else [])
    assert card.totals.investment.low == itemised
    assert [source.slug for source in card.evidence.undated_sources] == ["blog"]


def test_the_preferred_figure_is_chosen_again_and_not_saved(early_and_late):
    card = of_edition(early_and_late, as_of=datetime.date(2024, 3, 1))
    assert card.evidence.chosen_anew == {"of-paper": "of-organisers"}
    assert [f.ref for f in card.evidence.later] == ["of-organisers"]
    assert of_edition(early_and_late).metrics[0].whole.figure.ref == "of-organisers"


def test_a_conversion_of_another_source_or_of_a_later_day_is_no_pair(edition):
    now, later = (
        make.create_source(published_on=datetime.date(2024, month, 1)) for month in (3, 5)
    )
    yuan = invested(edition, 700, source=now)
    for source in (now, later):
        invested(edition, 100, source=source, currency="USD", equivalent_of=yuan, preferred=False)
    [card] = [m for m in of_edition(edition, "USD").metrics if m.currency == "CNY"]
    assert (card.whole.shown.basis, card.whole.shown.pair.source) == ("pair", now)
    yuan.equivalents.filter(source=now).update(source=later)
    [card] = [m for m in of_edition(edition, "USD").metrics if m.currency == "CNY"]
    assert card.whole.shown.basis == "none"
