"""How text is taken apart for the search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals import tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("World Power Battery", "world power battery"),
        ("宜宾", "宜宾 宾"),
        ("国", "国"),
        ("动力电池", "动力 力电 电池 池"),
        ("2024世界大会", "2024 世界 界大 大会 会"),
        ("Ｂａｔｔｅｒｙ ２０２４", "battery 2024"),
        ("Schäfer Ördög Straße", "schafer ordog strasse"),
        ("phase_2, 100% (p-plant)", "phase 2 100 p plant"),
        ("ｶﾞｽ", "ガス ス"),
        ("हिन्दी भारत", "हिन्दी भारत"),
        ("it's a it's", "it s a"),
        ("😀 \U0001f1e8\U0001f1f3 %% \\ '\"", ""),
    ],
)
def test_text_becomes_tokens(text, found):
    assert tokens.index_text([text]) == found


@pytest.mark.parametrize(
    ("question", "asked"),
    [("宜宾", ["宜宾"]), ("动力电池 yibi", ["动力", "力电", "电池", "yibi"]), ("宜", ["宜"])],
)
def test_a_question_asks_for_pairs_but_not_for_a_last_character(question, asked):
    assert tokens.terms(question) == asked


@pytest.mark.parametrize(
    ("text", "question", "shown"),
    [
        ("Contemporary Amperex", "amp", "Contemporary [Amp]erex"),
        ("四川宜宾", "宜宾", "四川[宜宾]"),
        ("宁德时代新能源", "时代新", "宁德[时代新]能源"),
        ("Ｙｉｂｉｎ, Schäfer", "yibi schafer", "[Ｙｉｂｉ]ｎ, [Schäfer]"),
        ("Yibin", "bin", "Yibin"),
        ("Straße", "strass", "[Straß]e"),
    ],
)
def test_what_matches_is_marked(text, question, shown):
    pieces = tokens.marked(text, tokens.terms(question))
    assert "".join(f"[{part}]" if hit else part for part, hit in pieces) == shown


@given(st.text())
def test_each_token_is_letters_and_digits_only(text):
    for token in tokens.index_text([text]).split(" "):
        assert all(tokens._WORD.fullmatch(char) or char in tokens._MARKS for char in token)
        assert len(token.encode()) < 2047


@given(st.text())
def test_a_text_answers_a_question_of_its_own_words(text):
    asked = tokens.terms(text)
    assert tokens.holds(text, asked) == bool(asked)


@given(st.text(), st.text())
def test_marking_loses_nothing(text, question):
    pieces = tokens.marked(text, tokens.terms(question))
    assert "".join(part for part, _hit in pieces) == text
