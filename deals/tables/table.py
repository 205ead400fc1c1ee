"""A table of the API: its columns, what identifies a row, and where its columns point to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from deals.columns import Column


def as_they_are(results: Iterable) -> Iterable:
    return results


@dataclass(frozen=True)
class Table:
    """The table of a list.

    `key` are the columns that together identify a row, empty where one of them may be blank.
    `refers` is column → (table, column) that it points to, for columns with one id in a cell.
    `rows` makes the rows of the list's results. The columns read a row's JSON, as `resources`
    give it; with `of_records` the record of the database, since there may be a million of them.
    """

    name: str
    title: Any
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: Callable[[Iterable], Iterable] = as_they_are
    of_records: bool = False
