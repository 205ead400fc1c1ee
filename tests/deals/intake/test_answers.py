"""The answers fit their articles and use the words of the data."""

import csv
import datetime
import itertools
import json
import re
from pathlib import Path

import pytest

from deals.bounds import QUALIFIERS
from deals.intake import pairing
from deals.intake.accuracy import measure
from deals.intake.answers import Article, NotMeasurable, articles
from deals.money import is_currency
from deals.vocabulary import COUNT_METRICS, MONEY_METRICS, SOURCE_KINDS

from .answering import reading_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "articles"
SEED = ROOT.parent / "shared" / "seed" / "2024-world-power-battery-conference.txt"
HORIZONS = {"", "at_signing", "at_full_operation", "per_year_at_full_operation"}
OFFERED = {"attendees", "exhibitors", "companies"}


def all_articles():
    folders = [folder for folder in sorted(DATA.iterdir()) if folder.is_dir()]
    found = [article for folder in folders for article in articles(folder)]
    if SEED.exists():
        wanted = json.loads((DATA / "seed.json").read_text())
        found.append(Article("seed", SEED.read_text(), wanted))
    return [pytest.param(each, id=each.name) for each in found]


each_article = pytest.mark.parametrize("article", all_articles())


def slugs(name):
    with (ROOT / "deals" / "starter_data" / f"{name}.csv").open(newline="") as file:
        return {row["slug"] for row in csv.DictReader(file)} | {""}


def records(article):
    yield from article.wanted["figures"]
    yield from article.wanted["may_offer"]
    yield from article.wanted["projects"]


@each_article
def test_every_phrase_stands_once_in_its_sentence_which_stands_once(article):
    for record in records(article):
        start, end = pairing.span_of(record, article.text)
        assert article.text[start:end] == record["text"]
        if "sentence" in record:
            assert article.text.count(record["sentence"]) == 1
            assert record["sentence"].count(record["text"]) == 1


@each_article
def test_phrases_do_not_overlap(article):
    spans = sorted(pairing.span_of(record, article.text) for record in records(article))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@each_article
def test_figures_use_the_words_of_the_data(article):
    for figure in article.wanted["figures"] + article.wanted["may_offer"]:
        money = figure["metric"] in MONEY_METRICS
        assert money or figure["metric"] in COUNT_METRICS
        assert is_currency(figure["currency"]) if money else figure["currency"] == ""
        assert figure["qualifier"] in QUALIFIERS
        assert (figure["qualifier"] == "range") == (figure["value_max"] is not None)
        assert figure["horizon"] in HORIZONS or figure["horizon"].startswith("by_year:")
        assert figure["editions"]
    assert {figure["metric"] for figure in article.wanted["may_offer"]} <= OFFERED
    assert not {figure["metric"] for figure in article.wanted["figures"]} & OFFERED


@each_article
def test_relations_point_to_what_they_may(article):
    figures = article.wanted["figures"]
    for i, figure in enumerate(figures):
        for relation in ("of_which", "equivalent_of"):
            assert figure[relation] is None or figure[relation] in set(range(len(figures))) - {i}
        if (whole := figure["of_which"]) is not None:
            assert figures[whole]["metric"] == figure["metric"]
        if (other := figure["equivalent_of"]) is not None:
            same = ("metric", "location", "editions", "horizon", "scope_note")
            assert all(figures[other][key] == figure[key] for key in same)
            assert figures[other]["currency"] != figure["currency"]


@each_article
def test_slugs_are_those_of_the_starter_data(article):
    conferences, places, sectors = map(slugs, ("conferences", "locations", "sectors"))
    assert article.wanted["conference"]["slug"] in conferences
    for record in [*records(article), article.wanted["edition"]]:
        assert record["location"] in places
        assert record.get("sector", "") in sectors


@each_article
def test_projects_are_whole(article):
    for project in article.wanted["projects"]:
        assert project["name"]
        assert project["investors"]
        assert all(investor in article.text for investor in project["investors"])
        assert is_currency(project["currency"])
        assert project["qualifier"] in QUALIFIERS
        jobs = project["jobs"] or 0
        assert not jobs or str(jobs) in article.text or f"{jobs:,}" in article.text


@each_article
def test_source_and_edition_are_written_in_the_article(article):
    source, edition = article.wanted["source"], article.wanted["edition"]
    assert source["kind"] in SOURCE_KINDS
    for name in ("url", "title", "publisher"):
        assert source.get(name, "") in article.text
    if source["published_on"]:
        assert re.search(rf"{int(source['published_on'][-2:])}\D", article.text)
    assert edition["place"].casefold() in article.text.casefold()
    days = [edition[name] for name in ("starts_on", "ends_on") if edition.get(name)]
    assert days == sorted(days)
    assert all(map(datetime.date.fromisoformat, days))


@each_article
def test_proposing_exactly_what_is_wanted_is_perfect(article):
    accuracy = measure([article], lambda text: reading_of(article))
    assert accuracy.misses == []
    assert all(tally.right == tally.wanted == tally.proposed for tally in accuracy.fields.values())


def test_there_are_articles_in_both_languages():
    found = [each.wanted["source"]["language"] for each in articles(DATA / "tuning")]
    assert found.count("en") >= 15
    assert found.count("zh") >= 12


def test_an_article_without_an_answer_is_refused(tmp_path):
    (tmp_path / "one.txt").write_text("An article.")
    with pytest.raises(NotMeasurable, match=r"has no one\.json"):
        articles(tmp_path)


def test_a_broken_answer_is_refused(tmp_path):
    (tmp_path / "one.txt").write_text("An article.")
    (tmp_path / "one.json").write_text("{")
    with pytest.raises(NotMeasurable, match="is not JSON"):
        articles(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(NotMeasurable, match="holds no article"):
        articles(tmp_path)
