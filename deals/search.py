"""The one way to search text: every word of the question must stand in the project's text."""

from deals.names import normalise

MAX_LENGTH = 200
MAX_WORDS = 12


def words(question: str) -> list[str]:
    """The normalised words; half- and full-width, case and repeated words make no difference."""
    return list(dict.fromkeys(normalise(question).split()))


def matching(projects, question: str):
    """The projects whose names, investors, place, sector or conference hold every word."""
    for word in words(question):
        projects = projects.filter(search__contains=word)
    return projects
