"""Projects from a spreadsheet: every row is checked first, then all or none are stored."""

from deals.imports.planning import Plan, Summary
from deals.imports.rows import BadFile, Choices, Fault, Limits, Row
from deals.imports.running import (
    begin,
    carry_out,
    check,
    check_again,
    import_now,
    note_interrupted,
    start_writing,
    work_on,
)
from deals.imports.sheets import ADMIN, raw_rows
from deals.imports.templates import template
from deals.imports.writing import Outdated

__all__ = [
    "ADMIN",
    "BadFile",
    "Choices",
    "Fault",
    "Limits",
    "Outdated",
    "Plan",
    "Row",
    "Summary",
    "begin",
    "carry_out",
    "check",
    "check_again",
    "import_now",
    "note_interrupted",
    "raw_rows",
    "start_writing",
    "template",
    "work_on",
]
