"""The page “Add from article”: a pasted text, what it proposes, and what an editor ticks."""

from deals.admin.articles.views import may_add, urls

__all__ = ["may_add", "urls"]
