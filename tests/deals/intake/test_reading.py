"""An article as a whole: exactly what an editor would tick, nothing beside the point."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deals import intake
from deals.intake.gazetteer import Gazetteer
from deals.models import Edition, ReportedFigure
from tests import factories

SEED = Path(__file__).parents[4] / "shared" / "seed" / "2024-world-power-battery-conference.txt"
PARAPHRASE = """Battery makers sign 137 projects in Sichuan
(MENAFN) The 2024 World Power Battery Conference got under way on Sunday in Yibin, Sichuan \
Province, where 137 projects were signed that bring an investment of 95.25 billion yuan (about \
13.4 billion U.S. dollars). Nearly 400 experts from home and abroad attended.
Of the 137 projects, 133 will be located in Yibin, with an investment of 84.55 billion yuan. Once \
fully operational, these projects are to yield an annual output value of over 100 billion yuan \
and more than 20,000 jobs.
The meeting has grown since its inception in 2022. In its previous two editions, more than 100 \
projects were signed, with a total investment exceeding 200 billion yuan.
MENAFN02092024000045015839ID1108625738
Legal Disclaimer:
We are not responsible for 500 projects."""
NINE = [
    ("projects", 137, "", "exact", "", "at_signing", None, None),
    ("investment", 95_250_000_000, "CNY", "exact", "", "at_signing", None, None),
    ("investment", 13_400_000_000, "USD", "about", "", "at_signing", None, 1),
    ("projects", 133, "", "exact", "Yibin", "at_signing", 0, None),
    ("investment", 84_550_000_000, "CNY", "exact", "Yibin", "at_signing", 1, None),
    (
        *("output_value", 100_000_000_000, "CNY", "more_than", "Yibin"),
        *("per_year_at_full_operation", None, None),
    ),
    ("jobs", 20_000, "", "more_than", "Yibin", "at_full_operation", None, None),
    ("projects", 100, "", "more_than", "", "at_signing", None, None),
    ("investment", 200_000_000_000, "CNY", "more_than", "", "at_signing", None, None),
]


@pytest.fixture
def yibin(db):
    china = factories.create_country(slug="china", name="China")
    sichuan = factories.create_place(parent=china, slug="sichuan", name="Sichuan", kind="region")
    return factories.create_place(parent=sichuan, slug="yibin", name="Yibin", kind="city")


def ticked(reading):
    return [each for each in reading.figures if each.ticked]


def said(figure, reading):
    """The figure's facts, with relations counted among what is ticked."""
    position = {id(each): index for index, each in enumerate(ticked(reading))}

    def related(index):
        return None if index is None else position[id(reading.figures[index])]

    return (
        *(figure.metric, figure.value, figure.currency, figure.qualifier, figure.place),
        *(figure.horizon, related(figure.of_which), related(figure.equivalent_of)),
    )


def articles():
    seed = [pytest.param(SEED, id="seed")] if SEED.exists() else []
    return [pytest.param(PARAPHRASE, id="paraphrase"), *seed]


@pytest.fixture(params=articles())
def battery(request, yibin):
    text = request.param if isinstance(request.param, str) else request.param.read_text()
    return intake.read(text)


def test_exactly_the_nine_figures_are_ticked(battery):
    assert [said(figure, battery) for figure in ticked(battery)] == NINE


def test_the_last_two_are_about_both_former_editions_together(battery):
    editions = [figure.editions for figure in ticked(battery)]
    assert editions == [["2024"]] * 7 + [["2022", "2023"]] * 2


def test_the_edition_is_the_third_and_opens_on_the_sunday(battery):
    edition = battery.edition
    assert battery.conference.name == "World Power Battery Conference"
    assert (edition.label, edition.ordinal, edition.location) == ("2024", 3, "yibin")
    assert edition.starts_on == datetime.date(2024, 9, 1)


def test_experts_are_offered_as_attendees_only(battery):
    (offered,) = [each for each in battery.figures if not each.ticked]
    assert (offered.metric, offered.value, offered.qualifier) == ("attendees", 400, "nearly")


def test_there_is_no_individual_deal(battery):
    assert battery.projects == []


def test_every_phrase_stands_where_it_says(battery):
    for figure in battery.figures:
        assert battery.text[figure.start : figure.end] == figure.text
        assert figure.text in figure.sentence


def test_an_empty_database_leaves_names_as_written(db):
    edition = intake.read(PARAPHRASE).edition
    assert (edition.place, edition.location, edition.slug) == ("Yibin", "", "")


# What is not about the event


@pytest.mark.parametrize(
    "sentence",
    [
        "China's GDP grew 5 percent to 134.9 trillion yuan.",
        "Nordvand reported sales of 7 billion yuan last year.",
        "Crude oil cost $71.40 a barrel.",
        "The country needs 20 billion dollars a year for power lines.",
        "The city's battery output grew 34.5 percent to 88 billion yuan in 2023.",
        "The hall covers 20,000 square metres.",
        "Yibin has 4.6 million people.",
        "全市锂电产业产值达612亿元，增长21%。",
        "门票每张500元。",
        "大会设1个主论坛和15个分论坛。",
    ],
)
def test_other_numbers_are_not_ticked(sentence, db):
    reading = intake.read(f"{PARAPHRASE.split('MENAFN0')[0]}{sentence}")
    assert len(ticked(reading)) == len(NINE)


# Individual deals


@pytest.mark.parametrize(
    ("sentence", "investors", "amount", "place", "jobs"),
    [
        (
            "Microsoft will invest €4 billion in cloud infrastructure in France.",
            *(["Microsoft"], 4_000_000_000, "France", None),
        ),
        (
            "The Danish pump maker Nordvand plans to spend €85 million on a plant near Dunkirk "
            "with 210 jobs.",
            *(["Nordvand"], 85_000_000, "Dunkirk", 210),
        ),
        (
            "Ibergas and the Portuguese fund Tejo Capital will jointly invest €610 million in a "
            "plant at Palos.",
            *(["Ibergas", "Tejo Capital"], 610_000_000, "Palos", None),
        ),
        (
            "Acme Water signed a $600 million contract to build a plant in Oran.",
            *(["Acme Water"], 600_000_000, "Oran", None),
        ),
        (
            "德国企业海因里希传动将出资1.6亿欧元在株洲建减速机工厂，招聘420人。",
            *(["海因里希传动"], 160_000_000, "株洲", 420),
        ),
        (
            "蓝岭科技与宜宾市政府签署协议，拟投资12.5亿元建设电池回收工厂。",
            *(["蓝岭科技"], 1_250_000_000, "", None),
        ),
    ],
)
def test_a_deal_becomes_a_project(sentence, investors, amount, place, jobs, db):
    (project,) = intake.read(sentence).projects
    assert (project.investors, project.amount) == (investors, amount)
    assert (project.place, project.jobs) == (place, jobs)


@pytest.mark.parametrize(
    "sentence",
    [
        "Companies will invest €4 billion in 40 projects.",
        "The Tamil Nadu government signed 37 memorandums worth ₹31,200 crore.",
        "会上集中签约产业项目14个，计划总投资236亿元。",
    ],
)
def test_the_sum_of_an_event_is_no_deal(sentence, db):
    assert intake.read(sentence).projects == []


# What is stored already


def test_a_stored_figure_is_marked_and_not_ticked(yibin):
    conference = factories.create_conference(slug="wpbc", name="World Power Battery Conference")
    edition = factories.create_edition(conference=conference, label="2024", year=2024)
    stored = factories.create_figure(editions=[edition], metric="projects", value=137)
    first, second = intake.read(PARAPHRASE).figures[:2]
    assert (first.known, first.ticked) == (stored.ref, False)
    assert (second.known, second.ticked) == ("", True)


def test_reading_changes_nothing_and_asks_little(yibin, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        intake.read(PARAPHRASE)
    assert not Edition.objects.exists()
    assert not ReportedFigure.objects.exists()


# Any text

EMPTY = Gazetteer()
PIECES = st.sampled_from(
    [
        *(
            "137 projects",
            "95.25 billion yuan",
            "（约13.4亿美元）",
            "第三届",
            "大会",
            "。",
            "，",
            "\n",
        ),
        *(
            " in Yibin",
            "Of these, ",
            "the 2024 ",
            "Forum ",
            "9月1日至3日",
            "\ud800",
            "“",
            "İ",
            "-- ",
        ),
        *("previous two editions", "前两届", "0月99日", "(Xinhua)", "来源：", "5 to 3", "٣", "\0"),
    ]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@example("第届 届 第〇届大会 1月1日")
def test_no_text_is_too_strange(text):
    reading = intake.read(text, known=EMPTY)
    assert all(text[each.start : each.end] == each.text for each in reading.figures)


@pytest.mark.parametrize(
    "piece", ["签约项目5个，投资3亿元，", "Of these, 133 projects in Yibin ", "(", "The A Forum "]
)
def test_a_long_text_takes_seconds_only(piece):
    begun = time.monotonic()
    intake.read(piece * (60_000 // len(piece.encode())), known=EMPTY)
    assert time.monotonic() - begun < 20


def test_a_text_above_the_limit_is_refused_with_the_limit():
    with pytest.raises(intake.TooLong, match="at most 200,000"):
        intake.read("宜" * 70_000, known=EMPTY)


def test_the_same_text_gives_the_same_reading():
    assert intake.read(PARAPHRASE, known=EMPTY) == intake.read(PARAPHRASE, known=EMPTY)
