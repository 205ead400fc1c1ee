"""Text falls into sentences and clauses where a reader would take breath."""

import pytest

from deals.intake.sentences import LONGEST, sentences


def texts(text):
    return [each.text for each in sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It cost 13.4 billion U.S. dollars on Sept. 1 in all.", 1),
        ("Ostertag Inc. signed. It will build a plant.", 2),
        ("They work in the U.S. The plant opens in May.", 2),
        ("Mr. Okoro of Nordvand Ltd. Lagos said so.", 1),
        ("“We signed 40 deals.” Then he left.", 2),
        ("签约项目137个。其中宜宾133个；总投资845.5亿元！", 3),
        ("A title\nA first sentence\n\nAnother", 3),
    ],
)
def test_sentences_end_where_they_end(text, count):
    assert len(texts(text)) == count


def test_a_sentence_knows_its_place():
    text = "One.  Two came later. "
    assert [text[each.start : each.end] for each in sentences(text)] == ["One.", "Two came later."]


def test_the_clause_around_a_number_ends_at_commas_but_not_inside_of_numbers():
    (sentence,) = sentences("In Yibin, 20,000 jobs were promised, the city said")
    start = sentence.text.index("20,000")
    left, right = sentence.clause(start, start + 6)
    assert sentence.text[left:right].strip() == "20,000 jobs were promised"


def test_a_sentence_without_end_is_cut():
    assert max(len(each) for each in texts("word " * 5000)) <= LONGEST
