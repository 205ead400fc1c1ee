"""Programs that the first page of the API shows: complete, with the standard library alone.

Each is a file here. They name `HOST`, in whose place the page puts the site's own address, and the
tests put that of a live server: tests/deals/api/test_lines.py runs every one of them.
"""

from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from deals.paths import api
from deals.resources.links import site

HOST = "https://deals.example.org"


class Program(NamedTuple):
    file: str
    title: str
    note: str

    @property
    def text(self) -> str:
        """The program for this site."""
        whole = (Path(__file__).parent / self.file).read_text(encoding="utf-8")
        return whole.replace(HOST, site.get() or HOST)


PROGRAMS = (
    Program(
        "editions.py",
        _("All editions, with what was reported and what the projects add up to"),
        _(
            "A line of JSON for each: what was reported in its own currency, what is itemised in "
            "US dollars, both with their qualifiers."
        ),
    ),
    Program(
        "walk.py",
        _("Every project, by a walk that misses none and repeats none"),
        _("Whatever is added or edited meanwhile."),
    ),
    Program(
        "mirror.py",
        _("A copy of all projects, kept up to date through the changes"),
        _(
            "The first run walks through everything, each later one asks only for what changed "
            "since."
        ),
    ),
    Program(
        "download.py",
        _("A download whose rows are counted"),
        _("The header X-Row-Count says how many there must be."),
    ),
)
# The one that needs a library.
WITH_PANDAS = Program("with_pandas.py", _("The same download with pandas"), "")


def command_lines(edition: str) -> list[tuple[str, str]]:
    """Titles and curl lines that work as they stand; `edition` may be blank where there is none."""
    card = f"editions/{edition}/reconciliation/" if edition else "editions/"
    by_country = "totals/?group_by=location&level=country&currency=USD"
    lines = [
        (_("The five largest projects"), "", "projects/?ordering=-amount&limit=5"),
        (_("What all projects add up to, by country, in US dollars"), "", by_country),
        (_("Reported beside itemised, for one edition"), "", card),
        (_("All projects for a spreadsheet"), "-o projects.csv ", "projects.csv?bom=1"),
        (_("The latest changes"), "", "changes/?limit=10"),
    ]
    return [(str(title), curl(options, path)) for title, options, path in lines]


def curl(options: str, path: str) -> str:
    return f"curl {options}'{site.get()}{api(path)}'"


def line_of_caching() -> str:
    """Asks again only for what changed: the second time it prints 304 and leaves the file alone."""
    etag = "--etag-save totals.etag --etag-compare totals.etag"
    return curl(f"-s -w '%{{http_code}}\\n' {etag} -o totals.json ", "totals/")


def line_of_errors() -> str:
    return curl("-s ", "projects/?ordering=-amuont&lmit=5")
