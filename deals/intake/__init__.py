"""Article text → proposed source, conference, edition, figures and projects; no network.

Plain rules over the quantities of a text (`deals.quantities`) and the names that the database
knows (`Gazetteer`). The same text and database always give the same proposals.
"""

from deals.intake.gazetteer import Gazetteer
from deals.intake.reading import LONGEST, TooLong, read

__all__ = ["LONGEST", "Gazetteer", "TooLong", "read"]
