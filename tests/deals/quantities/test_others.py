"""Numbers that are no amounts are never found as such."""

import pytest

from deals.quantities import find

YEARS = (
    "2024|2024年|in 2025|by 2030|since 2022,|FY24|FY2024-25|2022-2024|2022–2024|from 2022 to 2024"
)
YEARS += "|2024/25|1990s|90后|’24|二〇二四年|2025财年|mid-2025|early 2025|Q3 2024|2024-2026年"
DATES = "2 September|September 2, 2024|Sept. 1|2-4 September 2024|30 August to 1 September|9月1日"
DATES += (
    "|9月1日至3日|2024-09-01|01/09/2024|1.9.2024|2024年9月1日|1至6月|八月三十日|May 2024|9月2日电"
)
ORDINALS = "third|3rd|the 21st century|第三届|第3届|首届|第十四届|一期|20世纪|40周年|No. 3|第一批"
ORDINALS += (
    "|Phase 2|page 12|pp. 12-14|第12页|Chapter 3|Article 5|3号楼|十四五|Fortune 500|世界500强"
)
SHARES = "5%|5.5 percent|5-7%|百分之五|五成|5 percentage points|0.5个百分点|1/3|one-third|三分之一"
TIMES = "10:30|10 a.m.|at 9am|上午10时30分|14:00-16:00|3:1|24/7"
NAMES = (
    "5G|A320|COVID-19|B2B|Web3|G20|COP28|Industry 4.0|工业4.0|v2.0|iPhone 15|Boeing 737|ISO 9001"
)
NAMES += "|MENAFN02092024000045015839ID1108625738|http://example.com/2024/137|a137@example.com"
NAMES += "|+86 10 1234 5678|010-12345678|(021) 555-1234|021-968888"
NAMES += "|Vision 2030|4K|2x|A350-1000|007|H.R. 5376"
WORDS = (
    "一带一路|一个平台|统一|进一步|万科|千方百计|几十个项目|数百亿元|two-thirds|one of the largest"
)
WORDS += "|three-day event|hundreds of jobs|tens of thousands|dozens|−5"
NO_AMOUNTS = [
    text
    for texts in (YEARS, DATES, ORDINALS, SHARES, TIMES, NAMES, WORDS)
    for text in texts.split("|")
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
@pytest.mark.parametrize(
    "sentence", ["{}", "It said {} today.", "据悉{}，"], ids=["alone", "en", "zh"]
)
def test_is_no_amount(text, sentence):
    assert find(sentence.format(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A total of 2024 projects were signed", 2024),
        ("1900余名嘉宾", 1900),
        ("In 2024, 137 projects", 137),
        ("On 2 September 137 projects", 137),
        ("9月签约137个项目", 137),
        ("50日元", 50),
        ("第三届大会签约137个项目", 137),
        ("15 percent of 200 projects", 200),
    ],
)
def test_an_amount_beside_them_is_found(text, value):
    assert [found.value for found in find(text)] == [value]
