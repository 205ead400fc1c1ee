"""A file as a plan: for each row what it becomes, or what is wrong with it. Writes nothing.

The rows come in batches, so that memory does not grow with the file; what is kept of each is a
digest, and of a new one what it takes to find duplicates.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from deals.duplicates import Candidate, possible_duplicates
from deals.imports.headers import READ
from deals.imports.known import Known
from deals.imports.matching import (
    Namesakes,
    changes_of,
    exported,
    fixed_columns,
    refuse_retired,
    stored_projects,
)
from deals.imports.reading import GROUPED, Reader, read_ref, same_text
from deals.imports.rows import (
    DUPLICATE,
    ERROR,
    NEW,
    UNCHANGED,
    UPDATE,
    Choices,
    Fault,
    Limits,
    Place,
    Row,
)
from deals.imports.sheets import ADMIN, read_table
from deals.models import Project
from deals.models.base import refuse_circle

BATCH = 500
# Faults that say the same in many rows are named first: one new sector may cure them all.
OFTEN, MOST_FREQUENT, KINDS_OF_FAULTS = 5, 8, 5_000


@dataclass
class Summary:
    """What a walk over all rows found. `new_organizations`: names, in order."""

    counts: Counter = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    new_organizations: dict[str, None] = field(default_factory=dict)
    digest: str = ""

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def is_clean(self) -> bool:
        return not (self.faults or self.counts[ERROR] or self.counts[DUPLICATE])

    @property
    def changes_anything(self) -> bool:
        return bool(self.counts[NEW] or self.counts[UPDATE])


class Plan:
    """One walk: `batches` yields the rows, and then `summary` says what there was."""

    def __init__(self, content: bytes, choices: Choices, limits: Limits = ADMIN):
        self.table = read_table(content, limits, choices.without)
        self.headers, self.choices = self.table.headers, choices
        self.known = Known()
        self.reader = Reader(self.headers, self.known, choices)
        self.summary = Summary(notices=self.table.notices)
        self.namesakes = Namesakes(Project.objects.aggregate(newest=Max("pk"))["newest"] or 0)
        self.candidates: list[Candidate] = []
        self._seen: dict[bytes, int] = {}
        self._refs: dict[str, int] = {}
        self._missing: dict[str, str] = {}
        self._ignored: dict[str, list[str]] = defaultdict(list)
        self._messages: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    def batches(self, *, lock: bool = False) -> Iterator[list[Row]]:
        while batch := list(islice(self.table.rows, BATCH)):
            self._match(batch, lock=lock)
            yield batch
            # After the reader of the batch had its say: duplicates change states.
            for row in batch:
                self._count(row)
        self._finish()

    # A batch

    def _match(self, batch: list[Row], *, lock: bool) -> None:
        refs = {row.number: self._ref(row) for row in batch}
        stored = stored_projects(set(filter(None, refs.values())), lock=lock)
        self.reader.meet(batch)
        for row in batch:
            self._refuse_twin(row)
            self._read(row, refs[row.number], stored.get(refs[row.number]))
        self._match_by_name([row for row in batch if self._could_be_stored(row)])
        for row in batch:
            self._decide(row)

    def _ref(self, row: Row) -> str:
        answer = self.choices.answers.get(row.number)
        ref = read_ref(row)
        if ref:
            first = self._refs.setdefault(ref, row.number)
            if first != row.number:
                row.fault(
                    "ref", _("Row %(row)s has this reference too. Remove one.") % {"row": first}
                )
        return ref or (answer if isinstance(answer, str) else "")

    def _refuse_twin(self, row: Row) -> None:
        said = "\x1f".join(row.text(name) for name in self.headers.columns)
        twin = self._seen.setdefault(_hashed(said), row.number)
        if twin != row.number:
            row.fault("", _("The row says the same as row %(row)s. Remove one.") % {"row": twin})

    def _read(self, row: Row, ref: str, project: Project | None) -> None:
        row.project = project
        if project is None:
            if ref:
                refuse_retired(row, ref)
                row.values["ref"] = ref
            self.reader.read(row, None, {})
            return
        stored = exported(project, {*self.headers.columns, *GROUPED})
        self._note_ignored(row, stored)
        self.reader.read(row, stored, fixed_columns(project))

    def _note_ignored(self, row: Row, stored: dict[str, str]) -> None:
        """Columns that follow from others: a change of them is named, and does nothing."""
        for column in self.headers.columns.keys() - READ - {"region", "country"}:
            value = row.cells[column]
            if value is not None and not same_text(value, stored[column]):
                self._ignored[column].append(row.places[column].at(row.number))

    def _could_be_stored(self, row: Row) -> bool:
        values = row.values
        unnamed = row.project is None and "ref" not in values and not row.faults
        return unnamed and bool(values.get("name") and values.get("edition"))

    def _match_by_name(self, rows: list[Row]) -> None:
        """A row without a reference that says just what is stored was imported before."""
        namesakes = self.namesakes.of(rows)
        for row in rows:
            for project in namesakes.get((row.values["edition"], row.values["name"]), ()):
                if self._is_same(row, project):
                    row.project = project
                    break

    def _is_same(self, row: Row, project: Project) -> bool:
        fixed = fixed_columns(project).keys() & self.headers.columns.keys()
        return not (fixed or row.new_investors or changes_of(row, project, self.known))

    def _decide(self, row: Row) -> None:
        self._missing |= row.missing
        if row.project is not None and not row.faults:
            row.changes = changes_of(row, row.project, self.known)
            self._check_links(row)
        if row.faults:
            row.state = ERROR
        elif row.project is not None:
            row.state = UPDATE if row.changes else UNCHANGED
        else:
            self._check_new(row)
        self.summary.new_organizations |= dict.fromkeys(row.new_investors)
        self._digest.update(repr(_decision(row)).encode())

    def _check_new(self, row: Row) -> None:
        if row.values.get("resigns_only") and row.values.get("continues") is None:
            row.fault("resigns_only", NAMES_WHICH())
        row.state = ERROR if row.faults else NEW
        if row.state == NEW and row.number not in self.choices.answers:
            self.candidates.append(_candidate(row))

    def _check_links(self, row: Row) -> None:
        """Rules over what is stored and what the row changes of it."""
        values, project = row.values, row.project
        continues = values.get("continues", project.continues_id)
        if values.get("resigns_only", project.resigns_only) and continues is None:
            row.fault("resigns_only", NAMES_WHICH())
        if "continues" in row.changes and continues is not None:
            later = Project(pk=project.pk, continues_id=continues)
            try:
                refuse_circle(later, "continues")
            except ValidationError as error:
                row.fault("continues", " ".join(error.messages))

    # All rows

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(name, header) of each column that could be read, those that are left out too."""
        found = {**self.headers.columns, **self.headers.left_out}
        return [(name, header.text) for name, header in found.items()]

    def find_duplicates(self) -> dict[int, list]:
        """By number of a row: what it may be the same as. To call when all batches are through."""
        found = possible_duplicates(self.candidates)
        if found:
            self.summary.counts[NEW] -= len(found)
            self.summary.counts[DUPLICATE] += len(found)
        return found

    def _count(self, row: Row) -> None:
        self.summary.counts[row.state] += 1
        for fault in row.faults:
            if fault.message in self._messages or len(self._messages) < KINDS_OF_FAULTS:
                self._messages[fault.message] += 1

    def _finish(self) -> None:
        summary, place = self.summary, Place(self.headers.sheet)
        summary.digest = self._digest.hexdigest()
        summary.faults = [
            Fault(place.at(self.headers.row), f"{_shown(column)}: {message}")
            for column, message in self._missing.items()
        ]
        if not summary.rows:
            summary.faults.append(
                Fault(place.at(self.headers.row), _("There is no row below the headers."))
            )
        summary.notices += self._notices()

    def _notices(self) -> Iterator[str]:
        for message, count in self._messages.most_common(MOST_FREQUENT):
            if count >= OFTEN:
                yield _("%(count)s times: %(fault)s") % {"count": count, "fault": message}
        if self.headers.unknown:
            yield _("Columns that are not imported: %(names)s.") % {
                "names": ", ".join(text[:40] for text in self.headers.unknown[:30])
            }
        if self.headers.left_out:
            yield _("Columns that you left out: %(names)s.") % {
                "names": ", ".join(header.text[:40] for header in self.headers.left_out.values())
            }
        if self.headers.unused:
            yield _("Columns left out, since another says the same: %(names)s.") % {
                "names": ", ".join(text[:40] for text in self.headers.unused[:30])
            }
        for column, where in sorted(self._ignored.items()):
            yield _(
                "The column %(column)s follows from others. %(count)s changed cells of it are "
                "ignored, the first at %(where)s."
            ) % {"column": column, "count": len(where), "where": where[0]}


def NAMES_WHICH() -> str:
    return _("Name the earlier project that is only signed again, in the column continues.")


def _shown(column: str) -> str:
    return _("no column “%(column)s”") % {"column": column}


def _hashed(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _decision(row: Row) -> tuple:
    what = row.changes if row.project else row.values
    # Of investors the words: while a file is stored, those that an earlier row created are known.
    plain = sorted((name, str(value)) for name, value in what.items() if name != "investors")
    return row.number, row.state, row.project and row.project.pk, plain, row.text("investors")


def _candidate(row: Row) -> Candidate:
    values, money = row.values, row.values.get("money")
    amounts = {(money.currency, money.value)} if money and money.value else set()
    return Candidate(
        *(row.number, values.get("name", ""), values.get("name_local", "")),
        edition_id=values.get("edition"),
        location_id=values.get("location"),
        amounts=frozenset(amounts),
    )
