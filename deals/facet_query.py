"""A question about all values of one filter, and the addresses that ask it again."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from deals import parameters
from deals.queries import ProjectQuery, address

MAX_LENGTH = 100


@parameters.takes(type="string", maxLength=MAX_LENGTH)
def _name_part(text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise ValueError(_("Search for at most %d characters.") % MAX_LENGTH)
    return text


READERS = {"find": _name_part}


@dataclass(frozen=True)
class FacetQuery:
    """The values of the filter `name` among the projects of `query`, with `find` in a name.

    Number and size of the page are those of `query`.
    """

    name: str
    query: ProjectQuery
    find: str = ""

    @classmethod
    def from_page(cls, name: str, data: QueryDict) -> "FacetQuery":
        query, values = parameters.all_of(
            lambda: ProjectQuery.from_page(data), lambda: parameters.read(data, READERS)
        )
        ignored = tuple(each for each in query.ignored if each["name"] not in READERS)
        return cls(name, replace(query, ignored=ignored), values.get("find", ""))

    @property
    def size(self) -> int:
        return self.query.size

    @property
    def start(self) -> int:
        return self.query.start

    @property
    def page(self) -> int:
        return self.query.page

    def change(self, **changes) -> "FacetQuery":
        """Another page, or pages of another size; back to the first page."""
        return replace(self, query=self.query.change(**changes))

    def page_url(self) -> str:
        return address(reverse("facet", args=[self.name]), self.kept + self._paging)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search among the values passes on unchanged."""
        return self.query.pairs + self.query.shown_as + self.query.sizing

    @property
    def _paging(self) -> list[tuple[str, str]]:
        found = [("find", self.find)] if self.find else []
        return found + ([("page", str(self.page))] if self.page > 1 else [])
