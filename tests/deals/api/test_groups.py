"""`group_by` with two dimensions: a row for each combination, each of which can be explained."""

from urllib.parse import urlencode

import pytest

from tests import factories as make

ADDRESS = "/api/v1/totals/"


def asked(client, **query):
    response = client.get(f"{ADDRESS}?{urlencode(query)}")
    assert response.status_code == 200, response.content
    return response.json()


def keys(group):
    return tuple("none" if k["key"] is None else str(k["key"]) for k in (group, group["second"]))


@pytest.fixture
def fair(db):
    edition = make.create_edition(slug="fair-2024", year=2024)
    energy, steel = make.create_sector(slug="energy", name="Energy"), make.create_sector()
    both = [make.create_organization(slug="one"), make.create_organization(slug="two")]
    make.create_project(edition=edition, sector=energy, amount=7, investors=both)
    make.create_project(edition=edition, sector=energy, amount=5, currency="IDR")
    make.create_project(edition=edition, sector=steel, amount=1)
    make.create_project(edition=edition)


def test_each_group_has_a_key_with_a_label_in_both_dimensions(fair, client):
    answer = asked(client, group_by="year, sector")
    assert (answer["group_by"], answer["groups_sum_to_total"]) == ("year,sector", True)
    first, _steel, unknown = answer["groups"]
    assert (first["key"], first["projects"], first["investment"]["value"]) == (2024, 2, 7)
    assert first["second"] == {
        "key": "energy",
        "label": "Energy",
        "label_lang": None,
        "html_url": "http://testserver/sectors/energy/",
    }
    assert (unknown["second"]["key"], unknown["second"]["label"]) == (None, "Not stated")


def test_with_one_dimension_there_is_no_second_key(fair, client):
    assert [group["second"] for group in asked(client, group_by="year")["groups"]] == [None]


def test_what_does_not_add_up_in_either_dimension_says_so(fair, client):
    for pair in ("investor,year", "year,investor"):
        answer = asked(client, group_by=pair)
        assert answer["groups_sum_to_total"] is False
        assert [note for note in answer["notes"] if "counts in full for each" in note]
    answer = asked(client, group_by="investor,reported_currency")
    assert len([n for n in answer["notes"] if "in full" in n or "as reported" in n]) == 2
    money = {
        keys(g): (g["investment"]["value"], g["investment"]["currency"]) for g in answer["groups"]
    }
    assert money["one", "CNY"] == money["two", "CNY"] == (7, "CNY")
    assert (money["none", "IDR"], money["none", "none"]) == ((5, "IDR"), (None, None))


@pytest.mark.parametrize("pair", ["status,investor", "investor,reported_currency", "year,location"])
def test_the_explanation_of_a_group_is_of_its_number(pair, client, starter):
    query = {"group_by": pair, "currency": "USD", "as_of": "2025-06-30"}
    groups = asked(client, **query)["groups"]
    for group in (groups[0], groups[len(groups) // 2], groups[-1]):
        group_asked = query | {"group": ",".join(keys(group)), "explain": 1, "limit": 1}
        found = asked(client, **group_asked)["explanation"]
        assert found["total"] == group["investment"], group_asked
        later = {"published-later", "undated-source"}
        known = [c["projects"] for c in found["counts"] if c["reason"] not in later]
        assert sum(known) == group["projects"], group_asked


def test_an_explanation_names_both_keys_and_asks_for_itself_again(fair, client):
    found = asked(client, group_by="location,sector", group="none,energy", explain=1)["explanation"]
    assert (found["group_by"], found["group"]) == ("location,sector", None)
    assert (found["group_label"], found["second"]["label"]) == ("Not stated", "Energy")
    assert found["conditions"] == [
        "Only the group “Not stated” counts, of the projects by Place.",
        "Only the group “Energy” counts, of the projects by Sector.",
    ]
    assert client.get(found["url"]).json()["explanation"] == found
    assert "/explain/?group_by=location%2Csector&group=none%2Cenergy" in found["html_url"]


@pytest.mark.parametrize("form", ["/", ".csv", ".xlsx"])
def test_too_many_groups_are_refused_and_never_cut(form, fair, client, monkeypatch):
    monkeypatch.setattr("deals.stats.MAX_GROUPS", 2)
    response = client.get(f"/api/v1/totals{form}?group_by=year,sector")
    assert response.status_code == 400
    [fault] = response.json()["errors"]
    assert (fault["name"], fault["value"]) == ("group_by", "year,sector")
    assert "gives 3 groups, and an answer has at most 2" in fault["detail"]
    assert client.get(f"/api/v1/totals{form}?group_by=sector").status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "remedy"),
    [
        ("group_by=year,sector,status", "group_by", "at most 2"),
        ("group_by=,", "group_by", "at most 2"),
        ("group_by=year,year", "group_by", "twice"),
        ("group_by=year,setcor", "group_by", "Did you mean “sector”"),
        ("group_by=year&group_by=sector", "group_by", "once only"),
        ("group_by=year,sector&level=city", "level", "add group_by=location"),
        ("explain=1&group_by=year,sector&group=2024", "group", "a key for each dimension"),
        ("explain=1&group_by=year&group=2024,energy", "group", "a key for each dimension"),
        ("explain=1&group_by=year,sector&group=2024,", "group", "a key for each dimension"),
        ("explain=1&group_by=year,sector&group=soon,energy", "group", "from 1900 to 2100"),
        ("explain=1&group_by=year,sector&group=2024,enregy", "group", "Did you mean “energy”"),
        (
            "explain=1&group_by=year,reported_currency&group=2024,CNY&measure=jobs",
            "measure",
            "projects or investment",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(query, name, remedy, fair, client):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    faults = {fault["name"]: fault["detail"] for fault in response.json()["errors"]}
    assert remedy in faults[name]
