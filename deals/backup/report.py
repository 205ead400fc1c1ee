from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """What a file holds: the data version that it was made of, its tables and rows.

    `changed_at` is the ISO time of that version, "" for data that never changed.
    """

    data_version: int
    changed_at: str
    tables: int
    rows: int
    size: int

    def __str__(self):
        return (
            f"data version {self.data_version} of {self.changed_at or 'no change'}: "
            f"{self.rows:,} rows of {self.tables} tables, {self.size:,} bytes"
        )
