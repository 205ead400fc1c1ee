"""The article with its phrases marked, each a link to the row about it."""

from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of the text; `row` is the id of the row that a marked phrase leads to."""

    text: str
    row: str = ""
    ticked: bool = False


def marked(text: str, phrases: list[tuple[int, int, str, bool]]) -> list[Piece]:
    """The whole text in pieces; of phrases that overlap the first one is marked.

    A phrase is its start, its end, the id of its row and whether that is ticked.
    """
    pieces, at = [], 0
    for start, end, row, ticked in sorted(phrases):
        if at <= start < end <= len(text):
            pieces += [Piece(text[at:start]), Piece(text[start:end], row, ticked)]
            at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]
