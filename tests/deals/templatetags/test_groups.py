"""The rows of a table of groups: what they lead to, and that nothing gets out of a cell."""

import re
from html import unescape

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from deals import stats
from deals.queries import ProjectQuery

TAG = Template("{% load groups %}{% group_rows groups of dimension level page %}")
WHOLE = ProjectQuery({"edition": ["fair-2024"]}, "USD")


def group(key, label, url=None, lang=None):
    sums = stats.Sum("USD", 5 * 10**9, 5 * 10**9, 1, 0, 0, {"about": 1})
    totals = stats.Totals(1200, 0, sums, stats.Sum(), stats.Sum("USD"))
    return {"label": label, "label_lang": lang, "html_url": url, **totals.as_dict(), "key": key}


def rows(*groups, of=WHOLE, dimension="sector", level="", page="sector"):
    asked = {"of": of, "dimension": dimension, "level": level, "page": page}
    request = RequestFactory().get("/?currency=USD")
    return TAG.render(Context({"request": request, "groups": groups, **asked}))


def test_a_group_leads_to_its_page_and_its_numbers_to_their_explanations():
    html = rows(group("a&b", "<A & B>", "/sectors/a/"), group(None, "Not stated"))
    assert '<th scope="row"><a href="/sectors/a/?currency=USD">&lt;A &amp; B&gt;</a></th>' in html
    assert '<th scope="row"><span class="unknown">Not stated</span></th>' in html
    assert html.count('<data value="1200">1,200</data>') == 2
    assert html.count('<data value="5000000000">5.000</data>') == 2
    found = [unescape(url) for url in re.findall(r'class="explain" href="(.*?)"', html)]
    assert found == [
        WHOLE.explain_url(measure, group_by="sector", group=key)
        for key in ("a&b", None)
        for measure in ("projects", "investment")
    ]


def test_a_level_is_asked_for_with_its_group():
    html = rows(group("cn", "China"), level="country")
    found = [unescape(url) for url in re.findall('href="(/explain.*?)"', html)]
    asked = {"group_by": "sector", "level": "country", "group": "cn"}
    assert found == [WHOLE.explain_url(measure, **asked) for measure in ("projects", "investment")]


@pytest.mark.parametrize(("of", "links"), [(None, 0), (WHOLE, 2)])
def test_without_a_breakdown_numbers_lead_to_the_whole_or_nowhere(of, links):
    html = rows(group("x", "风能", lang="zh-Hans"), of=of, dimension="")
    assert '<th scope="row" lang="zh-Hans">' in html
    urls = re.findall(r'class="explain" href="(.*?)"', html)
    assert [unescape(url) for url in urls] == [
        WHOLE.explain_url(measure) for measure in ("projects", "investment")
    ][:links]
