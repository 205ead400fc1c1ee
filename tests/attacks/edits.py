"""Random histories of edits, merges, imports and undos, after which no number may be wrong.

Hypothesis chooses what an editor does (`editing.DEEDS`); a fault says all that had been done.
Every `EVERY` steps and at the end of each history, all that is derived must be what `recomputed`
and `check_data` make of what was entered, and what a reader is told of any filter the sum of the
rows that the API lists (`adding_up`). Each history begins with the same small world and is rolled
back.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, inf
from unittest import mock

import hypothesis
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from deals import kept
from deals.checks import problems
from deals.models import AuditEntry, DataVersion, LoggedChange, RetiredAddress
from deals.models.change_log import public_models
from deals.models.history import NOT_COMPARED, state_of
from deals.models.search_index import empty_index
from tests.attacks import adding_up, recomputed
from tests.attacks.editing import BY_FORMS, DEEDS, REFUSALS, Editor, Nothing, a_small_world
from tests.attacks.ground import Tally, bugs_counted, client_of

STEPS, EVERY, AT_ONCE = 50, 20, 20
SHOWN, MOST_FAULTS = 6, 5  # calls of a fault
KINDS = ("edits", "bulk edits", "articles", "merges", "imports", "undos", BY_FORMS)
DICE = st.randoms(use_true_random=False)


def attack(count: int, seed: int = 1) -> Tally:
    """So many steps that were taken, refused ones among them."""
    tally = Tally("edits", dict.fromkeys(("steps", "histories", *KINDS, "refused", "questions"), 0))
    with bugs_counted(tally), in_a_small_world():
        turn = 0
        while tally.counts["steps"] < count and len(tally.faults) < MOST_FAULTS:
            left = ceil((count - tally.counts["steps"]) / STEPS)
            take_turn(tally, f"{seed} {turn}", min(left, AT_ONCE), min(STEPS, count))
            turn += 1
    return tally


def take_turn(tally: Tally, seed: str, histories: int, steps: int) -> None:
    """So many histories; what hypothesis says of one that failed becomes a fault."""
    machine = machine_of(tally)
    hypothesis.seed(seed)(machine)
    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except Exception as error:
        notes = "\n".join(getattr(error, "__notes__", ())[:1])
        told = "".join(traceback.format_tb(error.__traceback__)[-SHOWN:])
        tally.fault(f"{told}{type(error).__name__}: {error}\n{notes}")


@contextmanager
def in_a_small_world() -> Iterator[None]:
    """Instead of what is stored; all of it comes back at the end."""
    outer = transaction.atomic()
    outer._from_testcase = True  # as Django's own: what must be durable may happen inside
    # Another thread would not see what is not committed.
    with mock.patch.object(kept, "DEAR_SECONDS", inf), outer:
        empty()
        a_small_world()
        yield
        transaction.set_rollback(True)
    forget()


def empty() -> None:
    """Takes away all records but accounts."""
    from django.apps import apps

    from deals.models import Project, SearchEntry

    with connection.cursor() as cursor:
        for model in apps.get_app_config("deals").get_models(include_auto_created=True):
            if model not in (DataVersion, AuditEntry):  # which is final
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    for model in (Project, SearchEntry):
        empty_index(model)
    if not User.objects.filter(username="administrator").exists():
        User.objects.create_superuser("administrator", password=None)


def forget() -> None:
    """What is kept belongs to versions that were rolled back, and come again with other data."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


class History(RuleBasedStateMachine):
    """One editor and one reader, who take turns."""

    tally: Tally

    def __init__(self):
        super().__init__()
        forget()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.editor, self.reader = Editor(client_of("administrator")), client_of("anonymous")
        self.steps, self.failed, self.done = 0, False, []
        self.addresses = set()
        self.states, self.seen = states(), latest_change()
        self.tally.add("histories")

    def teardown(self):
        try:
            if not self.failed and self.steps:
                self.prove()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    @contextmanager
    def watched(self, what: str):
        """Whatever goes wrong says what had been done."""
        self.done.append(what)
        try:
            yield
        except Exception as error:
            self.failed = True
            error.add_note(f"done: {' '.join(self.done)}")
            raise

    def take(self, deed, dice) -> None:
        """One step, which is stored as a whole or refused as a whole."""
        self.editor.dice, self.editor.did = dice, ""
        before, counted = version(), deed.counted
        with self.watched(deed.name):
            try:
                with transaction.atomic():
                    deed.do(self.editor)
                self.done[-1] += self.editor.did
            except Nothing:
                self.done.pop()
                return
            except REFUSALS as error:
                self.done[-1] += f"{self.editor.did}({type(error).__name__})"
                counted = "refused"
            if (version() > before) != (counted != "refused"):
                raise AssertionError(f"the data version was {before} and is {version()}")
        self.steps += 1
        self.tally.add("steps")
        self.tally.add(counted)
        if self.steps % EVERY == 0:
            self.prove()
            self.ask(dice)

    def ask(self, dice) -> None:
        """A reader asks for any filter."""
        query = adding_up.a_query(dice)
        with self.watched("ask"):
            adding_up.compare(self.reader, query, dice)
        self.tally.add("questions")

    def prove(self) -> None:
        with self.watched("prove"):
            connection.check_constraints()
            found = [*problems(), *recomputed.faults(), *self.untold(), *self.lost_addresses()]
            assert not found, "\n".join(found[:10])

    def untold(self) -> Iterator[str]:
        """What is another now, although the log of the changes does not say so."""
        now, since = states(), LoggedChange.objects.filter(pk__gt=self.seen)
        told = set(since.values_list("kind", "key"))
        names = now.keys() | self.states.keys()
        changed = {name for name in names if now.get(name) != self.states.get(name)}
        self.states, self.seen = now, latest_change()
        yield from (
            f"{kind} {key} changed, and the log knows nothing" for kind, key in changed - told
        )

    def lost_addresses(self) -> Iterator[str]:
        """What once was an address is one, leads elsewhere, or is known to be gone."""
        here, gone = set(self.states), set(RetiredAddress.objects.values_list("kind", "key"))
        self.addresses |= here
        for kind, key in self.addresses - here - gone - self.editor.given_up:
            yield f"{kind} {key} is not found"
        clash = RetiredAddress.objects.filter(by_undo=False).values_list("kind", "key")
        yield from (f"{kind} {key} is here and gone" for kind, key in here & set(clash))


def machine_of(tally: Tally) -> type[History]:
    """With a rule for each deed."""

    def rule_of(deed):
        def take(self, dice):
            self.take(deed, dice)

        take.__name__ = deed.name
        return rule(dice=DICE)(take)

    rules = {name: rule_of(deed) for name, deed in DEEDS.items()}
    return type("EditsAndUndos", (History,), {"tally": tally, **rules})


def states() -> dict[tuple[str, str], dict]:
    """By kind and address: what was entered of each public record."""
    return {
        (model._meta.model_name, getattr(record, model.address_field)): {
            name: value for name, value in state_of(record).items() if name not in NOT_COMPARED
        }
        for model in public_models()
        for record in model.objects.all()
    }


def version() -> int:
    return DataVersion.objects.values_list("number", flat=True).first() or 0


def latest_change() -> int:
    return LoggedChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
