"""An editor's reason stays with a finding as long as it says the same."""

import datetime
import hashlib

import pytest
from django.core.exceptions import ValidationError

from deals import claims
from deals.models import Acknowledgement, DataVersion
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures():
    edition = make.create_edition()
    make.create_figure(editions=[edition], ref="f1", value=137, preferred=True, suspect=True)
    return [make.create_figure(editions=[edition], ref=f"f{n}", value=130 + n) for n in (2, 3)]


def acknowledge(finding, reason="Both are as printed."):
    return make.create_acknowledgement(
        code=finding.code, subject=finding.subject, reason=reason, values=finding.values
    )


def test_an_acknowledged_finding_is_kept_and_stands_last(figures):
    first = claims.everywhere()[0]
    assert first.severity == "warning"
    before = DataVersion.objects.get().number
    acknowledge(first)
    *_others, last = claims.everywhere()
    assert (last.code, last.subject) == (first.code, first.subject)
    assert last.acknowledged.reason == "Both are as printed."
    assert DataVersion.objects.get().number == before + 1


def test_one_whose_numbers_changed_is_open_again(figures):
    acknowledge(claims.everywhere()[0])
    figures[0].value = 120
    figures[0].save()
    first = claims.everywhere()[0]
    assert first.acknowledged is None
    assert first.earlier.reason == "Both are as printed."


def test_without_its_acknowledgement_it_is_open(figures):
    acknowledge(claims.everywhere()[0]).delete()
    assert {finding.acknowledged for finding in claims.everywhere()} == {None}


def test_a_finding_is_found_by_its_records(figures):
    [first, *_others] = claims.everywhere()
    assert claims.find(first.code, first.subject).values == first.values
    assert claims.find(first.code, "f2") is claims.find("hedge-lost", first.subject) is None


@pytest.mark.parametrize(
    ("written", "known"), [("2024-09-05T23:59:59.9Z", True), ("2024-09-06T00:00Z", False)]
)
def test_what_was_acknowledged_after_a_day_is_not_known_on_it(written, known, db):
    day = datetime.date(2024, 9, 5)
    figure = make.create_figure(
        source=make.create_source(published_on=day), preferred=True, suspect=True
    )
    acknowledge(claims.everywhere()[0])
    Acknowledgement.objects.update(created_at=datetime.datetime.fromisoformat(written))
    edition = figure.editions.get()
    for findings in (
        claims.of_edition(edition, day),
        claims.of_conference(edition.conference, day),
    ):
        [finding] = findings
        assert (finding.acknowledged is not None) == known
    assert claims.of_edition(edition)[0].acknowledged


def refs(count):
    """Refs of 40 letters that no database can compress."""
    return [hashlib.sha1(str(number).encode()).hexdigest() for number in range(count)]


def test_a_finding_about_many_figures_is_acknowledged_once(db):
    edition = make.create_edition()
    for number, ref in enumerate(refs(50)):
        make.create_figure(editions=[edition], ref=ref, value=100 + number)
    [finding] = claims.everywhere()
    assert len(finding.subject) > 2000
    acknowledge(finding)
    assert claims.everywhere()[0].acknowledged
    again = Acknowledgement(code=finding.code, subject=finding.subject, reason="As printed.")
    with pytest.raises(ValidationError, match="acknowledged already"):
        again.save()


def test_a_subject_fits_in_the_index_or_is_refused_in_words(db):
    make.create_acknowledgement(subject=" ".join(refs(61))[:2500])
    with pytest.raises(ValidationError, match="at most 2500 characters"):
        make.create_acknowledgement(subject=" ".join(refs(62)))
