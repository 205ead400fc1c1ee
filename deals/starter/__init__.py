"""Loads a folder of CSV files in the form of `deals/starter_data/`: all or nothing, idempotent.

Every fault is found before anything stays: each cell is read (`tables`), each row is checked by
its model, and the transaction is given up when there is a fault. A row that is in the database
already is never overwritten silently: it is kept, and named where it differs.
"""

from deals.starter.loading import FOLDER, load
from deals.starter.rows import MAX_FAULTS_SHOWN, FaultyFolder

__all__ = ["FOLDER", "MAX_FAULTS_SHOWN", "FaultyFolder", "load"]
