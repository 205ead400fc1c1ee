"""A made-up data set of any size, for measuring and for trying out: skewed as real ones are.

    generate(100_000, seed=1)

Same seed and size, same data, apart from the times of storing. It is meant for an empty database;
see `generate` for what it does to one that is not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from deals.generated.batches import MODELS, Batches
from deals.generated.frame import Frame
from deals.generated.projects import Projects
from deals.generated.words import CURRENCIES, FIRST_DAY
from deals.models import LoggedChange, Project, restanding, search_entries, write
from deals.models.change_log import public_models
from deals.models.loading import without_indexes
from deals.models.rates import MAX_AGE
from deals.rates import load_pegs, load_rates


class NotEmpty(Exception):
    """The database holds what generated data must not be mixed with; says what to do."""


@dataclass(frozen=True)
class Report:
    """Projects and rows of all tables that were stored, and in how many seconds.

    `seconds` leaves out the exchange rates, which took `preparing`; `busy` is the processor time
    of this process within them.
    """

    projects: int
    rows: int
    seconds: float
    busy: float
    preparing: float


def generate(
    projects: int, *, seed: int, add: bool = False, progress: Callable = lambda stored: None
) -> Report:
    """Store so many projects with all that they need, as one data version.

    Raises `NotEmpty` where any public record is stored and `add` is not set, or where this seed
    was used before. Missing exchange rates come first, as `load_rates` adds them, under a data
    version of their own. The rows have no history, as everything that came by a bulk load: it
    begins when one is first edited. The change log has a row for each record. On PostgreSQL the
    tables are locked meanwhile, as their indexes are built anew.
    """
    _refuse(seed, add)
    begun = time.perf_counter()
    with write(kind="load"):
        load_pegs()
        load_rates(currencies=CURRENCIES, since=FIRST_DAY - MAX_AGE)
    prepared, busy = time.perf_counter(), time.process_time()
    batches = Batches(timezone.now())
    bare = without_indexes([*MODELS, LoggedChange])
    with transaction.atomic(), bare, write(kind="load") as change, batches:
        Projects(batches, Frame(batches, projects, seed)).store(progress)
        change.loaded += [batches.stored(model) for model in public_models()]
    restanding.rebuild()
    search_entries.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = time.perf_counter()
    return Report(
        projects, batches.rows, now - prepared, time.process_time() - busy, prepared - begun
    )


def _refuse(seed: int, add: bool) -> None:
    if not add and any(model.objects.exists() for model in public_models()):
        raise NotEmpty("The database is not empty. To mix made-up data into it, say --add.")
    if Project.objects.filter(ref__startswith=f"g{seed}n").exists():
        raise NotEmpty(f"Seed {seed} was used here before. Choose another one.")
