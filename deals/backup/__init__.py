"""A copy of the whole database in one file, which either database can be filled from again.

The file is gzip of lines of ASCII. The first is an object that says what the file is: its format,
the migrations and the data version of what it holds, and each table with its columns and the last
primary key that was given away. A section for each table follows: ``{"table": name}``, a JSON array
for each row in the order of primary keys, and an object with its count and SHA-256. The last line
has the SHA-256 of the first one and of those objects. `zcat FILE | head -1` shows the first.

Whoever holds it holds the accounts with their password hashes.
"""

from deals.backup.errors import BadBackup
from deals.backup.reading import check
from deals.backup.report import Report
from deals.backup.restoring import restore
from deals.backup.writing import backup

__all__ = ["BadBackup", "Report", "backup", "check", "restore"]
