"""Article intake reads what it was not tuned with well enough (issue 5, criterion 2)."""

from pathlib import Path

import pytest

from deals import intake
from deals.intake.accuracy import measure
from deals.intake.answers import articles

ARTICLES = Path(__file__).parents[2] / "data" / "articles"
LEAST = {"figures: value": 0.9, "figures: metric": 0.8, "figures: scope": 0.8}


@pytest.mark.parametrize("folder", ["tuning", "kept_back"])
def test_precision_and_recall(folder, starter):
    measured = measure(articles(ARTICLES / folder), intake.read)
    for name, least in LEAST.items():
        tally = measured.fields[name]
        assert tally.precision >= least, (name, tally)
        assert tally.recall >= least, (name, tally)
