"""How fast an import is, and how much memory it takes. What it writes is rolled back."""

import csv
import resource
import time
from contextlib import contextmanager
from io import BytesIO, StringIO
from itertools import cycle

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from openpyxl import Workbook

from deals.imports import Choices, Limits, Plan, import_now
from deals.models import Edition, Location, Organization, Sector, Source

HEADERS = (
    *("name", "name_local", "edition", "location", "sector", "investors", "status"),
    *("signed_on", "amount", "currency", "qualifier", "jobs", "jobs_qualifier", "source"),
)
WORDS = [
    "Alder",
    "Birch",
    "Cedar",
    "Elm",
    "Fir",
    "Hazel",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Spruce",
    "Willow",
    "Yew",
]


class Command(BaseCommand):
    help = "Measure an import of made-up rows over the records that are stored; nothing is kept."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=20_000)
        parser.add_argument("--form", choices=["csv", "xlsx"], default="csv")

    def handle(self, *, rows, form, **options):
        self.content = content_of(made_up(rows), form)
        self.limits = Limits(size=2**30, unpacked=2**31, rows=rows)
        self.rows = rows
        megabytes = len(self.content) / 2**20
        self.stdout.write(f"{rows:,} rows on {connection.vendor}, {form}, {megabytes:.1f} MB")
        with transaction.atomic():
            self.measure()
            transaction.set_rollback(True)

    def measure(self):
        with self.timed("check"):
            plan = Plan(self.content, Choices(), self.limits)
            for _batch in plan.batches():
                pass
        with self.timed("look for duplicates"):
            plan.find_duplicates()
        digest = plan.summary.digest
        del plan
        with self.timed("write, with derived columns, search and history"):
            self.write(digest)

    def write(self, digest):
        import_now(
            self.content,
            file_name="measured",
            choices=Choices(),
            limits=self.limits,
            digest=digest,
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @contextmanager
    def timed(self, what):
        begin, busy = time.perf_counter(), time.process_time()
        yield
        seconds, busy = time.perf_counter() - begin, time.process_time() - busy
        self.stdout.write(
            f"{what}: {seconds:.1f} s ({busy:.1f} s of this process), "
            f"{self.rows / seconds:,.0f} rows/s, peak {peak_memory():,.0f} MB"
        )


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_up(rows):
    """Rows that name stored records in turn."""
    named = [
        cycle(model.objects.order_by("pk").values_list("slug", flat=True)[:500])
        for model in (Edition, Location, Sector, Organization, Source)
    ]
    if not Edition.objects.exists() or not Source.objects.exists():
        raise CommandError("Load some data first: manage.py load_starter_data")
    for number in range(rows):
        edition, place, sector, investor, source = map(next, named)
        first, second = WORDS[number % 14], WORDS[number // 14 % 14]
        yield (
            *(f"{first} {second} works {number}", f"第{number}号工厂", edition, place, sector),
            *(investor, "signed", f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"),
            *((number % 997 + 1) * 1_000_000, "CNY", "about", number % 500 + 1, "exact", source),
        )


def content_of(rows, form) -> bytes:
    if form == "csv":
        text = StringIO()
        csv.writer(text).writerows([HEADERS, *rows])
        return text.getvalue().encode()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Projects")
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
