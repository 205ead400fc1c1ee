"""What projects add up to, and how sure it is: plain values, no ORM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from deals.bounds import QUALIFIERS, bound_of_sum

Key = str | int | None


@dataclass(frozen=True)
class Sum:
    """A sum in whole units: its ends, how often each qualifier occurs, and what it does not know.

    `low` and `high` are None where nothing is known. `stated` counts the projects that state a
    value, `unconverted` those of them that have an amount no rate converts, `undisclosed`
    those that state none. What is of a part of the projects only is a lower bound.
    """

    currency: str | None = None
    low: int | None = None
    high: int | None = None
    stated: int = 0
    undisclosed: int = 0
    unconverted: int = 0
    qualifiers: Mapping[str, int] = field(default_factory=dict)
    of_a_part: bool = False

    @property
    def bound(self) -> str | None:
        """The qualifier of the whole sum; None where nothing is known."""
        if self.low is None:
            return None
        if self.of_a_part:
            return "at_least"
        return bound_of_sum(q for q, n in self.qualifiers.items() if n)

    @property
    def is_empty(self) -> bool:
        return self.low is None and not (self.stated or self.undisclosed or self.unconverted)

    def __add__(self, other: "Sum") -> "Sum":
        return added_sums((self, other))

    def as_dict(self) -> dict:
        """The JSON shape of DESIGN.md section 5; `value` is what a page shows first."""
        return {
            "value": self.low,
            "low": self.low,
            "high": self.high,
            "bound": self.bound,
            "stated": self.stated,
            "undisclosed": self.undisclosed,
            "unconverted": self.unconverted,
            "currency": self.currency,
            "qualifiers": {q: n for q, n in self.qualifiers.items() if n},
        }


@dataclass(frozen=True)
class Totals:
    """What a set of projects adds up to; `resigned` of them only sign an earlier one again.

    `of_a_part`: there may be more of them than these.
    """

    projects: int
    resigned: int
    investment: Sum
    jobs: Sum
    output_value: Sum
    of_a_part: bool = False

    def __add__(self, other: "Totals") -> "Totals":
        return added((self, other))

    def as_part(self) -> "Totals":
        """The same as lower bounds of what these and other projects add up to."""
        sums = (self.investment, self.jobs, self.output_value)
        bounds = (replace(each, of_a_part=True) for each in sums)
        return Totals(self.projects, self.resigned, *bounds, of_a_part=True)

    def as_dict(self) -> dict:
        return {
            "projects": self.projects,
            "resigned": self.resigned,
            "investment": self.investment.as_dict(),
            "jobs": self.jobs.as_dict(),
            "output_value": self.output_value.as_dict(),
        }


@dataclass(frozen=True)
class Group:
    """One row of a breakdown by one or two dimensions, with a key for each.

    A key is a slug, a word or a year, None for “not stated”.
    """

    keys: tuple[Key, ...]
    totals: Totals

    @property
    def key(self) -> Key:
        return self.keys[0]

    def as_dict(self) -> dict:
        return {"key": self.key, **self.totals.as_dict()}


def nothing(currency: str = "CNY") -> Totals:
    """The totals of no projects."""
    return Totals(0, 0, Sum(currency), Sum(), Sum(currency))


def added(parts: Sequence[Totals]) -> Totals:
    """The totals of one part or more, none of which has a project of another."""
    if len(parts) == 1:
        return parts[0]
    return Totals(
        sum(part.projects for part in parts),
        sum(part.resigned for part in parts),
        added_sums([part.investment for part in parts]),
        added_sums([part.jobs for part in parts]),
        added_sums([part.output_value for part in parts]),
    )


def added_sums(parts: Sequence[Sum]) -> Sum:
    """One sum of one or more; ValueError where they are not of one currency.

    All at once, as the tree of places has hundreds to add.
    """
    first = parts[0]
    for part in parts:
        if part.currency != first.currency:
            raise ValueError(f"{first.currency} and {part.currency} do not add up")
    # The places of a tree have many that are empty.
    full = [part for part in parts if not part.is_empty]
    if len(full) < 2 and (not full or full[0] is first):
        return first
    known = [part for part in full if part.low is not None]
    qualifiers = dict.fromkeys(QUALIFIERS, 0)
    for part in full:
        for qualifier, count in part.qualifiers.items():
            qualifiers[qualifier] += count
    return Sum(
        first.currency,
        sum([part.low for part in known]) if known else None,
        sum([part.high for part in known]) if known else None,
        sum([part.stated for part in full]),
        sum([part.undisclosed for part in full]),
        sum([part.unconverted for part in full]),
        qualifiers,
    )
