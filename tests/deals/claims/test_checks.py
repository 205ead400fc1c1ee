"""Each check fires on the fault that it is for, and is silent on the corrected twin."""

import datetime

import pytest

from deals import claims
from deals.claims import CHECKS
from deals.models import ReportedFigure
from deals.vocabulary import CHECK_EXPLANATIONS, CHECK_LABELS
from tests import factories as make

pytestmark = pytest.mark.django_db

BN = 10**9
DAY = datetime.date(2024, 9, 1)
MONEY = {"metric": "investment", "currency": "CNY"}


@pytest.fixture
def edition():
    return make.create_edition(conference=make.create_conference(), year=2024, starts_on=DAY)


def report(edition, value, **fields):
    return make.create_figure(editions=[edition], value=value, **fields)


def found():
    """(code, severity, refs) of all findings."""
    return [(f.code, f.severity, f.subject.split()) for f in claims.everywhere()]


def codes():
    return {finding.code for finding in claims.everywhere()}


def change(figure, **fields):
    for name, value in fields.items():
        setattr(figure, name, value)
    figure.save()


def test_a_part_above_its_whole(edition):
    whole = report(edition, 133, ref="f1", as_written="133 projects")
    part = report(edition, 137, ref="f2", of_which=whole, scope_note="Yibin", as_written="137")
    assert found() == [("part-above-whole", "warning", ["f1", "f2"])]
    assert "“Yibin” is 137 (A paper), above its whole of 133" in claims.everywhere()[0].text
    change(part, value=133, as_written="133")
    assert found() == []


def test_a_part_above_a_whole_that_is_a_lower_bound(edition):
    whole = report(edition, 130, qualifier="more_than", as_written="more than 130")
    report(edition, 137, of_which=whole, scope_note="Yibin")
    [(code, severity, _refs)] = found()
    assert (code, severity) == ("part-above-whole", "note")
    assert "both can hold" in claims.everywhere()[0].text


def test_a_cumulative_figure_against_its_editions(edition):
    before = make.create_edition(conference=edition.conference, year=2023)
    for each, value in ((before, 106), (edition, 95)):
        report(each, value * BN, preferred=True, as_written=f"{value} bn", **MONEY)
    total = make.create_figure(
        editions=[before, edition], ref="f9", value=300 * BN, as_written="300 billion", **MONEY
    )
    [(code, severity, refs)] = found()
    assert (code, severity, refs[-1]) == ("cumulative-differs", "warning", "f9")
    assert "add up to CN¥201bn (CN¥106bn + CN¥95bn)" in claims.everywhere()[0].text
    change(total, value=200 * BN, qualifier="more_than")
    assert found() == []


def test_a_cumulative_figure_waits_for_every_edition(edition):
    before = make.create_edition(conference=edition.conference, year=2023)
    report(edition, 95 * BN, preferred=True, **MONEY)
    make.create_figure(editions=[before, edition], value=300 * BN, **MONEY)
    assert found() == []


def test_who_comes_again_is_not_added_up(edition):
    before = make.create_edition(conference=edition.conference, year=2023)
    for each, value in ((before, 1234), (edition, 1345)):
        report(each, value, metric="exhibitors", preferred=True, as_written=f"{value}")
    both = {"editions": [before, edition], "value": 1987, "as_written": "1,987"}
    together = make.create_figure(metric="exhibitors", **both)
    assert found() == []
    change(together, metric="jobs")
    for figure in ReportedFigure.objects.filter(edition_count=1):
        change(figure, metric="jobs")
    assert codes() == {"cumulative-differs"}


@pytest.mark.parametrize(
    ("total", "terms", "fires"),
    [
        ({"horizon": "at_full_operation"}, {}, False),
        ({}, {"horizon": "by_year:2030"}, False),
        ({"currency": "USD"}, {}, False),
        ({"horizon": "at_signing"}, {}, True),
        ({"horizon": "by_year:2030"}, {"horizon": "by_year:2030"}, True),
    ],
)
def test_only_like_is_compared_with_the_sum(total, terms, fires, edition):
    before = make.create_edition(conference=edition.conference, year=2023)
    for each in (before, edition):
        report(each, 100 * BN, preferred=True, as_written="100 bn", **MONEY | terms)
    both = {"editions": [before, edition], "value": 500 * BN, "as_written": "500 bn"}
    make.create_figure(**both, **MONEY | total)
    assert codes() == ({"cumulative-differs"} if fires else set())


def pair(edition, dollars, words):
    make.create_rates(on=datetime.date(2024, 8, 30), USD="1.1087", CNY="7.8585")
    yuan = report(edition, 95_250_000_000, as_written="95.25 billion yuan", **MONEY)
    fields = MONEY | {"currency": "USD", "equivalent_of": yuan, "as_written": words}
    return report(edition, dollars, **fields)


@pytest.mark.parametrize(
    ("dollars", "words", "severity"),
    [
        (13_400_000_000, "about $13.4 billion", None),  # implies 7.082 to 7.135 around 7.0880
        (13_300_000_000, "$13.3 billion", None),  # within 1%: the rate of another day
        (13_100_000_000, "$13.1 billion", "note"),
        (12_400_000_000, "$12.4 billion", "warning"),
        (1_340_000_000, "$1.34 billion", "warning"),
    ],
)
def test_a_pair_against_the_rate_of_the_day(dollars, words, severity, edition):
    pair(edition, dollars, words)
    assert [(code, how) for code, how, _refs in found()] == (
        [("pair-off-rate", severity)] if severity else []
    )


def test_a_pair_names_what_it_implies_and_the_rate(edition):
    pair(edition, 12_400_000_000, "$12.4 billion")
    [finding] = claims.everywhere()
    assert finding.text.endswith(
        "imply 7.6502 to 7.7130 CNY for 1 USD; the ECB rate of 2024-08-30 is 7.0880."
    )
    assert finding.values["date"] == "2024-08-30"


def test_a_pair_over_several_editions_is_as_old_as_its_source(edition):
    source = make.create_source()
    both = [edition, make.create_edition()]
    make.create_rates(on=DAY, USD="1.10", CNY="7.70")
    yuan = make.create_figure(editions=both, value=7 * BN, as_written="7.0 bn", **MONEY)
    dollars = MONEY | {"currency": "USD", "equivalent_of": yuan, "source": source}
    make.create_figure(editions=both, value=2 * BN, as_written="2.0 bn", **dollars)
    assert found() == []
    source.published_on = DAY
    source.save()
    assert codes() == {"pair-off-rate"}


@pytest.mark.parametrize(
    ("reported", "severity"),
    [
        ({"value": 1000}, "warning"),
        ({"value": 1000, "qualifier": "more_than"}, "note"),
        ({"value": 1000, "qualifier": "about"}, "note"),
        ({"value": 900, "value_max": 1400, "qualifier": "range"}, "warning"),
        ({"value": 900, "value_max": 1500, "qualifier": "range"}, None),
        ({"value": 1500}, None),
        ({"value": 1000, "scope_note": "some of them"}, None),
        ({"value": 1000, "suspect": True}, None),
    ],
)
def test_itemised_above_reported(reported, severity, edition):
    make.create_project(edition=edition, amount=1500)
    make.create_figure(editions=[edition], preferred=True, **MONEY, **reported)
    these = [how for code, how, _refs in found() if code == "itemised-above-reported"]
    assert these == ([severity] if severity else [])


@pytest.mark.parametrize(("metric", "most"), [("projects", 2), ("jobs", 30), ("output_value", 500)])
def test_projects_jobs_and_output_are_compared_too(metric, most, edition):
    for _each in range(2):
        make.create_project(edition=edition, jobs=15, output_value=250)
    currency = "CNY" if metric == "output_value" else ""
    figure = report(edition, most, metric=metric, currency=currency, preferred=True)
    assert found() == []
    change(figure, value=most - 1)
    assert codes() == {"itemised-above-reported"}


def test_itemised_of_a_place_or_a_sector(edition):
    country = make.create_country()
    city, sector = make.create_place(parent=country), make.create_sector()
    make.create_project(edition=edition, location=city, sector=sector)
    make.create_project(edition=edition, location=city)
    at_place = report(edition, 1, location=country, preferred=True)
    report(edition, 1, sector=sector, preferred=True)
    report(edition, 1, location=make.create_country(), preferred=True)
    assert found() == [("itemised-above-reported", "warning", [at_place.ref])]


def test_itemised_in_another_currency_is_converted(edition):
    make.create_rates(on=DAY, USD="1.10", CNY="7.70")
    make.create_project(edition=edition, amount=7 * BN)
    euros = report(edition, 800 * 10**6, metric="investment", currency="EUR", preferred=True)
    assert "Reported, converted: CN¥6.16bn" in claims.everywhere()[0].text
    change(euros, value=900 * 10**6 + 10**7)
    assert found() == []


def test_the_same_number_about_different_things(edition):
    sichuan = make.create_place(kind="region", slug="sichuan", name="Sichuan")
    yibin = make.create_place(parent=sichuan, name="Yibin")
    jobs = {"metric": "jobs", "value": 20_000, "qualifier": "more_than"}
    wide = make.create_figure(editions=[edition], ref="f1", location=sichuan, **jobs)
    narrow = make.create_figure(editions=[edition], ref="f2", location=yibin, **jobs)
    assert found() == [("same-value-other-scope", "note", ["f1", "f2"])]
    assert "Yibin, more than 20,000 (A paper)" in claims.everywhere()[0].text
    change(narrow, of_which=wide)
    assert found() == []


def test_the_same_number_in_one_source_or_a_small_one_is_no_finding(edition):
    one = make.create_source()
    for note in ("first day", "second day"):
        report(edition, 20_000, scope_note=note, source=one, metric="jobs")
        report(edition, 99, scope_note=note)
    assert found() == []


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [
        (("137 projects", 137, "exact"), ("133 projects", 133, "exact"), "warning"),
        (("137 projects", 137, "exact"), ("more than 130", 130, "more_than"), None),
        (("137 projects", 137, "exact"), ("nearly 140", 140, "nearly"), None),
        (("95.25 billion", 9525 * 10**7, "exact"), ("about 95bn", 95 * BN, "about"), None),
        (("484.57 billion", 48457 * 10**7, "exact"), ("484.5 bn", 4845 * 10**8, "exact"), None),
        (("95.25 billion", 9525 * 10**7, "exact"), ("about 90bn", 90 * BN, "about"), "warning"),
    ],
)
def test_different_numbers_for_the_same_thing(first, second, severity, edition):
    for words, value, qualifier in (first, second):
        report(edition, value, as_written=words, qualifier=qualifier)
    assert [(code, how) for code, how, _refs in found()] == (
        [("same-scope-other-value", severity)] if severity else []
    )


def test_where_all_that_dissent_are_suspect_it_is_a_note(edition):
    report(edition, 137, as_written="137"), report(edition, 137, as_written="137")
    misprint = report(edition, 133, as_written="133", suspect=True)
    [(code, severity, refs)] = found()
    assert (code, severity, len(refs)) == ("same-scope-other-value", "note", 3)
    assert "133 (suspect) (A paper)" in claims.everywhere()[0].text
    change(misprint, scope_note="Yibin")
    assert found() == []


def test_a_hedge_lost_in_a_copy_of_a_copy(edition):
    wire = make.create_source()
    paper = make.create_source(copy_of=make.create_source(copy_of=wire))
    jobs = {"metric": "jobs", "value": 20_000, "as_written": "20,000"}
    make.create_figure(editions=[edition], ref="f1", source=wire, qualifier="more_than", **jobs)
    copy = make.create_figure(editions=[edition], ref="f2", source=paper, **jobs)
    assert found() == [("hedge-lost", "warning", ["f1", "f2"])]
    assert "writes 20,000 as if it were exact" in claims.everywhere()[0].text
    change(copy, qualifier="more_than")
    assert found() == []


def test_a_hedge_that_an_independent_source_lacks_is_no_loss(edition):
    report(edition, 20_000, metric="jobs", as_written="20,000", qualifier="more_than")
    report(edition, 20_000, metric="jobs", as_written="20,000", source=make.create_source())
    assert found() == []


def norm(edition, *means):
    """Earlier editions of the conference with ten projects each, of these means in billions."""
    for number, mean in enumerate(means):
        earlier = make.create_edition(conference=edition.conference, year=2010 + number)
        report(earlier, mean * 10 * BN, preferred=True, **MONEY)
        report(earlier, 10, preferred=True)
    report(edition, 10, preferred=True)


@pytest.mark.parametrize(
    ("value", "hint"),
    [(110 * BN, "hundred million"), (90_000, "a “lakh”"), (90 * BN, None), (2 * BN, None)],
)
def test_a_mean_out_of_the_norm(value, hint, edition):
    norm(edition, 1, 1, 1)
    report(edition, value, preferred=True, **MONEY)
    texts = [f.text for f in claims.everywhere() if f.code == "mean-out-of-norm"]
    assert [hint in text for text in texts] == ([True] if hint else [])


def test_one_other_edition_is_no_norm(edition):
    norm(edition, 1)
    report(edition, 110 * BN, preferred=True, **MONEY)
    assert found() == []


def test_a_norm_in_another_currency_is_converted(edition):
    norm(edition, 1, 1)
    report(edition, 30 * BN, preferred=True, metric="investment", currency="USD")
    assert found() == []
    make.create_rates(on=datetime.date(2010, 6, 1), USD="1.0", CNY="7.0")
    make.create_rates(on=datetime.date(2011, 6, 1), USD="1.0", CNY="7.0")
    [finding] = claims.everywhere()
    assert (finding.code, finding.values["factor"]) == ("mean-out-of-norm", "21.000")


def test_a_preferred_figure_that_is_suspect(edition):
    figure = report(edition, 137, ref="f1", preferred=True, suspect=True)
    assert found() == [("preferred-suspect", "note", ["f1"])]
    change(figure, suspect=False)
    assert found() == []


def test_no_check_is_untested():
    assert set(CHECKS) == set(CHECK_LABELS) == set(CHECK_EXPLANATIONS)
    assert len(CHECKS) == 9
