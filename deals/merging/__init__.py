"""Making one record of two that are the same: projects, organizations or places.

What refers to the lost record refers to the kept one afterwards, nothing counts twice, and the lost
address leads to the kept one. `rehearse` does all of it and takes it back, so a preview shows what
will be stored, not what someone thought would be.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from deals.merging.plans import (
    BOTH,
    CHAIN,
    KEPT,
    LOST,
    PARTS,
    REFERRING,
    Outcome,
    Outdated,
    Plan,
    differing,
    investors_of,
    proposed,
    same_money,
)
from deals.models import (
    Distinct,
    Editorial,
    Investment,
    Organization,
    Project,
    ProjectSource,
    RetiredAddress,
    again_after_collision,
    write,
)
from deals.models.derived import figure_columns, renew
from deals.models.version import BATCH

__all__ = [
    "BOTH",
    "KEPT",
    "LOST",
    "PARTS",
    "Outcome",
    "Outdated",
    "Plan",
    "differing",
    "merge",
    "proposed",
    "rehearse",
    "same_money",
    "totals",
]


@again_after_collision
def merge(plan: Plan, *, fingerprint: str = "", user=None, why: str = "") -> Outcome:
    """Merge, in one write that can be undone as a whole.

    With a `fingerprint` it raises `Outdated` where something changed since that was taken.
    """
    with write(kind="merge", user=user, why=why) as change:
        plan = _locked(plan)
        if fingerprint and plan.fingerprint() != fingerprint:
            raise Outdated
        change.subject = change.subject or f"{plan.lost} → {plan.kept}"
        change.lead_on(plan.lost, plan.kept)
        outcome = _Merging(plan).run()
        outcome.action = change.action
        return outcome


def rehearse(plan: Plan) -> Outcome:
    """What `merge` would do, with the totals after it; nothing stays stored."""
    try:
        with write() as change:
            outcome = _Merging(_locked(plan)).run()
            renew(change)
            outcome.totals = totals(plan.kept)
            raise _Rehearsed(outcome)
    except _Rehearsed as done:
        return done.outcome


class _Rehearsed(Exception):
    def __init__(self, outcome: Outcome):
        super().__init__()
        self.outcome = outcome


def totals(record: Editorial) -> dict[str, tuple]:
    """See `Outcome.totals`; what is stored now."""
    if isinstance(record, Project):
        rows = record.amounts.order_by("currency").values_list("currency", "low", "high", "bound")
        return {currency: tuple(amount) for currency, *amount in rows}
    if isinstance(record, Organization):
        return {"": (record.project_links.count(),)}
    return {"": (Project.objects.inside(record).count(),)}


def _locked(plan: Plan) -> Plan:
    keys = sorted((plan.kept.pk, plan.lost.pk))
    rows = plan.model.objects.filter(pk__in=keys).order_by("pk")
    found = {record.pk: record for record in rows.select_for_update(no_key=True)}
    if len(found) < 2:
        raise Outdated
    return Plan(found[plan.kept.pk], found[plan.lost.pk], plan.values, plan.dropped)


class _Merging:
    """The steps, in an order in which no link protects and no name is taken twice."""

    def __init__(self, plan: Plan):
        self.plan, self.kept, self.lost = plan, plan.kept, plan.lost
        self.outcome = Outcome()

    def run(self) -> Outcome:
        chosen = self._chosen()
        self._let_go()
        for name in REFERRING[self.plan.model]:
            getattr(self, f"_{name}")()
        self._remove()
        for name, value in chosen.items():
            setattr(self.kept, name, value)
        self.kept.save()
        self._answers()
        return self.outcome

    def _chosen(self) -> dict:
        chosen = {}
        for part in differing(self.kept, self.lost):
            choice = self.plan.values.get(part[0], KEPT)
            if choice == LOST:
                chosen |= {name: getattr(self.lost, name) for name in part}
            elif choice == BOTH and part == ("note",):
                chosen["note"] = f"{self.kept.note}\n{self.lost.note}".strip()
        return chosen

    def _let_go(self) -> None:
        """The kept record cannot hang on the lost one; it takes that one's place in the chain."""
        chain = CHAIN.get(self.plan.model)
        if chain is None or getattr(self.kept, chain) != self.lost:
            return
        setattr(self.kept, chain, getattr(self.lost, chain))
        if isinstance(self.kept, Project):
            self.kept.resigns_only &= self.kept.continues is not None
        self.kept.save()

    def _remove(self) -> None:
        lost = self.plan.model.objects.get(pk=self.lost.pk)  # knows nothing of what has moved
        lost.delete()
        address = getattr(self.kept, self.kept.address_field)
        RetiredAddress.retire(self.lost, successor=address)

    def _answers(self) -> None:
        """Who differs from the lost record differs from the kept one."""
        model = self.plan.model
        for pair in Distinct.objects.of_kind(model).about([self.lost.pk]):
            other = pair.second if pair.first == self.lost.pk else pair.first
            if other != self.kept.pk:
                Distinct.remember(model, self.kept.pk, other, pair.user)

    def _relink(self, records: Iterable, link: str) -> None:
        for record in records:
            setattr(record, link, self.kept)
            record.save()
            self.outcome.move(record)

    def _relink_all(self, records: list, link: str, *changed: str) -> None:
        """As `_relink`, for thousands: a link to another place or investor breaks no rule.

        `changed` names further fields that differ from what is stored.
        """
        if not records:
            return
        columns = [link, *changed]
        with write() as change:
            for stored in type(records[0]).objects.filter(pk__in=[r.pk for r in records]):
                change.note(stored)
            for record in records:
                setattr(record, link, self.kept)
                record.touch(change)
                self.outcome.move(record)
                if hasattr(record, "version"):
                    record.version, record.updated_at = record.version + 1, timezone.now()
        columns += ["version", "updated_at"] if hasattr(records[0], "version") else []
        type(records[0]).objects.bulk_update(records, columns, batch_size=BATCH)

    # What refers to a project

    def _investments(self) -> None:
        twins = same_money(self.kept, self.lost)
        for investment in self.lost.investments.prefetch_related("investor_links"):
            if investment.pk in self.plan.dropped:
                self.outcome.drop(investment)
                self._add_investors(investment, twins.get(investment.pk))
                investment.delete()
            else:
                self.outcome.move(investment)
                investment.project = self.kept
                investment.save()

    def _add_investors(self, lost: Investment, kept: Investment | None) -> None:
        """Whom only the lost record names beside the same amount."""
        if kept is None:
            return
        known = investors_of(kept)
        for link in lost.investor_links.all():
            if link.organization_id not in known:
                link.investment, link.position = kept, link.position + len(known)
                link.save()
                self.outcome.move(link)

    def _status_events(self) -> None:
        known = {_event_key(event) for event in self.kept.status_events.all()}
        for event in self.lost.status_events.all():
            if _event_key(event) in known:
                self.outcome.drop(event)
                event.delete()
            else:
                self._relink([event], "project")

    def _source_links(self) -> None:
        """The source that is not chosen becomes a further one; none is named twice."""
        chosen = self.plan.values.get("source") == LOST
        first, other = self.kept.source_id, self.lost.source_id
        first, other = (other, first) if chosen else (first, other)
        links = [*self.kept.source_links.all(), *self.lost.source_links.all()]
        known = {first}
        for position, link in enumerate(links):
            if link.source_id in known:
                link.delete()
                continue
            known.add(link.source_id)
            if link.project_id != self.kept.pk:
                link.position = position
                self._relink([link], "project")
        if other not in known:
            link = ProjectSource(project=self.kept, source_id=other, position=len(links))
            link.save()
            self.outcome.move(link)

    def _continued_by(self) -> None:
        self._relink(self.lost.continued_by.exclude(pk=self.kept.pk), "continues")

    # What refers to an organization

    def _investment_links(self) -> None:
        mine = set(self.kept.investment_links.values_list("investment", flat=True))
        moving = []
        for link in self.lost.investment_links.select_related("investment__project"):
            if link.investment_id in mine:
                self.outcome.drop(link.investment)
                link.delete()
            else:
                moving.append(link)
        self._relink_all(moving, "organization")

    # What refers to a place

    def _children(self) -> None:
        self._relink(self.lost.children.exclude(pk=self.kept.pk), "parent")

    def _projects(self) -> None:
        self._relink_all(list(self.lost.projects.all()), "location")

    def _editions(self) -> None:
        self._relink_all(list(self.lost.editions.select_related("conference")), "location")

    def _organizations(self) -> None:
        self._relink_all(list(self.lost.organizations.all()), "country")

    def _figures(self) -> None:
        figures = list(self.lost.figures.prefetch_related("edition_links__edition"))
        for figure in figures:
            figure.location = self.kept
            # One is enough for one statement.
            figure.preferred &= not self._has_preferred_like(figure)
        self._relink_all(figures, "location", "preferred")

    def _has_preferred_like(self, figure) -> bool:
        editions = [link.edition.slug for link in figure.edition_links.all()]
        key = figure_columns(figure, editions)["group_key"]
        same = Q(group_key=key, preferred=True) & ~Q(pk=figure.pk)
        return self.kept.figures.filter(same).exists()


def _event_key(event) -> tuple:
    return (event.status, event.on, event.source_id, event.invested_amount, event.currency)
