"""Reads the files of a folder into rows, and finds everything that is wrong with them as files."""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from deals.starter.cells import CellError, day, whole
from deals.starter.rows import Fault, Row
from deals.starter.tables import TABLES, Link, Table

MAX_FILE = 20 * 1024 * 1024
COLLECTION = Table(None, {"compiled_on": day})


class Unreadable(Exception):
    """A file that cannot be taken apart into lines, and where that shows."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message


class Reading:
    """Every row of every file, in `rows` and, where it has a key, in `by_key`.

    `unread` are the files whose rows are unknown: what refers to them cannot be judged.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.file_faults: list[Fault] = []
        self.notices: list[str] = []
        self.unread: set[str] = set()
        self.rows = {name: self._read(name, table) for name, table in TABLES.items()}
        self.by_key = {name: self._keys(name, table) for name, table in TABLES.items()}
        self._date_of_collection()

    @property
    def faults(self) -> list[Fault]:
        return self.file_faults + [f for rows in self.rows.values() for r in rows for f in r.faults]

    def _read(self, name: str, table: Table) -> list[Row]:
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            if table.required:
                self._unread(name, 0, "The file is missing. Give it, with its header at least.")
            return []
        try:
            header, lines = lines_of(path)
        except Unreadable as error:
            self._unread(name, error.line, error.message)
            return []
        faults = list(header_faults(path.name, header, table))
        if faults:
            self.file_faults += faults
            self.unread.add(name)
            return []
        return [self._row(path.name, line, header, cells, table) for line, cells in lines]

    def _unread(self, name: str, line: int, message: str) -> None:
        self.file_faults.append(Fault(f"{name}.csv", line, "", message))
        self.unread.add(name)

    def _row(self, file, line, header, cells, table) -> Row:
        by_column = dict(zip(header, cells, strict=False))
        row = Row(file, line, by_column.get(table.key, "").strip(), by_column)
        if len(cells) == len(header):
            self._read_cells(row, table)
        else:
            row.fault(
                "",
                f"The line has {len(cells)} cells, the header {len(header)}. "
                "Check its commas and quotation marks.",
            )
        return row

    def _read_cells(self, row: Row, table: Table) -> None:
        for column, read in table.columns.items():
            cell = row.cells.get(column, "").strip()
            if "\0" in cell:
                row.fault(column, "holds a NUL character. Remove it.")
            elif isinstance(read, Link):
                row.values[column] = [part.strip() for part in cell.split(";") if part.strip()]
            elif cell:
                self._read_cell(row, column, cell, read)

    def _read_cell(self, row: Row, column: str, cell: str, read: Callable) -> None:
        try:
            row.values[column] = read(cell)
        except CellError as error:
            row.fault(column, str(error))
            return
        if read is whole and "." in cell:
            self.notices.append(
                f"{row.file}:{row.line}:{column}: {cell} was rounded to {row.values[column]}."
            )

    def _keys(self, name: str, table: Table) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in self.rows[name] if table.has_key else ():
            if not row.key:
                row.fault(table.key, "The key is blank. Every row needs its own.")
            elif row.key in found:
                line = found[row.key].line
                row.fault(table.key, f"stands in line {line} already. Give each row its own key.")
            else:
                found[row.key] = row
        return found

    def _date_of_collection(self) -> None:
        """The day by which all pages had been read, from the optional `collection.csv`."""
        path = self.folder / "collection.csv"
        if not path.is_file():
            return
        try:
            header, lines = lines_of(path)
        except Unreadable as error:
            self.file_faults.append(Fault(path.name, error.line, "", error.message))
            return
        if "compiled_on" not in header or not lines:
            message = "The column is missing, or its cell. Give a date, such as 2026-11-23."
            self.file_faults.append(Fault(path.name, 1, "compiled_on", message))
            return
        row = self._row(path.name, lines[0][0], header, lines[0][1], COLLECTION)
        self.file_faults += row.faults
        for source in self.rows["sources"]:
            if "retrieved_on" not in source.values and "compiled_on" in row.values:
                source.values.setdefault("collected_by", row.values["compiled_on"])

    # Links between rows

    def check_links(self, stored: dict[str, dict]) -> None:
        """Every link leads to a row of the folder, or to a record that is `stored`."""
        for name, table in TABLES.items():
            for row in self.rows[name]:
                for column, link in table.links.items():
                    if column in row.values:
                        self._check_link(row, column, link, stored.get(link.table, {}))

    def _check_link(self, row: Row, column: str, link: Link, stored: dict) -> None:
        slugs = row.values[column]
        if link.needed and not slugs:
            row.fault(column, link.needed)
        if len(slugs) > 1 and not link.many:
            row.fault(column, "names several records; this column takes one.")
        if len(set(slugs)) != len(slugs):
            row.fault(column, "names a record twice. Name it once.")
        known = self.by_key[link.table].keys() | stored.keys()
        for slug in slugs if link.table not in self.unread else ():
            if slug not in known:
                close = difflib.get_close_matches(slug[:100], known, 1)
                hint = f"Did you mean {close[0]}?" if close else f"Add it to {link.table}.csv."
                row.fault(column, f"is not in {link.table}.csv. {hint}")

    def in_order(self, name: str) -> Iterator[Row]:
        """The rows, each after those of its own file that it refers to."""
        done: set[int] = set()
        waiting = list(self.rows[name])
        while waiting:
            ready = [row for row in waiting if not self._awaited(name, row, done)]
            if not ready:
                self._blame_circles(name, waiting)
                return
            yield from ready
            done |= {id(row) for row in ready}
            waiting = [row for row in waiting if id(row) not in done]

    def _awaited(self, name: str, row: Row, done: set[int]) -> dict[str, Row]:
        """By column: the row of its own file that must be stored before this one."""
        own = [column for column, link in TABLES[name].links.items() if link.table == name]
        needs = {
            column: self.by_key[name].get(slug)
            for column in own
            for slug in row.values.get(column, ())
        }
        return {c: need for c, need in needs.items() if need is not None and id(need) not in done}

    def _blame_circles(self, name: str, waiting: list[Row]) -> None:
        """Name the rows that lie on a circle; those that only lead to one are not at fault."""
        done = {id(row) for row in self.rows[name]} - {id(row) for row in waiting}
        for row in waiting:
            for column, need in self._awaited(name, row, done).items():
                if self._leads_to(name, need, row, done):
                    row.fault(column, "leads back to this row: a circle. Break it in one place.")

    def _leads_to(self, name: str, start: Row, goal: Row, done: set[int]) -> bool:
        seen, todo = set(), [start]
        while todo:
            row = todo.pop()
            if row is goal:
                return True
            if id(row) not in seen:
                seen.add(id(row))
                todo += self._awaited(name, row, done).values()
        return False


def lines_of(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the lines that are not empty with their numbers."""
    if path.stat().st_size > MAX_FILE:
        raise Unreadable(0, "The file is larger than 20 MB. Split it.")
    data = path.read_bytes()
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "The file is not UTF-8. Save it as UTF-8.") from None
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    lines, start = [], 1
    try:
        for cells in reader:
            if cells:
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            start, f"The line is not CSV: {error}. Check its quotation marks."
        ) from None
    if not lines:
        raise Unreadable(1, "The file is empty. Give its header.")
    return [name.strip() for name in lines[0][1]], lines[1:]


def header_faults(file: str, header: list[str], table: Table) -> Iterator[Fault]:
    for column in table.cells:
        if column not in header:
            yield Fault(file, 1, column, "The column is missing. Add it; its cells may be blank.")
    for column, count in Counter(header).items():
        if column not in table.columns:
            close = difflib.get_close_matches(column, table.columns, 1)
            hint = f"Did you mean {close[0]}?" if close else "Remove it."
            yield Fault(file, 1, column[:60], f"The column is not known. {hint}")
        elif count > 1:
            yield Fault(file, 1, column, "The column is there twice. Remove one.")
