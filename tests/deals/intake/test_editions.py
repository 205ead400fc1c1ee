"""Day and place of an edition, however the sentence about it is put."""

import pytest

from deals import intake


@pytest.mark.parametrize(
    ("sentence", "place", "starts", "ends"),
    [
        (
            "Firms pledged €2bn at the Delta Growth Summit in Ulm on 5 March 2026.",
            *("Ulm", "2026-03-05", None),
        ),
        (
            "The Delta Growth Day, staged in Ulm on 5 March 2026, drew €2bn.",
            "Ulm",
            "2026-03-05",
            None,
        ),
        (
            "The Delta Growth Summit (Ulm, 4–5 March 2026) brought €2bn.",
            *("Ulm", "2026-03-04", "2026-03-05"),
        ),
        (
            "The Delta Growth Summit shut its doors in Ulm on 5 March 2026 after three days.",
            *("Ulm", "2026-03-03", "2026-03-05"),
        ),
        (
            "在2026年3月5日于乌尔姆举行的江南投资峰会上，企业承诺投资2亿欧元。",
            "乌尔姆",
            "2026-03-05",
            None,
        ),
        ("江南投资峰会2026年3月5日在乌尔姆拉开大幕。", "乌尔姆", "2026-03-05", None),
    ],
)
def test_day_and_place_beside_the_name(sentence, place, starts, ends, db):
    edition = intake.read(sentence).edition
    days = [day and day.isoformat() for day in (edition.starts_on, edition.ends_on)]
    assert (edition.label, edition.place, days) == ("2026", place, [starts, ends])
