"""Columns that many tables have: the id of a record and its names."""

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.reading import at

NAMES = (
    Column("name", at("name"), _("Name"), _("The name in English.")),
    Column(
        "name_zh",
        at("name_zh"),
        _("Chinese name"),
        _("The name in Chinese, where it is known."),
    ),
    Column(
        "name_local",
        at("local", "text"),
        _("Local name"),
        _("The name in the language of the place, where it is known."),
    ),
    Column(
        "name_local_lang",
        at("local", "lang"),
        _("Language of the local name"),
        _("A BCP 47 code; blank where it is not recorded."),
    ),
)


def permanent_id(description) -> Column:
    """The column `id`: what other tables name the record by."""
    return Column("id", at("id"), _("Id"), description)
