"""What a file says of itself."""

import datetime
import io
import json
import zipfile

from tests.factories import create_country


def test_the_filter_is_told_in_words(about):
    assert about.filter_in_words == "Search: =1+1; Status: Signed or Operating"


def test_the_citation_names_version_day_and_address(about):
    for part in ("data version 7", "2024-09-01", "http://testserver/projects/?q=%3D1"):
        assert part in about.citation


def test_the_facts_tell_when_the_data_changed_and_under_which_licence(about):
    facts = dict(about.facts)
    assert facts["Last change (UTC)"] == "2024-08-31 12:05"
    assert facts["Downloaded on (UTC)"] == datetime.date(2024, 9, 1)
    assert "creativecommons.org/licenses/by/4.0" in facts["Licence"]


def test_names_stand_for_the_slugs_of_the_address(client, db):
    create_country(slug="china", name="China", name_zh="中国")
    body = client.get("/api/v1/projects.zip?location=china&lang=en").getvalue()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        described = json.loads(archive.read("datapackage.json"))
    assert described["description"].startswith("Place: China\n")
    assert described["homepage"] == "http://testserver/projects/?location=china"
