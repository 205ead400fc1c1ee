"""Skewed chances, all from one generator of random numbers."""

import datetime
from math import exp
from random import Random

DAY = datetime.timedelta(days=1)
# How far down a list the favourites reach: the first of 10,000 is chosen in 1.4 % of all cases.
FAVOURITES = 10


class Chance:
    def __init__(self, seed: int):
        self.generator = Random(seed)  # noqa: S311 - nothing here is secret
        self.number = self.generator.random

    def true(self, share: float) -> bool:
        return self.number() < share

    def below(self, count: int) -> int:
        return int(self.number() * count)

    def one_of(self, values):
        return values[int(self.number() * len(values))]

    def favourite(self, values):
        """One of the values; each about as often as 1 ÷ (its place + `FAVOURITES`): Zipf's law."""
        reach = len(values) / FAVOURITES + 1
        return values[int((reach ** self.number() - 1) * FAVOURITES)]

    def rounded(self, median: float, spread: float) -> int:
        """A log-normal amount as it is announced: with one to three digits, at least 1."""
        amount = median * exp(self.generator.gauss(0, spread))
        power = max(len(str(int(amount))) - one_of_digits(self.number()), 0)
        return max(round(amount / 10**power) * 10**power, 1)

    def later(self, day: datetime.date, days: int) -> datetime.date:
        """A day after it, up to so many days."""
        return day + DAY * (1 + self.below(days))


def one_of_digits(chance: float) -> int:
    return 1 if chance < 0.4 else 2 if chance < 0.85 else 3


def bag(**weights: int) -> tuple[str, ...]:
    """Each word as often as its weight says, to draw from with `one_of`."""
    return tuple(word for word, weight in weights.items() for _each in range(weight))


def zipf_shares(total: int, count: int, chance: Chance) -> list[int]:
    """`total` split over `count` owners in random order, with few large and many small shares."""
    weights = [1 / (place + FAVOURITES) for place in range(count)]
    chance.generator.shuffle(weights)
    whole, shares, due, given = sum(weights), [], 0.0, 0
    for weight in weights:
        due += total * weight / whole
        shares.append(round(due) - given)
        given += shares[-1]
    shares[-1] += total - given
    return shares
