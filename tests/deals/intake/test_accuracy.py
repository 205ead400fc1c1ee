"""Precision and recall of made-up readings whose faults are known."""

from dataclasses import replace

import pytest

from deals.intake.accuracy import Tally, measure
from deals.intake.proposals import ConferenceProposal, EditionProposal, ProjectProposal

from . import answering
from .answering import a_figure, a_reading, article, proposed_figures


def measured(reading, **changed):
    return measure([article(**changed)], lambda text: reading)


def tally(accuracy, name):
    found = accuracy.fields[name]
    return found.right, found.proposed, found.wanted


def change(text, **values):
    return a_reading(proposed_figures(**{text: values}))


def test_a_perfect_reading_is_right_in_every_field():
    accuracy = measured(a_reading())
    assert accuracy.misses == []
    assert all(t.right == t.proposed == t.wanted for t in accuracy.fields.values())
    assert tally(accuracy, "figures: all") == (4, 4, 4)
    assert tally(accuracy, "projects: amount") == (1, 1, 1)


def test_reading_nothing_has_no_precision_and_no_recall():
    accuracy = measured(a_reading([], []))
    value = accuracy.fields["figures: value"]
    assert (value.precision, value.recall) == (None, 0)
    assert [miss.wanted for miss in accuracy.misses if miss.field == "figures"] == [
        *("40 projects", "€9 billion", "$10 billion", "12")
    ]


def test_a_spurious_figure_costs_precision_in_every_field():
    extra = a_figure("2025", metric="jobs", value=2025)
    accuracy = measured(a_reading([*proposed_figures(), extra]))
    for name in ("value", "metric", "scope", "horizon", "conversion", "all"):
        assert tally(accuracy, f"figures: {name}") == (4, 5, 4)
    assert [(m.field, m.wanted, m.proposed) for m in accuracy.misses] == [("figures", "", "2025")]


def test_a_missed_figure_costs_recall_in_every_field():
    accuracy = measured(a_reading(proposed_figures()[:3]))
    for name in ("value", "metric", "scope", "horizon", "conversion", "all"):
        assert tally(accuracy, f"figures: {name}") == (3, 3, 4)
    assert tally(accuracy, "figures: part of, where stated") == (0, 0, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": 9_000_000}, "value"),
        ({"value_max": 10**10}, "value"),
        ({"currency": "USD"}, "value"),
        ({"qualifier": "more_than"}, "value"),
        ({"metric": "deal_value"}, "metric"),
        ({"location": "paris"}, "scope"),
        ({"place": "Lyon"}, "scope"),
        ({"scope_note": "first day"}, "scope"),
        ({"sector": "energy"}, "scope"),
        ({"editions": ["2024", "2025"]}, "scope"),
        ({"of_which": 0}, "scope"),
        ({"horizon": ""}, "horizon"),
        ({"equivalent_of": 2}, "conversion"),
    ],
)
def test_a_wrong_value_counts_in_its_field_only(values, field):
    accuracy = measured(change("€9 billion", **values))
    wrong = {name for name in answering_fields(accuracy) if tally(accuracy, name) != (4, 4, 4)}
    assert wrong == {f"figures: {field}", "figures: all"}
    assert tally(accuracy, f"figures: {field}") == (3, 4, 4)


def answering_fields(accuracy):
    names = [name for name in accuracy.fields if name.startswith("figures: ")]
    return [name for name in names if not name.endswith("where stated")]


def test_where_stated_leaves_out_what_neither_side_states():
    accuracy = measured(change("$10 billion", equivalent_of=None))
    assert tally(accuracy, "figures: conversion") == (3, 4, 4)
    assert tally(accuracy, "figures: conversion, where stated") == (0, 0, 1)


def test_a_relation_to_the_first_figure_is_stated():
    accuracy = measured(a_reading())
    assert tally(accuracy, "figures: part of, where stated") == (1, 1, 1)


def test_relations_are_compared_by_what_they_point_to():
    moved = [
        a_figure("2025", metric="jobs", value=1, ticked=False),
        *(
            replace(figure, **{name: n + 1 for name, n in relations(figure).items()})
            for figure in proposed_figures()
        ),
    ]
    assert measured(a_reading(moved)).misses == []


def relations(figure):
    both = {name: getattr(figure, name) for name in ("of_which", "equivalent_of")}
    return {name: n for name, n in both.items() if n is not None}


def test_what_is_not_ticked_is_not_proposed_unless_it_is_known():
    figures = proposed_figures(**{"40 projects": {"ticked": False, "known": "f001-0"}})
    accuracy = measured(a_reading([*figures[:3], replace(figures[3], ticked=False)]))
    assert tally(accuracy, "figures: value") == (3, 3, 4)


@pytest.mark.parametrize("ticked", [True, False])
def test_attendance_costs_nothing(ticked):
    guests = a_figure("About 300", metric="attendees", value=300, qualifier="about", ticked=ticked)
    assert measured(a_reading([*proposed_figures(), guests])).misses == []


def test_attendance_read_as_jobs_beside_it_is_spurious():
    guests = {"value": 300, "qualifier": "about"}
    both = [a_figure("About 300", metric=metric, **guests) for metric in ("attendees", "jobs")]
    accuracy = measured(a_reading([*proposed_figures(), *both]))
    assert tally(accuracy, "figures: value") == (4, 5, 4)


def test_a_wrong_record_counts_on_both_sides():
    reading = a_reading()
    reading.conference = ConferenceProposal(name="Riverside Fair")
    reading.edition = EditionProposal(label="2024", starts_on=reading.source.published_on)
    accuracy = measured(reading)
    assert tally(accuracy, "conference") == (0, 1, 1)
    assert tally(accuracy, "edition: label") == (0, 1, 1)
    assert tally(accuracy, "edition: ordinal") == (0, 0, 1)
    assert tally(accuracy, "edition: starts_on") == (0, 1, 0)
    assert tally(accuracy, "source: published_on") == (1, 1, 1)


def test_a_field_that_the_answer_leaves_out_is_not_scored():
    reading = a_reading()
    reading.edition.ends_on = reading.source.published_on
    assert "edition: ends_on" not in measured(reading).fields


def test_projects_are_scored_field_by_field():
    wrong = answering.PROJECT | {"investors": ["Oxford"], "location": "london", "jobs": 85}
    accuracy = measured(a_reading(projects=[ProjectProposal(**wrong)]))
    assert tally(accuracy, "projects: amount") == tally(accuracy, "projects: name") == (1, 1, 1)
    assert tally(accuracy, "projects: investors") == (0, 1, 1)
    assert tally(accuracy, "projects: place") == (0, 1, 1)
    assert tally(accuracy, "projects: jobs, where stated") == (0, 1, 0)


def test_a_deal_taken_for_a_figure_is_spurious_and_missed():
    deal = a_figure("€85 million", metric="investment", value=85 * 10**6, currency="EUR")
    accuracy = measured(a_reading([*proposed_figures(), deal], []))
    assert tally(accuracy, "figures: value") == (4, 5, 4)
    assert tally(accuracy, "projects: amount") == (0, 0, 1)


def test_articles_add_up():
    readings = iter([a_reading(), a_reading([])])
    accuracy = measure([article(), article()], lambda text: next(readings))
    assert accuracy.articles == 2
    assert tally(accuracy, "figures: value") == (4, 4, 8)
    assert accuracy.fields["figures: value"] == Tally(right=4, proposed=4, wanted=8)
    assert accuracy.fields["figures: value"].recall == 0.5
