"""Which page of a list that has no filters, and the addresses of its other pages."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

from deals import parameters
from deals.queries import PAGE_READERS, PER_PAGE, address

ROWS = PER_PAGE[-1]
READERS = {name: PAGE_READERS[name] for name in ("page", "currency")}


@dataclass(frozen=True)
class PageQuery:
    """`size` rows from `start` on of what stands at `path`, in a display currency."""

    path: str
    currency: str = "CNY"
    start: int = 0
    size: int = ROWS

    @classmethod
    def from_page(cls, request: HttpRequest) -> "PageQuery":
        """Raises `InvalidParameters`; unknown names are ignored."""
        values = parameters.read(request.GET, READERS, {"page": 1, "currency": "CNY"})
        start = (values["page"] - 1) * ROWS
        return cls(request.path, values["currency"], start, ROWS)

    @property
    def page(self) -> int:
        return self.start // self.size + 1

    def of(self, rows):
        """The rows of the page, out of all."""
        return rows[self.start : self.start + self.size]

    def pages(self, count: int) -> int:
        return max(1, -(-count // self.size))

    def is_past(self, count: int) -> bool:
        """Whether it would be empty, though there are rows."""
        return self.page > self.pages(count)

    def last(self, count: int) -> "PageQuery":
        return self.change(start=(self.pages(count) - 1) * self.size)

    def change(self, **changes) -> "PageQuery":
        return replace(self, **{"start": 0, **changes})

    def page_url(self) -> str:
        pairs = [("currency", self.currency)] if self.currency != "CNY" else []
        return address(self.path, pairs + ([("page", self.page)] if self.page > 1 else []))
