"""What a load works on and hands back: rows, faults, the report."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models

MAX_FAULTS_SHOWN = 200


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with the folder, and where."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class FaultyFolder(Exception):
    """Nothing was loaded; `faults` says why, all at once."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(set(faults))
        super().__init__(f"{len(self.faults)} faults")


@dataclass
class Row:
    """A line of a file: its cells as text, its values once read, the record it became."""

    file: str
    line: int
    key: str
    cells: dict[str, str]
    values: dict = field(default_factory=dict)
    record: models.Model | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, message: str) -> None:
        """`column` may name several, joined by commas."""
        cells = [self.cells.get(name, "").strip() for name in column.split(",")]
        shown = ", ".join(f"“{cell[:60]}”" for cell in cells if cell)
        text = f"{shown} {message}" if shown else message
        self.faults.append(Fault(self.file, self.line, column, text))

    @property
    def faulty_columns(self) -> set[str]:
        return {name for fault in self.faults for name in fault.column.split(",")}


@dataclass
class Report:
    """What a load did: records added, replaced, left as they were, and kept though they differ."""

    added: Counter = field(default_factory=Counter)
    replaced: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def keep(self, row: Row, why: str) -> None:
        self.kept.append(f"{row.file}:{row.line}: {row.key} {why}")
