"""How sure a number is: the qualifiers that sources use, and what becomes of them in sums.

A sum's bound is a join in a small lattice, so terms may be added in any order or grouping:

    exact < at_least < more_than < about        exact < up_to < about        exact < range < about

``nearly`` (just under) is an upper bound; on its own it keeps its name, in a sum it is ``up_to``.
"""

from collections.abc import Iterable

QUALIFIERS = ("exact", "about", "at_least", "more_than", "up_to", "nearly", "range")
LOWER = frozenset({"at_least", "more_than"})
UPPER = frozenset({"up_to", "nearly"})

_OPPOSITE = {"at_least": "up_to", "more_than": "up_to", "up_to": "at_least", "nearly": "at_least"}


def bound_of_sum(qualifiers: Iterable[str]) -> str:
    """The bound of a sum whose terms carry these qualifiers; ``exact`` where there is none."""
    inexact = set(qualifiers) - {"exact"}
    if not inexact:
        return "exact"
    if inexact <= LOWER:
        return "more_than" if "more_than" in inexact else "at_least"
    if inexact <= UPPER:
        return "up_to"
    return "range" if inexact == {"range"} else "about"


def bound_of_one_or_sum(qualifiers: list[str]) -> str:
    """Like `bound_of_sum`, but a single term keeps its own words (``nearly`` stays ``nearly``)."""
    return qualifiers[0] if len(qualifiers) == 1 else bound_of_sum(qualifiers)


def bound_of_difference(whole: str, part: str) -> str:
    """The bound of whole − part: what bounds the part from below bounds the rest from above."""
    return bound_of_sum([whole, _OPPOSITE.get(part, part)])


def bound_of_ratio(numerator: str, denominator: str) -> str:
    """The bound of numerator ÷ denominator; the rule is the one of differences."""
    return bound_of_difference(numerator, denominator)


def why_not_comparable(one: str, other: str) -> str | None:
    """None where both are exact, so that their difference is known; else what hides it.

    ``lower`` or ``upper`` where an inexact one is a bound, ``range``, or ``about``.
    """
    inexact = {one, other} - {"exact"}
    if not inexact:
        return None
    for word, bounds in (("lower", LOWER), ("upper", UPPER), ("range", {"range"})):
        if inexact <= bounds:
            return word
    return "about"
