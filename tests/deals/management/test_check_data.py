"""check_data ends with 0 where nothing is wrong, and names what is."""

import io

import pytest
from django.core.management import CommandError, call_command

from deals import claims
from deals.checks import CHECKS
from deals.models import DataVersion, Project
from tests import factories as make


def test_sound_data(starter):
    out = io.StringIO()
    call_command("check_data", stdout=out)
    version = DataVersion.objects.get().number
    assert out.getvalue() == (
        f"{len(CHECKS)} checks at data version {version}: nothing wrong.\n"
        "37 findings about claims; --claims lists them.\n"
    )


def test_claims_are_listed_with_their_codes(starter):
    code, subject = "preferred-suspect", "f003-3"
    values = claims.find(code, subject).values
    make.create_acknowledgement(code=code, subject=subject, reason="Kept.", values=values)
    out = io.StringIO()
    call_command("check_data", "--claims", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("warning same-scope-other-value [f035-0 f228-0")
    assert lines[0].endswith("(open)")
    assert lines[36].startswith("note preferred-suspect [f003-3] Jobs, World Power")
    assert lines[36].endswith("(acknowledged: Kept.)")
    assert lines[37:] == [
        "   14 same-scope-other-value",
        "   13 same-value-other-scope",
        "    5 preferred-suspect",
        "    3 itemised-above-reported",
        "    1 cumulative-differs",
        "    1 pair-off-rate",
        "    0 part-above-whole",
        "    0 hedge-lost",
        "    0 mean-out-of-norm",
        "   37 findings",
    ]


def test_damaged_data(starter):
    Project.objects.filter(ref="p000").update(invested_cny_low=1)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^\d+ problems at data version"):
        call_command("check_data", stdout=out)
    assert out.getvalue().startswith("derived-project-columns: p000: invested_cny_low is 1, should")
