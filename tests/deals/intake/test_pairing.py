"""A proposal stands for one wanted figure at most: the equal one, else the overlapping one."""

import pytest

from deals.intake import pairing

ARTICLE = "Deals of 7 to 8 billion yuan. In Yibin 8 projects, in Suining 8 projects."


def figure(value, start, end, currency="", metric="projects"):
    return {
        "value": value,
        "currency": currency,
        "metric": metric,
        "start": start,
        "end": end,
        "text": ARTICLE[start:end],
    }


def paired(wanted, proposed):
    pairs = pairing.pair_figures(wanted, proposed, ARTICLE)
    return [(wanted.index(one), proposed.index(other)) for one, other in pairs]


def test_equal_numbers_are_told_apart_by_their_place():
    yibin, suining = figure(8, 39, 49), figure(8, 62, 72)
    assert paired([yibin, suining], [suining, yibin]) == [(0, 1), (1, 0)]


def test_the_same_value_elsewhere_is_closer_than_another_value_on_the_spot():
    wanted = figure(8, 39, 49)
    assert paired([wanted], [figure(9, 39, 40), figure(8, 62, 72)]) == [(0, 1)]


def test_two_halves_of_a_range_pair_with_it_once():
    whole = figure(7, 9, 28, "CNY")
    assert paired([whole], [figure(7, 9, 10), figure(8, 14, 28, "CNY")]) == [(0, 1)]


def test_figures_that_share_nothing_stay_alone():
    assert paired([figure(8, 39, 49)], [figure(9, 62, 72)]) == []


def test_a_phrase_is_found_by_its_sentence():
    record = {"sentence": "In Yibin 8 projects, in Suining 8 projects.", "text": "8 projects"}
    assert pairing.span_of(record, ARTICLE) == (39, 49)
    assert pairing.span_of(record | {"text": "9 projects"}, ARTICLE) == (0, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"location": "paris"}, {"location": "paris", "place": "Paris"}, True),
        ({"location": "paris"}, {"location": "", "place": "Paris"}, False),
        ({"location": "", "place": "Lyon"}, {"location": "", "place": "city of Lyon"}, True),
        ({"location": "", "place": "Lyon"}, {"location": "", "place": ""}, False),
        ({"location": ""}, {"location": "", "place": ""}, True),
    ],
)
def test_same_place(one, other, same):
    assert pairing.same_place(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nordvand: plant near Dunkirk", "Nordvand: plant", True),
        ("天禾新材：正极材料基地", "天禾新材：年产10万吨磷酸铁锂正极材料基地", True),
        ("Nordvand: plant", "Prologis: warehouses", False),
        ("Nordvand: plant", "", False),
    ],
)
def test_same_name(one, other, same):
    assert pairing.same_name(one, other) is same
