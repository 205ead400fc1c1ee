"""The one way to search text: each word of the question begins a word of the project's.

`deals.tokens` says what a word is. A question of signs alone finds nothing; a blank one asks for
nothing, and keeps all projects.
"""

from deals import tokens

MAX_LENGTH = 200
MAX_WORDS = 12


def words(question: str) -> list[str]:
    """The folded words; half- and full-width, case, accents, repeated words make no difference."""
    return tokens.words(question)


def matching(projects, question: str):
    """The projects whose names, investors, place, sector or conference hold every word."""
    if not question.strip():
        return projects
    asked = tokens.terms(question)
    return projects.filter(search__holds=asked) if asked else projects.none()
