"""What the checks find in the starter data, read one by one: each is true and worth knowing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals import claims
from deals.models import Conference, Edition, ReportedFigure, Source

FOUND = {
    # Tests hold few currencies: in the whole data two pairs in rupiah (f214-2, f214-a) join these.
    "pair-off-rate": ["f012-1 f012-a"],
    "cumulative-differs": ["f001-1 f003-5 f009-1 f012-1"],
    "itemised-above-reported": ["f050-2", "f052-1", "f102-0"],
    "preferred-suspect": ["f003-2", "f003-3", "f035-2", "f121-1", "f214-5"],
    "same-value-other-scope": [
        "f001-6 f002-4 f003-2",  # output: Sichuan, Yibin, all
        "f001-7 f002-5 f003-3",  # the 20,000 jobs: Sichuan, Yibin, all
        "f041-3 f044-1 f045-1 f234-1",
        "f056-1 f058-1 f059-1",
        "f061-0 f178-0",
        "f066-0 f067-0 f068-0",
        "f099-0 f102-0",
        "f105-0 f106-0",
        "f105-2 f106-1",
        "f119-0 f121-0 f122-0",
        "f120-0 f121-1",
        "f127-2 f129-2",  # direct jobs, indirect jobs
        "f228-1 f232-0",
    ],
    "same-scope-other-value": [
        "f014-0 f014-1",
        "f016-0 f017-0 f239-0",
        "f035-0 f228-0 f229-0 f230-0 f232-0",
        "f039-6 f041-0 f041-1 f042-1 f043-0 f044-0 f045-0 f046-0 f234-0",
        "f061-0 f177-0",
        "f092-5 f093-4 f093-8",
        "f100-0 f102-0",
        "f106-0 f125-0 f128-0 f129-1",
        "f106-1 f125-1 f126-2 f127-3 f128-1",
        "f125-3 f129-2",
        "f154-10 f155-1",
        "f154-11 f155-2",
        "f156-5 f157-6",
        "f229-1 f230-1 f231-1",
    ],
}


def test_what_is_found(starter):
    found: dict[str, list] = {}
    for finding in claims.everywhere():
        found.setdefault(finding.code, []).append(finding.subject)
    assert {code: sorted(subjects) for code, subjects in found.items()} == FOUND


def test_the_seed_alone_agrees_with_itself(starter):
    seed = ReportedFigure.objects.filter(source__slug="kbc-001").with_names()
    assert claims.of_figures(seed) == []


def test_every_choice_of_figures_finds_what_all_of_them_show(starter):
    everything = claims.everywhere()
    assert all(f.text and f.values and f.sources for f in everything)
    for conference in Conference.objects.all():
        mine = [f for f in everything if any(e.conference == conference for e in f.editions)]
        assert subjects(claims.of_conference(conference)) == subjects(mine)
    for edition in Edition.objects.filter(figures__isnull=False).distinct()[:20]:
        mine = [f for f in everything if edition in f.editions]
        assert subjects(claims.of_edition(edition)) == subjects(mine)
    for source in Source.objects.filter(figures__suspect=True).distinct():
        mine = [f for f in everything if source in f.sources]
        assert subjects(claims.of_source(source)) == subjects(mine) != []


def subjects(findings):
    return [(finding.code, finding.subject) for finding in findings]


@pytest.mark.parametrize("slug", ["world-power-battery-conference-2024", "leap-riyadh-2022"])
def test_queries_are_few(slug, starter):
    edition = Edition.objects.get(slug=slug)
    with CaptureQueriesContext(connection) as captured:
        claims.of_edition(edition)
    # The editions, their figures, the conferences of those and all figures of these; figures, what
    # their sources copy, their editions, conferences; copies, pegs, rates, projects in two
    # currencies, acknowledgements.
    assert len(captured) <= 15
