"""What is read, and why something is not."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class Quantity:
    """A number as someone wrote it, in whole units: 95250000000 for “95.25 billion yuan”.

    `currency` is an ISO 4217 code, or "" where none is written; `qualifier` is one of exact,
    about, at_least, more_than, up_to, nearly, range (`value_max` is the upper end of a range, else
    None). `start` and `end` bound the phrase `text` with its hedge and currency. `unit_word` is
    the word or measure right behind it (“projects”, “个”, “GWh”) and lies outside, unless a hedge
    follows it. `rounded`: less than a whole unit was written, and rounded half to even.
    """

    value: int
    value_max: int | None
    currency: str
    qualifier: str
    start: int
    end: int
    text: str
    rounded: bool = False
    unit_word: str = ""


class QuantityError(ValueError):
    """Something that was expected to be an amount or a date and is not. `str()` says why."""


class Unreadable(QuantityError):
    def __init__(self, text: str, message: str = ""):
        self.text, self.message = text, message
        super().__init__(text, message)

    def __str__(self):
        return self.message or gettext(
            "“%(text)s” is not an amount. Write %(number)s亿 or %(number)sbn."
        ) % {"text": shortened(self.text), "number": number_in(self.text)}


class Ambiguous(QuantityError):
    """`readings` are the ways to write it that leave no doubt, each with what it means."""

    def __init__(self, text: str, readings: list[str], remedy: str = ""):
        self.text, self.readings, self.remedy = text, readings, remedy
        super().__init__(text, readings)

    def __str__(self):
        means = gettext(" or ").join(self.readings)
        message = gettext("“%(text)s” can be %(readings)s.") % {
            "text": shortened(self.text),
            "readings": means,
        }
        return f"{message} {self.remedy}" if self.remedy else message


def number_in(text: str) -> str:
    """The one number of a text, to show how it could have been written; else an example."""
    found = re.findall(r"[0-9]{1,6}(?:\.[0-9]{1,3})?", text)
    return found[0] if len(found) == 1 else "95.25"


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
