"""The rows of a table of projects: what stands in their cells, and that nothing gets out of one."""

import datetime
import re

import pytest
from django.template import Context, Template
from django.utils import translation

from deals.queries import COLUMNS

TAG = Template("{% load rows %}{% project_rows projects currency columns largest %}")
DAY = datetime.date(2024, 12, 31)


def link(key, name, **names):
    return {"id": key, "name": name, "name_zh": None, "local": None, **names}


def project(**fields):
    return {
        **link("p1", "A plant"),
        "edition": link("fair-2024", "Fair 2024"),
        "location": link("yibin", "Yibin", name_zh="宜宾"),
        "sector": None,
        "investors": [link("a", "A & Co"), link("b", "B")],
        "status": "signed",
        "commitment": "mou",
        "signed_on": None,
        "year": 2024,
        "disclosed": True,
        "resigns_only": False,
        "investment": {"CNY": {"value": 5 * 10**9, "currency": "CNY", "qualifier": "about"}},
        "jobs": None,
        "output_value": None,
        "output_converted": {"CNY": None},
    } | fields


def rows(*projects, language="en", columns=COLUMNS, largest=0, **context):
    context |= {"columns": columns, "largest": largest, "currency": "CNY"}
    with translation.override(language):
        return TAG.render(Context({"projects": projects, **context}))


def cells(html):
    return dict(re.findall(r'<td data-label="(.*?)"[^>]*>(.*?)</td>', html))


def test_each_column_has_its_cell():
    found = cells(rows(project()))
    assert list(found)[:6] == ["Date", "Edition", "Place", "Sector", "Status", "Commitment"]
    assert found["Date"] == "2024"
    assert found["Place"] == '<a href="/places/yibin/">Yibin</a>'
    assert found["Sector"] == found["Jobs"] == '<span class="unknown">Not stated</span>'
    assert found["Status"] == '<span class="badge status-signed">Signed</span>'
    assert found["Commitment"] == "Memorandum of understanding"
    assert '<data value="5000000000">5.000</data>' in found["Amount (CN¥ bn)"]


def test_only_the_columns_asked_for_are_there():
    assert list(cells(rows(project(), columns=("jobs", "date")))) == ["Date", "Jobs"]
    assert cells(rows(project(), columns=())) == {}


def test_a_row_begins_with_the_project_and_its_investors():
    assert rows(project()).startswith(
        '<tr>\n<th scope="row" class="wide"><a href="/projects/p1/">A plant</a> <span class="meta">'
        '<a href="/investors/a/">A &amp; Co</a>, <a href="/investors/b/">B</a></span></th>\n'
    )


def test_it_speaks_the_language_of_the_page():
    html = rows(project(), language="zh-hans")
    assert '<a href="/zh-hans/places/yibin/">宜宾</a>' in html
    assert '<span lang="en">A &amp; Co</span></a>、' in html
    assert cells(html)["金额 (亿元)"].endswith('<data value="5000000000">50.00</data></span>')


def test_what_is_only_signed_again_adds_nothing():
    assert "signed again" in cells(rows(project(resigns_only=True)))["Amount (CN¥ bn)"]


def test_a_bar_stands_where_there_is_a_largest_amount():
    assert '<rect width="50.00%"' in rows(project(), largest=10**10)
    assert "<rect" not in rows(project())


def test_links_keep_currency_and_day():
    html = rows(project(), as_of=DAY)
    assert 'href="/places/yibin/?as_of=2024-12-31"' in html
    assert 'href="/projects/p1/"' in html


EVIL = "<script>\"'&"
SAFE = "&lt;script&gt;&quot;&#x27;&amp;"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_text_gets_out_of_its_cell(language):
    evil = link("k", EVIL)
    matched = [
        {"kind": "place", "lang": "fr", "parts": [{"text": EVIL, "hit": True}]},
        {"kind": "sector", "lang": None, "parts": [{"text": EVIL, "hit": False}]},
    ]
    named = {"edition": evil, "location": evil, "sector": evil, "investors": [evil]}
    html = rows(project(name=EVIL, matched=matched, **named), language=language)
    assert "<script" not in html
    assert html.count(SAFE) == 7


def test_a_row_says_where_it_was_found():
    field = {"kind": "place", "lang": "zh-Hans", "parts": [{"text": "宜宾", "hit": True}]}
    html = rows(project(matched=[field]))
    assert (
        ' <span class="matched">matched: place <span lang="zh-Hans"><mark>宜宾</mark></span></span>'
        in html
    )
