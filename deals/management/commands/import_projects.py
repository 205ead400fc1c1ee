from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from deals.imports import ADMIN, BadFile, Choices, Limits, Outdated, Plan, import_now
from deals.models import Edition, Source

SHOWN = 200
LARGE = Limits(size=200 * 2**20, unpacked=2 * 2**30, rows=1_000_000)


class Command(BaseCommand):
    help = "Import projects from a CSV or XLSX file: every row of it, or none."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="check the file, write nothing")
        parser.add_argument(
            "--dry-run", action="store_true", help="list every change, write nothing"
        )
        parser.add_argument("--lang", choices=dict(settings.LANGUAGES), help="of what is printed")
        parser.add_argument("--edition", help="id of the edition of rows that name none")
        parser.add_argument("--source", help="id of the source of rows that name none")
        parser.add_argument("--currency", default="", help="of amounts that name none, as CNY")
        parser.add_argument("--numbers", choices=["auto", "en", "eu", "in"], default="auto")
        parser.add_argument("--create-organizations", action="store_true")
        parser.add_argument("--without", default="", help="columns to leave out, as sector,source")
        parser.add_argument(
            "--different", action="store_true", help="possible duplicates are different projects"
        )
        parser.add_argument("--user", help="who imports it, in the history")
        parser.add_argument("--large", action="store_true", help=f"take over {ADMIN.rows:,} rows")

    def handle(self, *, verbosity, **options):
        self.verbosity = verbosity
        with translation.override(options["lang"] or settings.LANGUAGE_CODE):
            try:
                self._import(**options)
            except BadFile as error:
                raise CommandError(str(error)) from None
            except Outdated:
                raise CommandError("Someone changed the data meanwhile. Run it again.") from None

    def _import(self, *, file, check, dry_run, large, different, user, **options):
        content, choices = self._content(file), self._choices(options)
        limits = LARGE if large else ADMIN
        plan = Plan(content, choices, limits)
        self._walk(plan, dry_run, different)
        if check or dry_run or not plan.summary.changes_anything:
            return
        run = import_now(
            content,
            file_name=file.name,
            choices=choices,
            limits=limits,
            digest=plan.summary.digest,
            user=self._user(user),
            progress=self._progress,
        )
        self.stdout.write(f"Imported. It can be undone as change {run.action_id}.")

    def _progress(self, rows: int) -> None:
        if self.verbosity > 1:
            self.stdout.write(f"  {rows:,} rows stored")
            self.stdout.flush()

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.") from None

    def _choices(self, options) -> Choices:
        return Choices(
            edition=self._named(Edition, options["edition"]),
            source=self._named(Source, options["source"]),
            currency=options["currency"],
            numbers=options["numbers"],
            create_organizations=options["create_organizations"],
            without=tuple(filter(None, options["without"].split(","))),
        )

    def _named(self, model, slug):
        if not slug:
            return None
        found = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(f"“{slug}” is no {model._meta.verbose_name} that is stored.")
        return found

    def _user(self, name):
        if not name:
            return None
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"“{name}” is no user.")
        return user

    def _walk(self, plan: Plan, dry_run: bool, different: bool) -> None:
        """Check all rows, and print what is wrong or would change; raise where it cannot go on."""
        faults = self._faults(plan, dry_run)
        shown = list(islice(faults, SHOWN))
        rest = sum(1 for _fault in faults)
        found = {} if different else plan.find_duplicates()
        for fault in [*plan.summary.faults, *shown]:
            self.stderr.write(str(fault))
        if rest:
            self.stderr.write(f"… and {rest:,} faults more")
        for number, matches in islice(found.items(), SHOWN):
            names = ", ".join(f"{m.ref} “{m.name}”" if m.pk else f"row {m.key}" for m in matches)
            self.stderr.write(f"row {number}: may be the same as {names}")
        self._sum_up(plan.summary)
        if not plan.summary.is_clean:
            hint = " If they are different projects, add --different." if found else ""
            raise CommandError(f"Nothing was written.{hint}")

    def _faults(self, plan: Plan, dry_run: bool):
        for batch in plan.batches():
            for row in batch:
                yield from row.faults
                if dry_run and row.changes:
                    self._print_changes(row)

    def _print_changes(self, row):
        changes = "; ".join(
            f"{c}: {old or '–'} → {new or '–'}" for c, (old, new) in row.changes.items()
        )
        self.stdout.write(f"row {row.number}, {row.project.ref}: {changes}")

    def _sum_up(self, summary):
        for notice in summary.notices:
            self.stdout.write(notice)
        counts = [f"{count:,} {state}" for state, count in summary.counts.items() if count]
        self.stdout.write(f"{summary.rows:,} rows: {', '.join(sorted(counts)) or 'none'}")
