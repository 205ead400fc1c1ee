"""A few of the files; `python -m tests.attacks files` uploads all, and measures time and memory."""

import pytest

from tests.attacks import files

NAMES = (
    "a sheet of 10 GB that says 1 MB.xlsx",
    "unknown elements in a cell.xlsx",
    "entities in the strings.xlsx",
    "encrypted.xlsx",
    "a quote without its pair.csv",
    "NULs.csv",
)


@pytest.mark.django_db(transaction=True)
def test_they_are_refused_in_words_and_nothing_of_them_stays():
    tally = files.attack(0, names=NAMES)
    timed = (" s", " MB")
    assert [fault for fault in tally.faults if not fault.endswith(timed)] == []
    assert tally.counts["refused"] == len(NAMES)
