"""Keys of names, and the language that a script gives away."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.names import name_key, normalise, script_language


@pytest.mark.parametrize(
    "names",
    [
        ("Sodra Cell AB Ltd", "sodra cell ab, LTD."),
        ("Société Générale", unicodedata.normalize("NFD", "Société Générale")),
        ("CATL", "ＣＡＴＬ", " catl ", "CATL Co., Ltd."),
        ("宁德时代新能源科技股份有限公司", "宁德时代新能源科技"),
        ("トヨタ自動車株式会社", "株式会社トヨタ自動車"),
        ("Total S.A.", "TOTAL SA", "Total"),
        ("Straße AG", "STRASSE AG"),
    ],
    ids=lambda names: names[0],
)
def test_spellings_of_one_name_have_one_key(names):
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Adani Green Energy", "Adani Group"),
        ("SE", "SA"),
        ("Tata Power", "Tata Steel"),
        ("Ｂ１", "B2"),
    ],
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Co., Ltd.", "SA", "有限公司", "Private Limited"])
def test_a_name_that_is_all_suffix_keeps_a_key(name):
    assert name_key(name)


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)
    assert normalise(once) == once or unicodedata.normalize("NFKC", once) != once


@given(st.text(min_size=1, max_size=40))
def test_a_key_is_its_own_key_where_no_suffix_is_left(text):
    key = name_key(text)
    assert key == key.strip()


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("世界动力电池大会", "zh"),
        ("トヨタ自動車", "ja"),
        ("自動車のトヨタ", "ja"),
        ("삼성전자", "ko"),
        ("أرامكو", "ar"),
        ("தமிழ்நாடு", "ta"),
        ("Sommet Choose France", ""),
        ("", ""),
    ],
)
def test_the_language_that_a_script_gives_away(name, language):
    assert script_language(name) == language
