"""Title, publisher, day and dateline are told apart from the running text."""

import datetime

import pytest

from deals.intake.header import read_header

DAY = datetime.date(2026, 9, 17)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("CHENGDU, Sept. 17, 2026 (Xinhua) -- ", "Xinhua"),
        ("River Post, 17 September 2026\n", "River Post"),
        ("River Post | Chengdu | 17 September 2026\n", "River Post"),
        ("By Ann Lee, River Post, September 17, 2026\n", "River Post"),
        ("River Post. Published: 17 September 2026\n", "River Post"),
        ("AUSTIN, Texas, Sept. 17, 2026 /River Post/ -- ", "River Post"),
        ("来源：川江晚报 2026年9月17日\n", "川江晚报"),
        ("川江财经网 作者：王红 2026-09-17 08:15\n", "川江财经网"),
        ("拉美经贸通讯成都2026年9月17日电 ", "拉美经贸通讯"),
        ("川江快报讯（2026年9月17日） ", "川江快报"),
        ("2026-09-17 来源：川江晚报\n", "川江晚报"),
        ("新华社成都2026年9月17日电（记者 甲）", "新华社"),
        ("川江晚报2026年9月17日讯 ", "川江晚报"),
        ("（川江晚报 2026年9月17日）", "川江晚报"),
    ],
)
def test_publisher_and_day_stand_in_many_forms(head, publisher):
    chinese = any(char >= "\u4e00" for char in head)
    body = "大会在宜宾举行，签约项目137个。" if chinese else "They met in Yibin and signed much."
    text = f"A title\n{head}{body}\n"
    header = read_header(text)
    assert (header.title, header.publisher, header.published_on) == ("A title", publisher, DAY)
    assert text[header.begin :].startswith(body)


def test_the_stamp_of_an_agency_gives_the_day_and_ends_the_text():
    text = "A title\n(MENAFN) They met.\nMENAFN02092024000045015839ID11\nLegal Disclaimer:\nNo."
    header = read_header(text)
    assert (header.publisher, header.published_on) == ("MENAFN", datetime.date(2024, 9, 2))
    assert text[header.begin : header.end] == "They met.\n"


def test_a_dateline_names_the_city():
    assert read_header("T\nHUELVA, Spain. Contracts were signed.").city == "HUELVA"


def test_an_address_above_the_text_is_the_address():
    header = read_header("T\nhttps://west.example/a\nWest Post, 9 October 2025\nIt closed.")
    assert (header.url, header.publisher) == ("https://west.example/a", "West Post")


def test_a_text_without_header_has_none():
    header = read_header("At the fair, 40 projects were signed.")
    assert (header.title, header.publisher, header.published_on) == ("", "", None)


def test_no_year_is_guessed_from_a_target():
    assert read_header("T\nKIGALI, March 14 (Reuters) - It wants 5 by 2030.").published_on is None


@pytest.mark.parametrize(
    "head",
    [
        "River Post, 17 September 2026\nDeals in Yibin\n",
        "River Post | Thursday, 17 September 2026\nDeals in Yibin\n",
        "River Post\n17 September 2026\nDeals in Yibin\n",
        "Deals in Yibin\nRiver Post\nBy Ann Lee\n17 September 2026, 09:30 GMT\n",
        "River Post: deals in Yibin\nPress release, 17 September 2026\n",
    ],
)
def test_publisher_and_title_stand_in_any_order(head):
    header = read_header(f"{head}They met in Yibin and signed much.\n")
    assert (header.publisher, header.published_on) == ("River Post", DAY)
    assert header.title.casefold().endswith("deals in yibin")


def test_the_last_line_can_name_the_publisher():
    header = read_header("T\nThey met in Yibin and signed much.\nRiver Post, Sept. 17, 2026\n")
    assert (header.publisher, header.published_on) == ("River Post", DAY)


def test_a_dateline_needs_no_agency():
    header = read_header("T\nYIBIN, 17 September 2026 — They met and signed much.")
    assert (header.city, header.published_on) == ("YIBIN", DAY)
