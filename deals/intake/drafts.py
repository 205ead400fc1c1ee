"""What an editor ticked in a proposal, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models


@dataclass
class Draft:
    """What was ticked: values by field name, those of rows by the number of the row.

    `source`, `conference` and `edition` are new where their `existing` is None. Places and
    organizations are names as written, which `Places` and `Organizations` look up. A figure's
    `editions` are labels, its `of_which` and `equivalent_of` numbers of rows. `known` are refs of
    stored figures, by the number of the row that says the same. `faulty` are the sections and rows
    in which something is wrong already: the others are checked, and nothing is stored. `unticked`
    are the rows that offer what is not known, by section and by the key of the name or label.
    """

    source: dict
    conference: dict
    edition: dict
    editions: dict[int, dict] = field(default_factory=dict)
    places: dict[int, dict] = field(default_factory=dict)
    organizations: dict[int, dict] = field(default_factory=dict)
    figures: dict[int, dict] = field(default_factory=dict)
    projects: dict[int, dict] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    faulty: set[tuple[str, int | None]] = field(default_factory=set)
    unticked: dict[str, dict[str, int]] = field(default_factory=dict)


class Fault(NamedTuple):
    """What is wrong with one record: `row` is None in a section that has no rows."""

    section: str
    row: int | None
    record: models.Model | None
    error: ValidationError


class Refused(Exception):
    """Nothing was stored; `faults` say why, all at once."""

    def __init__(self, faults: list[Fault]):
        super().__init__(faults)
        self.faults = faults
