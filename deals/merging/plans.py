"""What is chosen before two records become one, and what that did."""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b

from deals.models import (
    Action,
    Editorial,
    Investment,
    InvestmentInvestor,
    Location,
    Organization,
    Project,
)
from deals.money import grouped

# Fields that are chosen together, as one says nothing without the others; named after the first.
PARTS = {
    Project: [
        ("name",),
        ("name_local", "local_lang"),
        ("edition",),
        ("location",),
        ("sector",),
        ("commitment",),
        ("status",),
        ("signed_on",),
        ("jobs", "jobs_qualifier"),
        ("output_value", "output_currency", "output_qualifier"),
        ("continues", "resigns_only"),
        ("source",),
        ("note",),
    ],
    Organization: [("name",), ("name_local", "local_lang"), ("kind",), ("country",)],
    Location: [("name",), ("name_zh",), ("kind", "parent"), ("code",), ("latitude", "longitude")],
}
REFERRING = {
    Project: ("investments", "status_events", "source_links", "continued_by"),
    Organization: ("investment_links",),
    Location: ("children", "projects", "editions", "figures", "organizations"),
}
# The link by which a record of a kind may hang on another of its kind.
CHAIN = {Project: "continues", Location: "parent"}
SAYS_NOTHING = (None, "", "unspecified")
KEPT, LOST, BOTH = "kept", "lost", "both"


class Outdated(Exception):
    """Someone changed one of the records, or what refers to them, since they were shown."""


@dataclass
class Plan:
    """`values`: part → KEPT, LOST or (for the note) BOTH. `dropped`: keys of lost investments.

    An investment that is not dropped moves to the kept project and adds to its amount.
    """

    kept: Editorial
    lost: Editorial
    values: dict[str, str] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)

    @property
    def model(self) -> type[Editorial]:
        return type(self.kept)

    def fingerprint(self) -> str:
        """Changes with the two records and with everything that refers to them."""
        parts = [(record.pk, record.version) for record in (self.kept, self.lost)]
        for record in (self.kept, self.lost):
            for name in REFERRING[self.model]:
                rows = getattr(record, name)
                columns = ["pk", "version"] if hasattr(rows.model, "version") else ["pk"]
                parts += rows.order_by("pk").values_list(*columns)
        return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


@dataclass
class Outcome:
    """What a merge did. `moved` and `dropped` hold names of records by kind, in words."""

    moved: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    dropped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # currency → (low, high, bound) of a project; "" → (number of projects,) of the others
    totals: dict[str, tuple] = field(default_factory=dict)
    action: Action | None = None

    def move(self, record) -> None:
        self.moved[str(record._meta.verbose_name_plural)].append(_named(record))

    def drop(self, record) -> None:
        self.dropped[str(record._meta.verbose_name_plural)].append(_named(record))


def _named(record) -> str:
    if isinstance(record, Investment) and record.amount and not record.as_written:
        return f"{record.project} · {grouped(record.amount)} {record.currency}"
    if isinstance(record, InvestmentInvestor):
        return f"{record.investment.project} · {record}"
    return str(record)


def proposed(kept: Editorial, lost: Editorial) -> Plan:
    """The kept record's values, the other's where it says nothing; no money twice."""
    plan = Plan(kept, lost)
    for part in differing(kept, lost):
        blank = getattr(kept, part[0]) in SAYS_NOTHING
        both = part == ("note",) and kept.note and lost.note
        plan.values[part[0]] = BOTH if both else LOST if blank else KEPT
    if isinstance(kept, Project):
        plan.dropped = set(same_money(kept, lost))
    return plan


def differing(kept: Editorial, lost: Editorial) -> list[tuple[str, ...]]:
    """The parts in which there is a choice: the lost record says something else."""
    return [part for part in PARTS[type(kept)] if _is_choice(kept, lost, part)]


def _is_choice(kept, lost, part) -> bool:
    mine, theirs = ([getattr(record, name) for name in part] for record in (kept, lost))
    if theirs[0] in SAYS_NOTHING or theirs == mine:
        return False
    return kept not in theirs  # what lies in the kept record, or continues it, offers nothing


def same_money(kept: Project, lost: Project) -> dict[int, Investment]:
    """By key of a lost investment: the kept one that states the same amount.

    One that is not disclosed is the same as any of the same investors.
    """
    free = list(kept.investments.prefetch_related("investor_links"))
    found = {}
    for investment in lost.investments.prefetch_related("investor_links"):
        twin = next((other for other in free if is_same_money(investment, other)), None)
        if twin is not None:
            free.remove(twin)
            found[investment.pk] = twin
    return found


def is_same_money(lost: Investment, kept: Investment) -> bool:
    if lost.amount is not None:
        columns = ("amount", "amount_max", "currency")
        return all(getattr(lost, name) == getattr(kept, name) for name in columns)
    return investors_of(lost) <= investors_of(kept)


def investors_of(investment: Investment) -> set[int]:
    return {link.organization_id for link in investment.investor_links.all()}
