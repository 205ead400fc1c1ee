"""measure_intake prints a line for each field, and on request what is wrong."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from deals import intake
from tests.deals.intake.answering import a_reading, article, proposed_figures


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One article, which is read without its last figure."""
    example = article()
    (tmp_path / "riverside.txt").write_text(example.text)
    (tmp_path / "riverside.json").write_text(json.dumps(example.wanted))
    reading = a_reading(proposed_figures()[:3])
    monkeypatch.setattr(intake, "read", lambda text: reading, raising=False)
    return tmp_path


def run(*arguments):
    out = io.StringIO()
    call_command("measure_intake", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_line_for_each_field(folder):
    lines = [" ".join(line.split()) for line in run(folder).splitlines()]
    assert lines[0] == "1 articles"
    assert "figures: value precision 1.000 (3/3) recall 0.750 (3/4)" in lines
    assert "figures: part of, where stated precision - (0/0) recall 0.000 (0/1)" in lines


def test_misses_are_listed_first(folder):
    assert run(folder, "--misses").splitlines()[0] == "riverside, figures: wanted 12, got nothing"


def test_json(folder):
    measured = json.loads(run(folder, "--json"))
    assert measured["articles"] == 1
    assert measured["fields"]["figures: value"] == {
        **{"right": 3, "proposed": 3, "wanted": 4},
        **{"precision": 1.0, "recall": 0.75},
    }
    assert [miss["wanted"] for miss in measured["misses"]] == ["12"]


def test_a_folder_without_articles(tmp_path):
    with pytest.raises(CommandError, match="holds no article"):
        run(tmp_path)
