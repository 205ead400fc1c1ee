"""The phrases of an article as links to their rows."""

from deals.admin.articles.marking import Piece, marked


def test_the_pieces_are_the_whole_text():
    pieces = marked("137 projects, 95bn yuan", [(14, 23, "b", False), (0, 12, "a", True)])
    assert pieces == [
        Piece("137 projects", "a", ticked=True),
        Piece(", "),
        Piece("95bn yuan", "b"),
    ]


def test_of_phrases_that_overlap_the_first_is_marked():
    pieces = marked("95bn yuan", [(0, 9, "a", True), (5, 9, "b", True)])
    assert [piece.row for piece in pieces] == ["a"]


def test_a_phrase_that_lies_elsewhere_is_left_out():
    assert marked("text", [(2, 99, "a", True), (3, 1, "b", True)]) == [Piece("text")]
