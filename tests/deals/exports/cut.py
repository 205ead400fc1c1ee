"""Rows that cannot be read to their end."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing

READABLE = 12


def cut(rows: Iterable) -> Iterator:
    """Some of the rows, then an error; a query behind them ends at once."""
    with ExitStack() as stack:
        if hasattr(rows, "close"):
            stack.enter_context(closing(rows))
        for number, row in enumerate(rows):
            if number == READABLE:
                raise ZeroDivisionError
            yield row


class Cut(list):
    """Rows of a known number, which are all there and still cannot be read."""

    def __iter__(self):
        return cut(super().__iter__())
