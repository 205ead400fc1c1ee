"""Bounds of sums, as properties: they are a join, whatever the order or the grouping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.bounds import (
    QUALIFIERS,
    bound_of_difference,
    bound_of_one_or_sum,
    bound_of_ratio,
    bound_of_sum,
    why_not_comparable,
)

qualifiers = st.lists(st.sampled_from(QUALIFIERS), max_size=8)
# What each bound may become when inexact terms join it: never anything surer.
WEAKER = {
    "exact": set(QUALIFIERS),
    "at_least": {"at_least", "more_than", "about"},
    "more_than": {"more_than", "about"},
    "up_to": {"up_to", "about"},
    "range": {"range", "about"},
    "about": {"about"},
}


@given(terms=qualifiers, data=st.data())
def test_order_does_not_matter(terms, data):
    assert bound_of_sum(data.draw(st.permutations(terms))) == bound_of_sum(terms)


@given(one=qualifiers, other=qualifiers)
def test_grouping_does_not_matter(one, other):
    together = bound_of_sum([*one, *other])
    assert bound_of_sum([bound_of_sum(one), bound_of_sum(other)]) == together


@given(terms=qualifiers, more=st.sampled_from(QUALIFIERS))
def test_a_term_never_makes_a_bound_surer(terms, more):
    assert bound_of_sum([*terms, more]) in WEAKER[bound_of_sum(terms)]


@given(terms=qualifiers)
def test_exact_terms_change_nothing(terms):
    assert bound_of_sum([*terms, "exact"]) == bound_of_sum(terms)


# What a number with a bound may be: (below its value, above it).
MAY_BE = {
    "exact": (False, False),
    "about": (True, True),
    "at_least": (False, True),
    "more_than": (False, True),
    "up_to": (True, False),
    "nearly": (True, False),
    "range": (False, True),
}


@given(terms=st.lists(st.sampled_from([q for q in QUALIFIERS if q != "range"]), max_size=6))
def test_a_sum_claims_no_more_than_its_terms_allow(terms):
    below, above = MAY_BE[bound_of_sum(terms)]
    assert below >= any(MAY_BE[term][0] for term in terms)
    assert above >= any(MAY_BE[term][1] for term in terms)


@pytest.mark.parametrize(
    ("terms", "bound"),
    [
        ([], "exact"),
        (["exact", "exact"], "exact"),
        (["at_least", "exact"], "at_least"),
        (["at_least", "more_than"], "more_than"),
        (["nearly"], "up_to"),
        (["nearly", "up_to"], "up_to"),
        (["range", "range"], "range"),
        (["range", "at_least"], "about"),
        (["more_than", "up_to"], "about"),
        (["about", "more_than"], "about"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else value,
)
def test_the_table_of_sums(terms, bound):
    assert bound_of_sum(terms) == bound


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("exact", "exact", None),
        ("exact", "at_least", "lower"),
        ("more_than", "at_least", "lower"),
        ("nearly", "exact", "upper"),
        ("range", "exact", "range"),
        ("range", "more_than", "about"),
        ("up_to", "more_than", "about"),
        ("about", "exact", "about"),
    ],
)
def test_why_two_numbers_have_no_difference(one, other, why):
    assert why_not_comparable(one, other) == why_not_comparable(other, one) == why


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_one_term_keeps_its_own_words(qualifier):
    assert bound_of_one_or_sum([qualifier]) == qualifier


@pytest.mark.parametrize(
    ("whole", "part", "bound"),
    [
        ("exact", "exact", "exact"),
        ("more_than", "exact", "more_than"),
        ("exact", "more_than", "up_to"),
        ("exact", "nearly", "at_least"),
        ("more_than", "more_than", "about"),
        ("more_than", "up_to", "more_than"),
        ("about", "exact", "about"),
    ],
)
def test_what_is_left_of_a_whole(whole, part, bound):
    assert bound_of_difference(whole, part) == bound_of_ratio(whole, part) == bound
