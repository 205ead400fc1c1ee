"""How a page is cited, and how filters read as a sentence."""

import datetime

import pytest
from django.utils import translation

from deals import citing

TODAY = datetime.date(2026, 11, 25)
URL = "http://deals.org/projects/?q=a%26b&status=signed"


def cited(title, url=URL):
    return citing.citation(title, url, 12, TODAY, "25 November 2026")


def test_each_form_names_title_version_and_day():
    found = cited("Yibin & its plants")
    assert found["short"] == (
        "Conference Deals, “Yibin & its plants”, data version 12, 25 November 2026."
    )
    for word in ("“Yibin & its plants”", "version 12", "25 November 2026", URL, "CC BY 4.0"):
        assert word in found["full"]


def test_a_bibtex_entry_reads_as_one():
    assert cited("Plants", "http://deals.org/places/yibin/")["bibtex"].splitlines() == [
        "@misc{conference-deals-places-yibin-v12,",
        "  author = {{Conference Deals}},",
        "  title = {{Plants}},",
        "  year = {2026},",
        "  note = {Data version 12, CC BY 4.0},",
        "  url = {http://deals.org/places/yibin/},",
        "  urldate = {2026-11-25}",
        "}",
    ]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("R&D 50% $5 #1 a_b", r"R\&D 50\% \$5 \#1 a\_b"),
        ("}, note = {x", r"\}, note = \{x"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("two\nlines", "two lines"),
        ("宜宾", "宜宾"),
    ],
)
def test_nothing_in_a_title_is_a_command(title, written):
    assert f"title = {{{{{written}}}}}" in cited(title)["bibtex"]


def test_a_brace_in_an_address_does_not_end_its_field():
    assert "url = {http://x/?q=%7D%5C}" in cited("x", "http://x/?q=}\\")["bibtex"]


def chip(name, value):
    return {"name": name, "value": value}


def test_values_of_one_filter_mean_or():
    chips = [chip("Place", "Sichuan"), chip("Status", "Signed"), chip("Place", "Yibin")]
    assert citing.filters_in_words(chips) == "Place: Sichuan or Yibin; Status: Signed"
    assert citing.listed_title(chips) == "Projects, Place: Sichuan or Yibin; Status: Signed"
    assert citing.listed_title([]) == "All projects"


def test_a_citation_in_chinese_keeps_what_is_named():
    with translation.override("zh-hans"):
        assert URL in cited("宜宾")["full"]
