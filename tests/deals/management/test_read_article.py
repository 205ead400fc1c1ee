"""read_article prints what intake proposes, for people and as JSON."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
TEXT = (
    "River Post, 3 June 2025\nAt the third River Forum, 40 projects worth €9 billion were signed.\n"
    "Nordvand will invest €85 million in Oxford."
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(f"A title\n{TEXT}")
    return path


def run(*arguments):
    out = io.StringIO()
    call_command("read_article", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_has_everything_but_the_text(file):
    printed = json.loads(run(file, "--json", "--url", "https://river.example/1"))
    assert printed["source"]["published_on"] == "2025-06-03"
    assert printed["source"]["url"] == "https://river.example/1"
    assert printed["conference"]["name"] == "River Forum"
    assert [each["value"] for each in printed["figures"]] == [40, 9_000_000_000]
    assert printed["projects"][0]["investors"] == ["Nordvand"]
    assert "text" not in printed


def test_the_table_says_it_in_lines(file):
    printed = run(file)
    assert "Conference  River Forum" in printed
    assert "✓  1  investment         9,000,000,000 EUR" in printed
    assert "✓  P  Nordvand: 85,000,000 EUR · Oxford" in printed


def test_standard_input_is_a_file_too(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"A title\n{TEXT}".encode())))
    assert "River Forum" in run("-")


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nothing.txt")
    (tmp_path / "latin.txt").write_bytes("Énergie".encode("latin-1"))
    with pytest.raises(CommandError, match="not UTF-8"):
        run(tmp_path / "latin.txt")
