"""Which numbers are proposed for saving, what they measure and what they are about."""

import pytest

from deals import intake
from tests import factories

LEAD = (
    "Riverside Post, 12 June 2026\n"
    "The third Riverside Investment Forum closed in Yibin on 11 June 2026 with 40 projects worth "
    "9 billion euros. "
)
ZH_LEAD = (
    "江城日报2026年6月12日讯 第三届江城投资大会6月11日在宜宾闭幕，签约项目40个，总投资900亿元。"
)


@pytest.fixture(autouse=True)
def places(db):
    china = factories.create_country(slug="china", name="China", name_zh="中国")
    factories.create_place(parent=china, slug="yibin", name="Yibin", name_zh="宜宾", kind="city")
    factories.create_place(parent=china, slug="leeds", name="Leeds", name_zh="利兹", kind="city")


def added(sentence):
    """What a sentence adds to the two figures of the lead in its language."""
    lead = LEAD if sentence.isascii() else ZH_LEAD
    return [each for each in intake.read(f"{lead}{sentence}").figures if each.ticked][2:]


def numbers(sentence):
    return [(each.metric, each.value, each.qualifier) for each in added(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Leeds takes 12 of them, for 2 billion euros.", [("projects", 12), ("investment", 2)]),
        ("Nine were with partners from abroad.", [("projects", 9)]),
        ("They amount to 3 billion euros.", [("investment", 3)]),
        ("Nine of the 40 projects concern steel.", [("projects", 9)]),
        ("利兹一地就拿下12个、20亿元。", [("projects", 12), ("investment", 2)]),
        ("落户利兹的有9个。", [("projects", 9)]),
        ("医疗器械类30亿元。", [("investment", 3)]),
    ],
)
def test_what_is_left_out_is_carried_on_from_the_figure_before(sentence, expected):
    billion = {"investment": 10**9, "projects": 1}
    found = [(metric, value // billion[metric]) for metric, value, _qualifier in numbers(sentence)]
    assert found == expected


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("The government expects 9,300 posts.", "jobs"),
        ("The plants would give work to 9,300 engineers and technicians.", "jobs"),
        ("Officials put the employment potential at 9,300.", "jobs"),
        ("The number of agreements came to 9,300.", "agreements"),
        ("There were 9,300 announcements.", "projects"),
        ("Visitors saw 9,300 accords signed.", "agreements"),
    ],
)
def test_a_count_has_the_metric_of_its_noun(sentence, metric):
    assert [each[:2] for each in numbers(sentence)] == [(metric, 9300)]


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("29 accords were signed whose combined value is put at 7 billion dollars.", "deal_value"),
        ("Airlines took 29 jets, a haul listed at 7 billion dollars.", "order_value"),
        ("Investors unveiled 29 schemes representing 7 billion dollars.", "investment"),
    ],
)
def test_money_is_what_its_count_is_worth(sentence, metric, monkeypatch):
    lead = "The third Riverside Investment Forum closed in Yibin on 11 June 2026. "
    figures = intake.read(f"{lead}{sentence}").figures
    assert [each.metric for each in figures if each.currency] == [metric]


@pytest.mark.parametrize(
    "sentence",
    [
        "That equals US$10 billion.",
        "The figure translates into around $10 billion.",
        "折合约100亿美元。",
    ],
)
def test_a_sentence_of_its_own_converts_the_amount_before(sentence):
    (figure,) = added(sentence)
    assert (figure.equivalent_of, figure.metric, figure.currency) == (1, "investment", "USD")


@pytest.mark.parametrize(
    ("sentence", "edition"),
    [
        ("The 2024 event had fetched 8 billion euros.", "2024"),
        ("The second forum, a year earlier, closed with 8 billion euros.", "2025"),
        ("That compares with 8 billion euros at last year's forum.", "2025"),
        ("两年前的同一大会筹得80亿元。", "2024"),
        ("2025年的大会曾签下80亿元。", "2025"),
        ("上届大会引资80亿元。", "2025"),
    ],
)
def test_money_of_a_former_edition_is_that_editions(sentence, edition):
    assert [each.editions for each in added(sentence)] == [[edition]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Parking was 32 dollars a day.",
        "Wages in the trade average 5.4 million yen.",
        "Earlier in June, a mining meeting in the same halls announced 3.3 billion dollars.",
        "The company will pay 410 million dollars and hire 185 workers.",
        "Damage was estimated at 8.8 billion dollars.",
        "Ferrale chose Phoenix for a 65 million dollar training centre.",
        "飞行表演共23架次。",
        "美国外资存量已达5.9万亿美元。",
        "康华生物则把7.8亿元投向上海的疫苗生产线。",
    ],
)
def test_numbers_of_something_else_are_refused(sentence):
    assert numbers(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Leeds takes 12 of them.", "leeds"),
        ("The host city takes 12 of them.", "yibin"),
        ("宜宾拿下12个。", "yibin"),
        ("落户利兹的有12个。", "leeds"),
    ],
)
def test_the_place_that_takes_a_part_is_its_scope(sentence, place):
    (figure,) = added(sentence)
    assert (figure.location, figure.of_which) == (place, 0)


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        ("Nine of them exceed 1 billion euros apiece.", "billion"),
        ("其中9个投资额超过5亿元。", "投资额超过5亿元"),
        ("Nine were with partners from abroad.", "partners"),
    ],
)
def test_a_part_without_a_place_is_called_by_its_words(sentence, note):
    (figure,) = added(sentence)
    assert note in figure.scope_note
    assert figure.of_which == 0


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("The money is spread over 49 announcements.", "exact"),
        ("There were commitments adding up to 49 projects.", "exact"),
        ("As many as 49 pacts were inked.", "exact"),
        ("They could employ as many as 49 people.", "up_to"),
        ("铜矿约占49亿元。", "about"),
    ],
)
def test_a_hedge_counts_only_where_it_is_one(sentence, qualifier):
    assert [each.qualifier for each in added(sentence)] == [qualifier]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Steel's slice is 3 billion euros.", 3),
        ("By sector, 3 billion euros go to steel.", 3),
    ],
)
def test_money_that_nobody_else_pays_is_a_share_of_the_sum_before(sentence, expected):
    (figure,) = added(sentence)
    assert (figure.metric, figure.value // 10**9, figure.of_which) == ("investment", expected, 1)


def test_an_ordinal_alone_is_an_edition():
    found = added("The second forum raised 8 billion euros, and the first 7 billion euros.")
    assert [each.editions for each in found] == [["2025"], ["2024"]]


def test_a_district_that_takes_a_share_needs_not_be_known():
    (figure,) = added("两江新区独揽25个。")
    assert (figure.place, figure.of_which) == ("两江新区", 0)


@pytest.mark.parametrize(
    ("sentence", "horizon"),
    [
        ("When all lines run at capacity, they employ 900 people.", "at_full_operation"),
        ("Once everything is up and running, they employ 900 people.", "at_full_operation"),
        ("项目建成投产并满负荷运行后，吸纳就业900人。", "at_full_operation"),
    ],
)
def test_full_operation_in_other_words(sentence, horizon):
    assert [each.horizon for each in added(sentence)] == [horizon]


def test_money_without_words_is_what_an_event_of_this_name_brings():
    text = (
        "Island Dispatch, 28 January 2026\nGovernments and lenders offered $1.85bn at the Island "
        "Recovery Donors' Conference in Leeds on 27 January 2026."
    )
    assert [each.metric for each in intake.read(text).figures] == ["pledges"]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Twelve of them are in Thornby.", "Thornby"),
        ("Twelve of the projects, worth 2 billion euros, concern the zone at Thornby.", "Thornby"),
        ("Thornby got 12 of the projects.", "Thornby"),
        ("Companies from Leeds signed 12 of the projects.", "Leeds"),
        ("Thornby County receives 2 billion euros.", "Thornby"),
    ],
)
def test_words_bind_a_place_to_a_number_known_or_not(sentence, place):
    assert added(sentence)[0].place == place


def test_a_first_day_of_a_former_edition_is_said():
    (figure,) = added("In 2025 the opening day had brought 7 billion euros.")
    assert figure.editions == ["2025"]
    assert figure.scope_note == "first day"


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("大会签署24项协议，总金额103亿美元。", "deal_value"),
        ("大会形成合作成果24个，计划投资和贸易总额103亿元。", "deal_value"),
        ("大会签约项目24个，总金额103亿元。", "investment"),
    ],
)
def test_a_sum_of_agreements_is_no_investment(text, metric):
    figures = intake.read(f"江城日报2026年6月12日讯 {text}").figures
    assert [each.metric for each in figures if each.currency] == [metric]
