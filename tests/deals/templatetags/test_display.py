"""What the display tags write, in both languages."""

import datetime
import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from deals.queries import ProjectQuery

NBSP = "\u00a0"


def render(source, lang="en", path="/projects/", **context):
    request = RequestFactory().get(path)
    with translation.override(lang):
        template = Template("{% load display %}" + source)
        return template.render(Context({"request": request, **context}))


def words(html):
    """What a sighted reader sees: without tags and what is hidden from sight."""
    html = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    return re.sub("<[^>]*>", "", html).replace("&gt;", ">").replace("&lt;", "<")


def value(number, qualifier="exact", currency="CNY", high=None):
    return {"value": number, "value_max": high, "currency": currency, "qualifier": qualifier}


def total(number, bound="exact", high=None, unconverted=0):
    return {
        "value": number,
        "low": number,
        "high": number if high is None else high,
        "bound": bound,
        "stated": 3,
        "undisclosed": 1,
        "unconverted": unconverted,
        "currency": "CNY",
    }


def test_money_has_its_sign_its_words_and_its_exact_value():
    assert render("{% money m %}", m=value(95_250_000_000, "more_than")) == (
        f'<span class="amount"><span aria-hidden="true" class="sign">&gt;{NBSP}</span>'
        '<span class="visually-hidden">more than </span>'
        '<data value="95250000000">CN¥95.25bn</data></span>'
    )


@pytest.mark.parametrize(
    ("tag", "given", "en", "zh"),
    [
        ("money", value(13_400_000_000, "about"), f"about{NBSP}CN¥13.4bn", "约134亿元"),
        ("money", value(10**9, "range", high=2 * 10**9), "CN¥1bn–CN¥2bn", "10亿元–20亿元"),
        ("money", value(20_000, "more_than", None), f">{NBSP}20,000", f">{NBSP}2万"),
        ("money", value(None), "Not stated", None),
        ("money", None, "Not stated", None),
        ("cell", value(95_250_000_000), "95.250", "952.50"),
        ("cell", value(20_000, currency=None), "20,000", "20,000"),
        ("count", 20_000, "20,000", "2万"),
        ("count", {"value": 20_000, "qualifier": "at_least"}, f"≥{NBSP}20,000", f"≥{NBSP}2万"),
        ("count", None, "Not stated", None),
        ("total", total(4 * 10**9, "up_to"), f"≤{NBSP}CN¥4bn", f"≤{NBSP}40亿元"),
        ("total", total(10**9, "range", 2 * 10**9), "CN¥1bn–CN¥2bn", "10亿元–20亿元"),
        ("total", total(None, None), "Not stated", None),
        ("total", total(None, None, unconverted=3), "Not convertible", None),
        ("cell_total", total(4 * 10**9, "at_least"), f"≥{NBSP}4.000", f"≥{NBSP}40.00"),
    ],
)
def test_numbers(tag, given, en, zh):
    source = "{% " + tag + " given %}"
    assert words(render(source, given=given)) == en
    if zh:
        assert words(render(source, "zh-hans", given=given)) == zh


def test_the_ends_of_a_range_are_told_apart_without_eyes():
    html = render("{% money m %}", m=value(1, "range", high=2))
    assert '<span aria-hidden="true">–</span><span class="visually-hidden"> to </span>' in html


def test_units_of_columns():
    assert render('{% unit "CNY" %} {% unit None %}') == "CN¥ bn "
    assert render('{% unit "CNY" %}', "zh-hans") == "亿元"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("0", "0%"),
        ("0.0876", "8.8%"),
        ("0.00001", "&lt;0.1%"),
        ("0.99999", "&gt;99.9%"),
        ("1", "100%"),
        ("1.0125", "101.2%"),
        (0.5, "50%"),
        ("-0.2", "−20%"),
        (None, ""),
    ],
)
def test_shares(ratio, text):
    assert render("{{ ratio|share }}", ratio=ratio) == text


BATTERY = {"name": "Battery", "name_zh": "电池", "local": None}
SOMMET = {"name": "", "name_zh": "", "local": {"text": "Sommet", "lang": "fr"}}
ENGLISH = {"name": "A & B", "name_zh": "", "local": None}


@pytest.mark.parametrize(
    ("thing", "en", "zh"),
    [
        (BATTERY, "Battery", "电池"),
        (SOMMET, '<span lang="fr">Sommet</span>', '<span lang="fr">Sommet</span>'),
        (ENGLISH, "A &amp; B", '<span lang="en">A &amp; B</span>'),
        ({}, "", ""),
    ],
)
def test_names_are_in_the_page_s_language_or_say_which(thing, en, zh):
    assert render("{% names thing %}", thing=thing) == en
    assert render("{% names thing %}", "zh-hans", thing=thing) == zh


def test_other_names_are_marked():
    assert render("{% other_names t %}", t=BATTERY) == '<span lang="zh-Hans">电池</span>'
    assert render("{{ t|name }}", "zh-hans", t=BATTERY) == "电池"


@pytest.mark.parametrize(
    ("day", "precision", "en", "zh"),
    [
        ("2024-09-01", "day", "1 September 2024", "2024年9月1日"),
        (datetime.date(2024, 9, 1), "day", "1 September 2024", "2024年9月1日"),
        (datetime.datetime(2024, 9, 1, 23), "day", "1 September 2024", "2024年9月1日"),
        ("2024-09-01", "month", "September 2024", "2024年9月"),
        ("2024", "day", "2024", "2024年"),
        (None, "day", "", ""),
    ],
)
def test_dates(day, precision, en, zh):
    source = "{{ day|date_text:precision }}"
    assert render(source, day=day, precision=precision) == en
    assert render(source, "zh-hans", day=day, precision=precision) == zh


@pytest.mark.parametrize(
    ("start", "end", "en", "zh"),
    [
        ("2023-06-08", "2023-06-11", "8–11 June 2023", "2023年6月8日至11日"),
        ("2024-08-30", "2024-09-02", "30 August – 2 September 2024", "2024年8月30日至9月2日"),
        (
            "2024-12-30",
            "2025-01-02",
            "30 December 2024 – 2 January 2025",
            "2024年12月30日至2025年1月2日",
        ),
        ("2024-09-01", None, "1 September 2024", "2024年9月1日"),
        (None, None, "", ""),
    ],
)
def test_from_one_day_to_another(start, end, en, zh):
    assert render("{% dates a b %}", a=start, b=end) == en
    assert render("{% dates a b %}", "zh-hans", a=start, b=end) == zh


HERE = "/projects/?status=signed&status=announced&q=&page=3"


@pytest.mark.parametrize(
    ("tag", "result"),
    [
        ('query currency="USD"', "?status=signed&status=announced&currency=USD"),
        ("query page=4", "?status=signed&status=announced&page=4"),
        ("query status=None", "?"),
        ('query status="a b"', "?status=a+b"),
        ('query_without "status" "signed"', "?status=announced"),
        ('query_without "status"', "?"),
        ('query_with "status" "signed"', "?status=signed&status=announced"),
        ('query_with "year" 2024', "?status=signed&status=announced&year=2024"),
    ],
)
def test_query_strings(tag, result):
    assert render("{% " + tag + " %}", path=HERE).replace("&amp;", "&") == result


@pytest.mark.parametrize(
    ("path", "shown", "kept"),
    [
        ("/", "CNY", ""),
        ("/?currency=CNY", "CNY", ""),
        ("/?currency=USD", "USD", "?currency=USD"),
        ("/?currency=EUR", "CNY", ""),
    ],
)
def test_links_keep_the_currency(path, shown, kept):
    assert render("{% shown_currency %}{% keep_currency %}", path=path) == shown + kept


@pytest.mark.parametrize(
    ("lang", "path", "other"),
    [
        ("en", "/projects/?q=x", "/zh-hans/projects/?q=x"),
        ("zh-hans", "/zh-hans/projects/?q=x", "/projects/?q=x"),
        ("zh-hans", "/zh-hans/", "/"),
        ("zh-hans", "/zh-hans//evil.example/", "/evil.example/"),
    ],
)
def test_the_same_page_in_the_other_language(lang, path, other):
    assert render("{% in_other_language %}", lang, path) == other


@pytest.mark.parametrize(
    ("ordering", "state", "leads_to"),
    [
        ("", None, "?ordering=-amount"),
        ("-amount", "descending", "?ordering=amount"),
        ("amount,-date", "ascending", "?ordering=-amount"),
        ("name", None, "?ordering=-amount"),
    ],
)
def test_headers_sort_and_turn(ordering, state, leads_to):
    path = f"/projects/?ordering={ordering}"
    html = render('{% sortable "amount" "Amount" first="-" css="num" %}', path=path)
    assert f'href="{leads_to}"' in html
    assert ("aria-sort" in html) == bool(state)
    assert not state or f'aria-sort="{state}"' in html


def test_a_total_leads_to_its_explanation():
    everything = ProjectQuery({"status": ["signed"]}, "USD")
    link = '<a class="explain" href="/explain/?{}" title="How this number comes about">5</a>'
    for tag, query in {
        "of": "status=signed&amp;currency=USD",
        "of 'jobs' sector='energy' location=''": (
            "status=signed&amp;sector=energy&amp;currency=USD&amp;measure=jobs"
        ),
        "of group_by='year' group=None": (
            "status=signed&amp;currency=USD&amp;group_by=year&amp;group=none"
        ),
    }.items():
        source = f"{{% explained {tag} %}}5{{% endexplained %}}"
        assert render(source, of=everything) == link.format(query)
    assert render("{% explained of %}5{% endexplained %}") == "5"


def test_the_bar_under_a_number_needs_no_style():
    assert '<rect width="25.00%" height="4"/>' in render("{% inbar 5 20 %}")
    assert '<rect width="0.00%" height="4"/>' in render("{% inbar None 0 %}")


def test_page_numbers_show_the_ends_and_those_around():
    page = Paginator(range(900), 20).page(7)
    assert render('{{ page|numbers_around|join:" " }}', page=page) == "1 … 5 6 7 8 9 … 45"
