"""How well article intake reads: precision and recall of each field over articles with answers.

A folder holds NAME.txt (an article) and NAME.json (what an editor would want ticked, in the form
of `manage.py read_article --json`). Only what is proposed for saving counts: a figure or project
that is ticked, or that is known already.

Proposals are paired with wanted figures: the same value and currency first, then the phrases that
overlap. Then for each field

    precision = right ÷ proposed        recall = right ÷ wanted

A figure that nobody wanted is wrong in every field, so it costs precision everywhere; one that was
missed costs recall everywhere. Most figures have no horizon, no whole and no conversion, so that
saying nothing is often right; the fields "… where stated" count only what is stated: what is
proposed (for precision) and what is wanted (for recall). The fields of figures are

    value      value, upper value, currency and qualifier, all of them
    metric
    scope      place, whether it is narrowed by words or a sector, the whole of which it is a part,
               and the editions that it covers
    horizon
    conversion the figure that it converts
    all        all of the above together

Fields of projects are counted likewise. Name: half of the words. Investors: the same names but for
punctuation and company suffixes. Amount: with upper amount, currency and qualifier.

Source, conference and edition are one record an article, of which each field counts where it is
stated. A field that is absent from the answer is not scored. What only `may_offer` names costs
nothing, offered or not.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from deals.intake import pairing
from deals.intake.answers import Article
from deals.intake.pairing import Pairs, Record
from deals.intake.proposals import Reading
from deals.names import normalise

NOTHING = (None, "", [])  # never False, which equals 0: the index of the first figure


@dataclass
class Tally:
    """How many were right, proposed and wanted of one field."""

    right: int = 0
    proposed: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True)
class Miss:
    """`wanted` is empty for something proposed that nobody wanted, `proposed` for a missed one."""

    article: str
    field: str
    wanted: str
    proposed: str
    about: str = ""


@dataclass
class Accuracy:
    articles: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def count(self, name: str, *, wanted: bool, proposed: bool, right: bool) -> None:
        tally = self.fields.setdefault(name, Tally())
        tally.wanted += wanted
        tally.proposed += proposed
        tally.right += wanted and proposed and right


def measure(articles: Iterable[Article], read: Callable[[str], Reading]) -> Accuracy:
    accuracy = Accuracy()
    for article in articles:
        accuracy.articles += 1
        proposed = plain(dataclasses.asdict(read(article.text)))
        _single_records(accuracy, article, proposed)
        _figures(accuracy, article, proposed["figures"])
        _projects(accuracy, article, proposed["projects"])
    return accuracy


def plain(value: Any) -> Any:
    """Days as JSON has them, through dicts and lists."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


# Source, conference and edition

SINGLE = {
    "source": ("url", "title", "publisher", "published_on", "language"),
    "edition": ("label", "year", "ordinal", "starts_on", "ends_on"),
}


def _single_records(accuracy: Accuracy, article: Article, proposed: Record) -> None:
    for record, names in SINGLE.items():
        for name in names:
            if name in article.wanted[record]:
                ours, theirs = article.wanted[record][name], proposed[record][name]
                same = normalise(str(ours)) == normalise(str(theirs))
                _one(accuracy, article, f"{record}: {name}", ours, theirs, same)
    ours, theirs = article.wanted["conference"], proposed["conference"]
    names = [" / ".join(filter(None, names_of(each))) for each in (ours, theirs)]
    _one(accuracy, article, "conference", *names, _same_conference(ours, theirs))
    ours, theirs = article.wanted["edition"], proposed["edition"]
    same = pairing.same_place(ours, theirs)
    _one(accuracy, article, "edition: place", _place(ours), _place(theirs), same)


def _one(accuracy, article, name, ours, theirs, same) -> None:
    stated = [each not in NOTHING for each in (ours, theirs)]
    accuracy.count(name, wanted=stated[0], proposed=stated[1], right=same)
    if any(stated) and not same:
        accuracy.misses.append(Miss(article.name, name, _shown(ours), _shown(theirs)))


def names_of(conference: Record) -> list[str]:
    return [conference["slug"], conference["name"], conference["name_zh"]]


def _same_conference(ours: Record, theirs: Record) -> bool:
    """The same known one; or of an unknown one the same name, in either language."""
    if ours["slug"] or theirs["slug"]:
        return ours["slug"] == theirs["slug"]
    named = [
        {normalise(name).removeprefix("the ") for name in names_of(each) if name}
        for each in (ours, theirs)
    ]
    return bool(named[0] & named[1])


# Figures


@dataclass(frozen=True)
class Field:
    """`key` says what is compared and `same` how; `stated`: count only what is stated."""

    name: str
    key: Callable[[Record], Any]
    same: Callable[[Record, Record], bool] | None = None
    stated: Callable[[Record], bool] | None = None

    def right(self, ours: Record, theirs: Record) -> bool:
        return self.same(ours, theirs) if self.same else self.key(ours) == self.key(theirs)

    def counts(self, record: Record | None) -> bool:
        return record is not None and (self.stated is None or self.stated(record))


def _value(figure: Record) -> tuple:
    return tuple(figure[key] for key in ("value", "value_max", "currency", "qualifier"))


def _scope(figure: Record) -> tuple:
    narrowed = bool(figure["scope_note"] or figure["sector"])
    return _place(figure), narrowed, figure["of_which"], tuple(figure["editions"])


def _same_scope(ours: Record, theirs: Record) -> bool:
    same_words = _scope(ours)[1:3] == _scope(theirs)[1:3]
    same_editions = set(ours["editions"]) == set(theirs["editions"])
    return pairing.same_place(ours, theirs) and same_words and same_editions


def _place(record: Record) -> str:
    return record["location"] or record.get("place") or ""


def _item(name: str) -> Callable[[Record], Any]:
    return lambda record: record[name]


def _where_stated(name: str) -> Callable[[Record], bool]:
    return lambda record: record[name] not in NOTHING


EACH = (
    Field("figures: value", _value),
    Field("figures: metric", _item("metric")),
    Field("figures: scope", _scope, _same_scope),
    Field("figures: horizon", _item("horizon")),
    Field("figures: conversion", _item("equivalent_of")),
)
FIGURE_FIELDS = (
    *EACH,
    Field("figures: all", _value, lambda *pair: all(each.right(*pair) for each in EACH)),
    Field("figures: place, where stated", _place, pairing.same_place, pairing.has_place),
    Field("figures: sector, where stated", _item("sector"), None, _where_stated("sector")),
    Field("figures: part of, where stated", _item("of_which"), None, _where_stated("of_which")),
    Field("figures: horizon, where stated", _item("horizon"), None, _where_stated("horizon")),
    Field(
        "figures: conversion, where stated",
        _item("equivalent_of"),
        None,
        _where_stated("equivalent_of"),
    ),
)


def _figures(accuracy: Accuracy, article: Article, proposed: list[Record]) -> None:
    wanted = [figure | {"position": i} for i, figure in enumerate(article.wanted["figures"])]
    offered = [f | {"position": i} for i, f in enumerate(proposed) if f["ticked"] or f["known"]]
    pairs = pairing.pair_figures(wanted, offered, article.text)
    _translate(offered, {theirs["position"]: ours["position"] for ours, theirs in pairs})
    left = [each for each in offered if all(each is not theirs for _ours, theirs in pairs)]
    allowed = pairing.pair_figures(article.wanted.get("may_offer", []), left, article.text)
    unwanted = [each for each in left if all(each is not theirs for _ours, theirs in allowed)]
    _count(accuracy, article, FIGURE_FIELDS, _rows(wanted, unwanted, pairs))


def _translate(offered: list[Record], position_of: dict[int, int]) -> None:
    """Relations of proposals, as positions among the wanted; -1 for one that nobody wanted."""
    for figure in offered:
        for relation in ("of_which", "equivalent_of"):
            if figure[relation] is not None:
                figure[relation] = position_of.get(figure[relation], -1)


def _rows(wanted: list[Record], unwanted: list[Record], pairs: Pairs) -> Iterator[tuple]:
    """(wanted, proposed) of each; None on the side where there is none."""
    yield from pairs
    yield from ((ours, None) for ours in wanted if all(ours is not each for each, _other in pairs))
    yield from ((None, theirs) for theirs in unwanted)


def _count(accuracy: Accuracy, article: Article, fields: tuple[Field, ...], rows) -> None:
    for ours, theirs in rows:
        both = ours is not None and theirs is not None
        for each in fields:
            stated = each.counts(ours), each.counts(theirs)
            right = both and each.right(ours, theirs)
            accuracy.count(each.name, wanted=stated[0], proposed=stated[1], right=right)
            if both and any(stated) and not right and not each.name.endswith(": all"):
                miss = _shown(each.key(ours)), _shown(each.key(theirs))
                accuracy.misses.append(Miss(article.name, each.name, *miss, ours["text"]))
        if not both:
            noun = fields[0].name.partition(":")[0]
            miss = [_shown(each and each["text"]) for each in (ours, theirs)]
            sentence = (ours or theirs).get("sentence", "")
            accuracy.misses.append(Miss(article.name, noun, *miss, sentence))


def _shown(value: Any) -> str:
    return "" if value in NOTHING else str(value)


# Projects


def _amount(project: Record) -> tuple:
    return tuple(project[key] for key in ("amount", "amount_max", "currency", "qualifier"))


PROJECT_FIELDS = (
    Field("projects: amount", _amount),
    Field("projects: name", _item("name"), lambda *pair: pairing.same_name(*_names(*pair))),
    Field(
        "projects: investors",
        _item("investors"),
        lambda ours, theirs: pairing.investors_of(ours) == pairing.investors_of(theirs),
    ),
    Field("projects: place", _place, pairing.same_place),
    Field("projects: jobs, where stated", _item("jobs"), None, _where_stated("jobs")),
)


def _names(ours: Record, theirs: Record) -> tuple[str, str]:
    return ours["name"], theirs["name"]


def _projects(accuracy: Accuracy, article: Article, proposed: list[Record]) -> None:
    wanted = article.wanted["projects"]
    offered = [project for project in proposed if project["ticked"] or project["known"]]
    pairs = pairing.pair_projects(wanted, offered, article.text)
    left = [each for each in offered if all(each is not theirs for _ours, theirs in pairs)]
    _count(accuracy, article, PROJECT_FIELDS, _rows(wanted, left, pairs))
