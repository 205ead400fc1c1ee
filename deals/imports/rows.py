"""What an import works on: cells with their address, rows with their faults, how a file is read."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

# What a row will become.
NEW, UPDATE, UNCHANGED, DUPLICATE, ERROR = STATES = (
    "new",
    "update",
    "unchanged",
    "duplicate",
    "error",
)


class BadFile(Exception):
    """The file as a whole cannot be read; the message names the remedy."""


class Formula(str):
    """The content of a cell that the spreadsheet computes."""

    __slots__ = ()


class ErrorValue(str):
    """What a spreadsheet shows where its formula failed, such as ``#REF!``."""

    __slots__ = ()


@dataclass(frozen=True)
class Limits:
    """How much a file may hold; the command may take more than the admin."""

    size: int = 5 * 1024 * 1024
    unpacked: int = 100 * 1024 * 1024
    members: int = 200
    columns: int = 200
    rows: int = 20_000


@dataclass(frozen=True)
class Place:
    """Where a column of a sheet stands; `sheet` is blank in a CSV file."""

    sheet: str = ""
    column: str = ""
    number: int = 0

    def at(self, row: int) -> str:
        """``Projects!D17``, or ``row 17, column amount (D17)`` where there are no sheets."""
        cell = f"{get_column_letter(self.number)}{row}" if self.number else ""
        if self.sheet:
            return f"{self.sheet}!{cell or row}"
        if not cell:
            return _("row %(row)s") % {"row": row}
        words = {"row": row, "column": self.column, "cell": cell}
        return _("row %(row)s, column %(column)s (%(cell)s)") % words


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell or a row, where, and the remedy."""

    where: str
    message: str

    def __str__(self):
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class Choices:
    """What the editor decided for the whole file. Records are named by primary key.

    `without`: columns that are left out, by name.

    `answers`: number of a row → the reference of the project that it is, or the primary keys of
    those that it is not, though it looks alike.
    """

    edition: int | None = None
    source: int | None = None
    currency: str = ""
    numbers: str = "auto"
    create_organizations: bool = False
    without: tuple[str, ...] = ()
    answers: dict[int, str | list[int]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict) -> "Choices":
        answers = {int(row): answer for row, answer in data.get("answers", {}).items()}
        plain = {name: value for name, value in data.items() if name != "answers"}
        return replace(cls(**plain), answers=answers, without=tuple(data.get("without", ())))


@dataclass
class Row:
    """A row of the sheet on its way to a project.

    `cells`: column → what the sheet holds; `places`: column → where its cells stand. `values`: what
    was read of them. `changes`: column → (text that is stored, text that will be). `missing`: what
    no row of the sheet says, so that it is said once for the whole file.
    """

    number: int
    cells: dict[str, object]
    places: dict[str, Place]
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    matches: list = field(default_factory=list)
    new_investors: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    project: object = None
    state: str = NEW

    def fault(self, column: str, message: str) -> None:
        place = self.places.get(column) or Place(self.sheet)
        self.faults.append(Fault(place.at(self.number), message))

    def lacks(self, column: str, message: str) -> None:
        """A fault of the file where it has no such column at all, else of the cell."""
        if column in self.places:
            self.fault(column, message)
        else:
            self.missing.setdefault(column, message)

    @property
    def sheet(self) -> str:
        return next(iter(self.places.values())).sheet if self.places else ""

    def text(self, column: str) -> str:
        return as_text(self.cells.get(column))


def as_text(value) -> str:
    """A cell as an export writes it: dates by ISO 8601, truth as a word, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    return str(value)
