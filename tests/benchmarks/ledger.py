"""What all projects added up to at each data version, noted by the one who writes.

The sums are kept by difference: what the changed project stood for before and after, by raw SQL in
the transaction of the change. Nothing of the product's takes part in them.
"""

import time
from random import Random

from django.db import transaction

from deals.models import Investment, Project, write
from tests.benchmarks import floor

# An answer may be that of a version which was replaced so long ago, and take a moment to come.
PREVIOUS_SECONDS, ON_ITS_WAY = 5, 1


class Ledger:
    """Writes, and knows what was right when; others may ask it once the writing has ended."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.keys = Project.objects.filter(resigns_only=False, jobs__isnull=False)
        self.keys = list(self.keys.order_by("pk").values_list("pk", flat=True)[:5_000])
        self.before: dict[tuple, int] = {}
        self.sums = floor.totals()
        self.version = version_now()
        self.totals = {self.version: self.sums}
        self.replaced: dict[int, float] = {}

    def write(self) -> None:
        """Change the jobs or an amount of some project."""
        pk = self.random.choice(self.keys)
        amounts = Investment.objects.filter(project=pk, amount_max=None, amount__gt=0)
        record = amounts.first() if self.random.random() < 0.5 else None
        record = record or Project.objects.get(pk=pk)
        field = "amount" if isinstance(record, Investment) else "jobs"
        self.before.setdefault((type(record), record.pk, pk), getattr(record, field))
        self.store(record, field, getattr(record, field) + self.random.randrange(1, 1_000), pk)

    def put_back(self) -> None:
        for (model, key, project), value in self.before.items():
            field = "amount" if model is Investment else "jobs"
            self.store(model.objects.get(pk=key), field, value, project)

    def store(self, record, field: str, value: int, project: int) -> None:
        with transaction.atomic():
            old = floor.totals("p.id = %s", project)
            with write(kind="edit"):
                setattr(record, field, value)
                record.save()
            new = floor.totals("p.id = %s", project)
            version = version_now()
        self.sums = tuple(map(moved, self.sums, old, new))
        self.totals[version] = self.sums
        self.replaced[self.version] = time.monotonic()
        self.version = version

    def fault(self, answer: dict, asked_at: float) -> str:
        """What is wrong with the JSON of totals that somebody asked for at this moment, if any."""
        version = answer["data_version"]
        right = self.totals.get(version)
        if right is None:
            return f"totals of version {version}, which nobody committed"
        if sums_of(answer) != right:
            return f"totals of version {version}: {sums_of(answer)} for {right}"
        late = asked_at - self.replaced.get(version, asked_at)
        if late > PREVIOUS_SECONDS + ON_ITS_WAY:
            return f"totals of version {version}, {late:.1f} s after it was replaced"
        return ""

    def drift(self) -> str:
        """By the rows themselves, at the end."""
        found = floor.totals()
        return "" if found == self.sums else f"the rows add up to {found}, not {self.sums}"


def version_now() -> int:
    return floor.rows("SELECT number FROM deals_dataversion")[0][0]


def moved(whole: int | None, old: int | None, new: int | None) -> int | None:
    """None stands for the sum of nothing, which the whole is not."""
    return whole if whole is None else whole + (new or 0) - (old or 0)


def sums_of(answer: dict) -> tuple:
    """The JSON of totals in the order of `floor.TOTALS`."""
    investment, jobs, output = (answer[n] for n in ("investment", "jobs", "output_value"))
    return (
        *(
            answer["projects"] - answer["resigned"],
            investment["stated"] - investment["unconverted"],
        ),
        *(investment["low"], investment["high"], jobs["stated"], jobs["low"]),
        *(output["stated"] - output["unconverted"], output["low"]),
    )
