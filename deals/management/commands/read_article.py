import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from deals import intake
from deals.intake.printed import as_json, as_table


class Command(BaseCommand):
    help = (
        "Print what article intake proposes for an article: source, conference, edition, figures "
        "and individual projects. Nothing is saved and nothing is fetched."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a text file in UTF-8, or - for standard input")
        parser.add_argument("--url", default="", help="where the article was published")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *, file, url, **options):
        try:
            reading = intake.read(text_of(file), url=url)
        except intake.TooLong as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_table(reading))


def text_of(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{file} is not UTF-8 (byte {error.start}). Save the article as UTF-8."
        ) from None
