"""Imports of sheets: upload, preview, progress, what came of it."""

from deals.admin.imports.pages import ImportRunAdmin

__all__ = ["ImportRunAdmin"]
