"""Phrases as news stories write them, and what they say."""

import csv
from pathlib import Path

import pytest

from deals.quantities import find

B = 10**9
PHRASES = [
    # English
    ("95.25 billion yuan", 95_250_000_000, "CNY", "exact"),
    ("about $13.4 billion", 13_400_000_000, "USD", "about"),
    ("approximately 13.4 billion U.S. dollars", 13_400_000_000, "USD", "about"),
    ("nearly 400 industry experts", 400, "", "nearly"),
    ("more than 20,000 jobs", 20_000, "", "more_than"),
    ("exceeding 200 billion yuan", 200 * B, "CNY", "more_than"),
    ("at least 25 announcements", 25, "", "at_least"),
    ("no fewer than 12 deals", 12, "", "at_least"),
    ("up to £1bn", B, "GBP", "up_to"),
    ("some 4 billion euros", 4 * B, "EUR", "about"),
    ("just under €2tn", 2000 * B, "EUR", "nearly"),
    ("USD13.4B", 13_400_000_000, "USD", "exact"),
    ("US$ 5m", 5_000_000, "USD", "exact"),
    ("CN¥ 5 bn", 5 * B, "CNY", "exact"),
    ("RMB 5 billion", 5 * B, "CNY", "exact"),
    ("A$3.5m", 3_500_000, "AUD", "exact"),
    ("HK$5 billion", 5 * B, "HKD", "exact"),
    ("$5 billion CAD", 5 * B, "CAD", "exact"),
    ("$600-billion commitment", 600 * B, "USD", "exact"),
    ("500 million Qatari riyals", 500_000_000, "QAR", "exact"),
    ("six billion euros", 6 * B, "EUR", "exact"),
    ("half a billion dollars", B // 2, "USD", "exact"),
    ("two and a half billion dollars", 2_500_000_000, "USD", "exact"),
    ("over a billion pounds", B, "GBP", "more_than"),
    ("thirty-eight production projects", 38, "", "exact"),
    ("one hundred and twenty-three thousand jobs", 123_000, "", "exact"),
    ("Twenty or so projects", 20, "", "about"),
    ("14,342,000+ visitors", 14_342_000, "", "at_least"),
    ("10bn yuan or more", 10 * B, "CNY", "at_least"),
    # Chinese
    ("签约总金额952.5亿元", 95_250_000_000, "CNY", "exact"),
    ("协议投资额近3000亿元", 300 * B, "CNY", "nearly"),
    ("1000多亿元", 100 * B, "CNY", "more_than"),
    ("累计签约重大项目200余个", 200, "", "more_than"),
    ("超过2万个", 20_000, "", "more_than"),
    ("不超过2万个", 20_000, "", "up_to"),
    ("投资不低于50亿元", 5 * B, "CNY", "at_least"),
    ("50亿元以上", 5 * B, "CNY", "at_least"),
    ("3000个左右", 3000, "", "about"),
    ("1.5万亿美元", 1500 * B, "USD", "exact"),
    ("一百三十七个", 137, "", "exact"),
    ("三万五千人", 35_000, "", "exact"),
    ("九百五十二点五亿元", 95_250_000_000, "CNY", "exact"),
    ("超千亿元", 100 * B, "CNY", "more_than"),
    ("近百家企业", 100, "", "nearly"),
    ("逾１,２３４亿港元", 123_400_000_000, "HKD", "more_than"),
    ("2000亿元人民币", 200 * B, "CNY", "exact"),
    ("签约137个项目", 137, "", "exact"),
    ("附近100家企业", 100, "", "exact"),
    # Japanese
    ("861億3000万円", 86_130_000_000, "JPY", "exact"),
    ("3万人近い新規雇用", 30_000, "", "nearly"),
    ("年間生産高は900億元を突破", 90 * B, "CNY", "more_than"),
    # Indian
    ("Rs 6.64 lakh crore", 6_640_000_000_000, "INR", "exact"),
    ("₹1,500 crore", 15 * B, "INR", "exact"),
    ("26.9 lakh jobs", 2_690_000, "", "exact"),
    ("INR 11,87,756 crores", 11_877_560_000_000, "INR", "exact"),
    ("Rs 5.5L crores", 5_500_000_000_000, "INR", "exact"),
    ("26,90,657 jobs", 2_690_657, "", "exact"),
    # European
    ("1,5 milliard d'euros", 1_500_000_000, "EUR", "exact"),
    ("13 000 emplois", 13_000, "", "exact"),
    ("13\u202f000 emplois", 13_000, "", "exact"),
    ("13.000 emplois directs", 13_000, "", "exact"),
    ("plus de 2 milliards", 2 * B, "", "more_than"),
    ("une dizaine de milliards", 10 * B, "", "about"),
    ("rund 2,5 Mrd. Euro", 2_500_000_000, "EUR", "about"),
    ("über 26 Milliarden Euro", 26 * B, "EUR", "more_than"),
    ("más de 3 mil millones de dólares", 3 * B, "USD", "more_than"),
    ("Rp4.694 triliun", 4_694_000_000_000_000, "IDR", "exact"),
    ("trên 11 tỷ USD", 11 * B, "USD", "more_than"),
    ("почти 38 тыс. новых рабочих мест", 38_000, "", "nearly"),
    ("بأكثر من 50 مليار دولار", 50 * B, "USD", "more_than"),
]
RANGES = [
    ("between 5 and 7 billion", 5 * B, 7 * B, ""),
    ("between €5bn and €7bn", 5 * B, 7 * B, "EUR"),
    ("US$ 5-7 billion", 5 * B, 7 * B, "USD"),
    ("$500 million–$1 billion", B // 2, B, "USD"),
    ("5,000 to 7,000 jobs", 5000, 7000, ""),
    ("Rs 5,000-7,000 crore", 50 * B, 70 * B, "INR"),
    ("约30亿—50亿元", 3 * B, 5 * B, "CNY"),
    ("500万至1000万元", 5_000_000, 10_000_000, "CNY"),
    ("介于50亿元和70亿元之间", 5 * B, 7 * B, "CNY"),
    ("sekitar US$ 7 miliar- US$ 8 miliar", 7 * B, 8 * B, "USD"),
]
SHARED = Path(__file__).parents[4] / "shared" / "wording" / "phrases.csv"


@pytest.mark.parametrize(
    ("text", "value", "currency", "qualifier"), PHRASES, ids=[phrase[0] for phrase in PHRASES]
)
def test_a_phrase_says(text, value, currency, qualifier):
    (found,) = find(text)
    assert (found.value, found.value_max) == (value, None)
    assert (found.currency, found.qualifier) == (currency, qualifier)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"), RANGES, ids=[phrase[0] for phrase in RANGES]
)
def test_a_range_has_two_ends_in_one_unit(text, low, high, currency):
    (found,) = find(text)
    assert (found.value, found.value_max, found.currency) == (low, high, currency)
    assert (found.qualifier, found.text) == ("range", text.removesuffix(" jobs"))


def test_a_rise_is_no_range_but_shares_its_unit():
    first, second = find("Sales rose from 5 to 7 billion yuan.")
    assert (first.value, second.value) == (5 * B, 7 * B)
    assert first.currency == second.currency == "CNY"


@pytest.mark.parametrize(
    ("text", "values"),
    [("10-5 jobs", [10, 5]), ("500-1.2bn", [500, 1_200_000_000]), ("€5bn to $6bn", [5 * B, 6 * B])],
)
def test_what_is_no_range_stays_two_quantities(text, values):
    assert [found.value for found in find(text)] == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("137 projects worth 95.25 billion yuan", ["projects", ""]),
        ("年产30GWh电池，占地500亩，签约项目133个", ["GWh", "亩", "个"]),
        ("12万平方米 and 500万千瓦", ["平方米", "千瓦"]),
        ("a 100-MW plant in 3 years", ["MW", "years"]),
    ],
)
def test_the_word_behind_a_number_says_what_it_counts(text, words):
    assert [found.unit_word for found in find(text)] == words


def test_each_quantity_of_a_sentence_is_found_in_its_place():
    text = (
        "Among the 137 projects, 133 will be in Yibin, with a total of over 84.55bn yuan ($12bn)."
    )
    found = find(text)
    assert [q.text for q in found] == ["137", "133", "over 84.55bn yuan", "$12bn"]
    assert all(text[q.start : q.end] == q.text for q in found)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("China invested ¥5 billion", "CNY"),
        ("Japan invested ¥5 billion", "JPY"),
        ("投资¥5亿", "CNY"),
        ("¥5億を投じる", "JPY"),
    ],
)
def test_the_text_tells_what_a_bare_yen_sign_means(text, currency):
    assert [found.currency for found in find(text)] == [currency]


@pytest.mark.parametrize("text", ["¥5 billion", "€13.000", "10,000 trillion", "1,2,3,4"])
def test_what_stays_ambiguous_is_left_out(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("numbers", "value"), [("en", 13), ("in", 13), ("eu", 13_000)], ids=["en", "in", "eu"]
)
def test_a_stated_way_of_writing_numbers_decides(numbers, value):
    assert [found.value for found in find("13.000 €", numbers=numbers)] == [value]


@pytest.mark.skipif(not SHARED.exists(), reason="the collected phrases are not on this machine")
def test_nearly_all_collected_phrases_are_read_exactly():
    with SHARED.open() as file:
        rows = list(csv.DictReader(file))
    read = [row for row in rows if any(says(row, found) for found in find(row["as_written"]))]
    assert len(read) / len(rows) > 0.97


def says(row, found):
    high = int(row["value_max"]) if row["value_max"] else None
    return (
        (found.value, found.value_max, found.qualifier)
        == (int(row["value"]), high, row["qualifier"])
        # A phrase such as “20 milliards” leaves its currency to the article.
        and found.currency in {row["currency"], ""}
    )
