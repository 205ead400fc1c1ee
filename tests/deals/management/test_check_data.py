"""check_data ends with 0 where nothing is wrong, and names what is."""

import io

import pytest
from django.core.management import CommandError, call_command

from deals.checks import CHECKS
from deals.models import DataVersion, Project


def test_sound_data(starter):
    out = io.StringIO()
    call_command("check_data", stdout=out)
    version = DataVersion.objects.get().number
    assert out.getvalue() == f"{len(CHECKS)} checks at data version {version}: nothing wrong.\n"


def test_damaged_data(starter):
    Project.objects.filter(ref="p000").update(invested_cny_low=1)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^1 problems at data version"):
        call_command("check_data", stdout=out)
    assert out.getvalue().startswith("derived-project-columns: p000: invested_cny_low is 1, should")
