"""What a bulk edit would do, in words: how many of which value, and the first projects."""

from collections import Counter
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from deals import bulk
from deals.models import Location, Sector
from deals.vocabulary import STATUS_LABELS

MOST_SHOWN = 100
MOST_COUNTED = 12
LABELS = {"status": _("Status"), "sector_id": _("Sector"), "location_id": _("Place")}
NAMED = {"sector_id": Sector, "location_id": Location}
NOTHING = _("not stated")


class Cell(NamedTuple):
    """`new` is empty where the value stays; `follows` where it stays as events decide."""

    old: str
    new: str
    follows: bool


class Preview:
    """Reads the whole selection once; names are fetched for what is shown."""

    def __init__(self, selection: bulk.Selection, values: bulk.Values):
        self.values = values
        self.counts = {name: Counter() for name in values}
        self.shown, self.refused = [], []
        self.changing = self.refused_count = self.total = 0
        for step in bulk.plan(selection, values):
            self._add(step)
        self.names = self._names()

    def _add(self, step):
        self.total += 1
        self.changing += bool(step.old)
        for name, value in step.old.items():
            self.counts[name][value] += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(step)
        if step.keeps_status:
            self.refused_count += 1
            if len(self.refused) < MOST_SHOWN:
                self.refused.append(step.project)

    def _names(self):
        wanted = {name: set() for name in NAMED}
        for name, keys in wanted.items():
            keys |= {self.values.get(name), *self.counts.get(name, ())}
            keys |= {getattr(step.project, name) for step in self.shown}
        return {
            name: NAMED[name].objects.in_bulk(islice(keys - {None}, 500))
            for name, keys in wanted.items()
        }

    def named(self, name, value) -> str:
        if value is None:
            return NOTHING
        return STATUS_LABELS.get(value, value) if name == "status" else self.names[name].get(value)

    @property
    def columns(self):
        return list(LABELS.values())

    @property
    def summary(self):
        """(label, old, new, how many) of each value that changes, the most frequent first."""
        for name, counter in self.counts.items():
            for value, count in counter.most_common(MOST_COUNTED):
                yield LABELS[name], self.named(name, value), self._new(name), count
            rest = counter.total() - sum(n for _value, n in counter.most_common(MOST_COUNTED))
            if rest:
                yield LABELS[name], _("other values"), self._new(name), rest

    def _new(self, name):
        return self.named(name, self.values[name])

    @property
    def rows(self):
        """(project, cells) of the first projects."""
        return [(step.project, [self._cell(step, name) for name in LABELS]) for step in self.shown]

    def _cell(self, step, name):
        old = self.named(name, getattr(step.project, name))
        new = self._new(name) if name in step.old else ""
        return Cell(old, new, name == "status" and step.keeps_status)

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @property
    def more_refused(self) -> int:
        return self.refused_count - len(self.refused)
