"""A process that edits what is there, and inserts and deletes records of its own, until killed.

    python -m tests.deals.api.meddler

After each change it prints the data version. It stops by itself after `MOST` changes, and has
never more than `ALIVE` projects of its own, so that no walk has to run after it.
"""

import datetime
import random
from collections import deque

import django

MOST = 2_000
ALIVE = 4


def main() -> None:
    django.setup()
    from deals.models import DataVersion, Investment, Organization, Project, write
    from tests import factories as make

    chance = random.Random(6)
    before = {model: list(model.objects.all()) for model in (Project, Investment, Organization)}
    edition, source = before[Project][0].edition, before[Project][0].source
    own = deque()

    def insert():
        kept = {"edition": edition, "source": source, "signed_on": datetime.date(2031, 1, 1)}
        name = make.fresh("new")
        project = make.create_project(ref=name, name=name, amount=1, jobs=1, **kept)
        own.append((project, make.create_organization(slug=name, name=f"AAA {name}")))

    def edit():
        """Moves a record within each of its orders."""
        project = chance.choice(before[Project])
        project.name, project.jobs = f"Renamed {chance.random()}", chance.randrange(1, 10**6)
        project.signed_on = datetime.date(2020, 1, 1) + datetime.timedelta(chance.randrange(3000))
        project.location, project.sector = None, chance.choice(before[Project]).sector
        investment = chance.choice(before[Investment])
        investment.amount = chance.randrange(1, 10**9)
        organization = chance.choice(before[Organization])
        organization.name = f"Renamed {chance.random()}"
        for record in (project, investment, organization):
            record.save()

    def delete():
        for record in own.popleft():
            record.delete()

    for _each in range(MOST):
        with write():
            change = chance.choice([insert, edit, edit, delete])
            change() if change is not delete or own else insert()
            while len(own) > ALIVE:
                delete()
        print(DataVersion.objects.get().number, flush=True)  # noqa: T201 - for the test


if __name__ == "__main__":
    main()
