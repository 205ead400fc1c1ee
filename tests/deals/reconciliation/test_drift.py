"""How a claim drifts from source to source, and which statement stands for its scope."""

import datetime

import pytest

from deals.models import ReportedFigure
from deals.reconciliation import drift_of
from tests import factories as make


@pytest.fixture
def edition(db):
    return make.create_edition(slug="fair-2024")


def statement(edition, ref, value=20_000, *, kind="news", day=1, copy_of=None, **fields):
    source = make.create_source(
        slug=f"source-of-{ref}",
        kind=kind,
        copy_of=copy_of and copy_of.source,
        published_on=day and datetime.date(2024, 9, day),
    )
    fields = {"metric": "jobs", "qualifier": "more_than"} | fields
    return make.create_figure(editions=[edition], ref=ref, value=value, source=source, **fields)


def found(figure, *names):
    return [
        (s.figure.ref, *(getattr(s, name) for name in names)) for s in drift_of(figure).statements
    ]


def test_the_jobs_of_the_seed_stand_side_by_side(starter):
    """Sichuan says the wire, Yibin its rewrite, everything a release that lost the hedge too."""
    wire = ReportedFigure.objects.with_names().get(ref="f001-7")
    assert found(wire, "differs", "standing", "is_copy") == [
        ("f001-7", (), "preferred", False),
        ("f002-5", ("scope",), "preferred", True),
        ("f003-3", ("hedge", "scope"), "suspect", False),
    ]
    assert drift_of(wire).origins == 2


def test_each_of_the_three_is_seen_from_each(starter):
    for ref in ("f001-7", "f002-5", "f003-3"):
        figure = ReportedFigure.objects.with_names().get(ref=ref)
        assert {s.figure.ref for s in drift_of(figure).statements} == {
            "f001-7",
            "f002-5",
            "f003-3",
        }


def test_a_copy_of_a_copy_is_one_origin(edition):
    wire = statement(edition, "wire", kind="wire", preferred=True)
    copy = statement(edition, "copy", copy_of=wire, day=2)
    last = statement(edition, "last", copy_of=copy, qualifier="exact", day=3)
    assert drift_of(last).origins == 1
    assert found(wire, "differs", "is_copy") == [
        ("wire", (), False),
        ("copy", (), True),
        ("last", ("hedge",), True),
    ]


def test_another_value_of_the_same_scope_belongs_to_the_claim(edition):
    one = statement(edition, "one")
    statement(edition, "other", 25_000)
    statement(edition, "else", 25_000, scope_note="only the large ones")
    assert found(one, "differs") == [("one", ()), ("other", ("value",))]


@pytest.mark.parametrize(
    ("chosen", "rival", "why"),
    [
        ({"kind": "official"}, {"kind": "news"}, ("better-kind", "weaker-kind")),
        ({"day": 9}, {"day": 2, "value": 5}, ("later", "earlier")),
        ({"day": 2}, {"day": 9, "value": 5}, ("editor", "editor")),
        ({"day": 2}, {"day": 9}, ("sources-agree", "agrees-with-preferred")),
        ({"kind": "rewrite"}, {"kind": "wire"}, ("editor", "editor")),
        ({}, {"suspect": True}, ("only-one", "suspect")),
    ],
)
def test_the_reason_for_its_standing(edition, chosen, rival, why):
    figure = statement(edition, "a-chosen", preferred=True, **chosen)
    statement(edition, "b-rival", **rival)
    assert dict(found(figure, "why")) == {
        "a-chosen": why[0],
        "b-rival": why[1],
    }


def test_without_a_preferred_figure_none_stands(edition):
    assert found(statement(edition, "lonely"), "standing", "why") == [
        ("lonely", "other", "none-preferred")
    ]


def test_the_reason_is_that_of_its_own_group(edition):
    """A figure with the same number in another scope stands against its own rivals."""
    one = statement(edition, "a-one", preferred=True)
    statement(edition, "b-rival", 9, scope_note="large ones", kind="official", preferred=True)
    statement(edition, "c-same-number", scope_note="large ones")
    assert found(one, "why") == [("a-one", "only-one"), ("c-same-number", "weaker-kind")]
