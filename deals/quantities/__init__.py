"""Reads numbers and dates as people write them: 952.5亿元, Rs 6.64 lakh crore, “nearly €15bn”.

`find` goes through running text, `read_amount` and `read_date` take a text that is one as a whole
(a cell, a form field). Nothing is guessed: what can be read in two ways is refused with both.
"""

from deals.quantities.dates import read_date
from deals.quantities.finding import find, read_amount
from deals.quantities.quantity import Ambiguous, Quantity, QuantityError, Unreadable

__all__ = [
    "Ambiguous",
    "Quantity",
    "QuantityError",
    "Unreadable",
    "find",
    "read_amount",
    "read_date",
]
