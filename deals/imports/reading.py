"""A row's cells → the values of a project, with every fault of every kind at once."""

from collections.abc import Callable
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.formulas import safe_cell
from deals.imports import cells
from deals.imports.cells import CellError, is_blank
from deals.imports.headers import READ, Headers, folded
from deals.imports.known import Known
from deals.imports.money import NUMBERS, read_number
from deals.imports.rows import Choices, ErrorValue, Formula, Row, as_text
from deals.models.base import SLUG

LONGEST = {"name": 300, "name_local": 300, "ref": 40}
# Groups of columns that are read together: a change of one is a change of the group.
GROUPED = {column: group for group, columns in NUMBERS.items() for column in columns}
GENERAL = ("name_local", "signed_on", "location", "sector", "investors", "status", "commitment")
OPTIONAL = (*GENERAL, "continues", "resigns_only")
BLANK = {
    "name_local": "",
    "status": "announced",
    "commitment": "unspecified",
    "resigns_only": False,
    "investors": (),
}

SOURCE_MISSING = gettext_lazy(
    "The source is missing. Enter its id, or choose one for the whole file."
)


class Reader:
    """Reads rows of one sheet. `stored` is what an export says of the project of a row, if any."""

    def __init__(self, headers: Headers, known: Known, choices: Choices):
        self.headers, self.known, self.choices = headers, known, choices
        self.asked: dict[str, Callable] = {
            "name_local": cells.text,
            "signed_on": cells.day,
            "sector": lambda value: known.sectors.one(cells.text(value)),
            "status": cells.status,
            "commitment": cells.commitment,
            "continues": lambda value: known.project(cells.text(value)),
            "resigns_only": cells.flag,
        }

    def read(self, row: Row, stored: dict[str, str] | None, fixed: dict[str, str]) -> None:
        """Put into `values` what the sheet says; of a stored project, only what it says anew.

        `fixed`: column → why a sheet cannot change it.
        """
        said = self._said(row, stored)
        for column in sorted(said & fixed.keys()):
            row.fault(column, fixed[column])
        said -= fixed.keys()
        self._read_name(row, said, is_new=stored is None)
        self._read_edition(row, said, is_new=stored is None)
        self._read_source(row, said, is_new=stored is None)
        for column in OPTIONAL:
            if column in said:
                self._read_one(row, column)
            elif stored is None and column in BLANK:
                row.values[column] = BLANK[column]
        for group, columns in NUMBERS.items():
            if said & set(columns) or (stored is None and columns[0] in self.headers.columns):
                self._fill_group(row, columns, stored)
                self._read_group(row, group)

    def meet(self, rows: list[Row]) -> None:
        """Let what the rows name by slug be looked up at once."""
        columns = {
            "edition": self.known.editions,
            "location": self.known.places,
            "sector": self.known.sectors,
            "source": self.known.sources,
        }
        for column, names in columns.items():
            names.meet(map(cells.text, {row.cells.get(column) for row in rows}))
        texts = {row.cells.get("investors") for row in rows}
        self.known.organizations.meet({name for text in texts for name in investor_names(text)})

    def _said(self, row: Row, stored) -> set[str]:
        """The columns that say something else than is stored; computed cells are faults."""
        said = set()
        for column in self.headers.columns:
            value = row.cells[column]
            if column not in READ or column == "ref":
                continue
            if isinstance(value, Formula | ErrorValue):
                with self._faults(row, column):
                    cells.refuse_computed(value)
            elif stored is None or not same_text(value, stored.get(column, "")):
                said.add(column)
        return said

    @contextmanager
    def _faults(self, row: Row, column: str):
        try:
            yield
        except CellError as error:
            row.fault(column, str(error))

    def _read_one(self, row: Row, column: str) -> None:
        value = row.cells[column]
        if is_blank(value):
            row.values[column] = BLANK.get(column)
            return
        read = {"location": self._place, "investors": self._investors}.get(column)
        try:  # not `_faults`: this is most of the work
            row.values[column] = read(row, value) if read else self.asked[column](value)
            self._check_length(row, column)
        except CellError as error:
            row.fault(column, str(error))

    def _check_length(self, row: Row, column: str) -> None:
        most, value = LONGEST.get(column), row.values[column]
        if most and len(value) > most:
            raise CellError(
                _("The text has %(length)s characters; at most %(most)s are stored. Shorten it.")
                % {"length": len(value), "most": most}
            )

    # What every project needs

    def _read_name(self, row: Row, said: set[str], *, is_new: bool) -> None:
        if "name" not in said:
            if is_new and not isinstance(row.cells.get("name"), Formula):
                row.lacks("name", _("The name is missing. Enter it in English."))
            return
        try:
            row.values["name"] = cells.text(row.cells["name"])
            if not row.values["name"]:
                raise CellError(_("The name is missing. Enter it in English."))
            self._check_length(row, "name")
        except CellError as error:
            row.fault("name", str(error))

    def _read_edition(self, row: Row, said: set[str], *, is_new: bool) -> None:
        value = row.cells.get("edition")
        with self._faults(row, "edition"):
            if "edition" in said and not is_blank(value):
                row.values["edition"] = self.known.edition(cells.text(value))
            elif is_new and "edition" not in row.values and not isinstance(value, Formula):
                row.values["edition"] = self._edition_otherwise(row)

    def _edition_otherwise(self, row: Row) -> int | None:
        conference, year = cells.text(row.cells.get("conference")), row.text("year")
        found = self.known.edition_of_year(conference, year) or self.choices.edition
        if found is None:
            row.lacks(
                "edition",
                _("The edition is missing. Enter its id, or choose one for the whole file."),
            )
        return found

    def _read_source(self, row: Row, said: set[str], *, is_new: bool) -> None:
        value = row.cells.get("source")
        with self._faults(row, "source"):
            if "source" in said and not is_blank(value):
                row.values["source"] = self.known.sources.one(cells.text(value))
            elif is_new and not isinstance(value, Formula):
                row.values["source"] = self.choices.source
                if self.choices.source is None:
                    row.lacks("source", SOURCE_MISSING)

    # Places and investors

    def _place(self, row: Row, value) -> int:
        around = [row.cells.get(column) for column in ("region", "country")]
        return self.known.place(
            cells.text(value), [cells.text(text) for text in around if not is_blank(text)]
        )

    def _investors(self, row: Row, value) -> tuple:
        """Primary keys in the order of the cell; names of those that are to be created."""
        return tuple(dict.fromkeys(self._investor(row, name) for name in investor_names(value)))

    def _investor(self, row: Row, name: str) -> int | str:
        found = self.known.organizations.found(name)
        if not found and self.choices.create_organizations:
            if len(name) > 200:
                raise CellError(_("The name of the organization is too long."))
            row.new_investors.append(name)
            return name
        return self.known.organizations.one(name, found)

    # Numbers

    def _fill_group(self, row: Row, columns: tuple[str, ...], stored: dict | None) -> None:
        """What the sheet has no column for stays as it is stored."""
        number, *rest = columns
        if stored is None:
            return
        row.cells.setdefault(number, stored[number])
        if is_blank(row.cells[number]):
            return
        for column in rest:
            # “more than 9” says itself how sure it is.
            if "qualifier" not in column or cells.PLAIN.fullmatch(row.text(number)):
                row.cells.setdefault(column, stored[column])

    def _read_group(self, row: Row, group: str) -> None:
        with self._faults(row, NUMBERS[group][0]):
            row.values[group] = read_number(row, group, self.headers, self.choices)


def investor_names(value) -> list[str]:
    """The names that a cell holds."""
    text = cells.text(value)
    for sign in "；、":
        text = text.replace(sign, ";")
    return [name for name in (part.strip() for part in text.split(";")) if name]


def same_text(value, stored: str) -> bool:
    """Whether the cell holds what an export writes for the stored value."""
    text = as_text(value)
    return text == stored.strip() or text == safe_cell(stored).strip()


def read_ref(row: Row) -> str:
    """The reference of the row, "" where it has none; what cannot be one is a fault."""
    value = row.cells.get("ref")
    ref = "" if is_blank(value) else cells.text(value)
    if isinstance(value, Formula):
        row.fault("ref", _("A reference is no formula: paste its value."))
        return ""
    if ref and (not SLUG.regex.search(ref) or ref.isdecimal() or len(ref) > LONGEST["ref"]):
        row.fault(
            "ref",
            _("“%(text)s” is no reference of a project. Leave it blank for a new one.")
            % {"text": folded(ref)[:60]},
        )
        return ""
    return ref
