"""Places, sectors and organizations: what projects are grouped by."""

from django.utils.translation import gettext_lazy as _

from deals.columns import Column
from deals.tables.names import NAMES, permanent_id
from deals.tables.reading import at
from deals.tables.table import Table

DEGREES = _("degrees")


def _path(row: dict) -> str:
    return "/".join(row["path"])


LOCATIONS = Table(
    "locations",
    _("Places"),
    (
        permanent_id(_("The permanent id of the place.")),
        *NAMES,
        Column("kind", at("kind"), _("Kind"), _("Country, region, city or district.")),
        Column(
            "parent",
            at("parent"),
            _("Lies in"),
            _("Id of the place that it lies directly in; blank for a country."),
        ),
        Column(
            "path",
            _path,
            _("Place path"),
            _("Ids from the country down to the place, with slashes between them."),
        ),
        Column("code", at("code"), _("Code"), _("ISO 3166-1 or ISO 3166-2.")),
        Column(
            "latitude",
            at("latitude"),
            _("Latitude"),
            _("North of the equator, in WGS 84; negative is south."),
            "number",
            DEGREES,
        ),
        Column(
            "longitude",
            at("longitude"),
            _("Longitude"),
            _("East of Greenwich, in WGS 84; negative is west."),
            "number",
            DEGREES,
        ),
    ),
    key=("id",),
    refers={"parent": ("locations", "id")},
)

SECTORS = Table(
    "sectors",
    _("Sectors"),
    (permanent_id(_("The permanent id of the sector.")), *NAMES),
    key=("id",),
)

ORGANIZATIONS = Table(
    "organizations",
    _("Organizations"),
    (
        permanent_id(_("The permanent id of the organization.")),
        *NAMES,
        Column("kind", at("kind"), _("Kind"), _("Company, government, or what else it is.")),
        Column("country", at("country", "id"), _("Country"), _("Id of its home country.")),
    ),
    key=("id",),
    refers={"country": ("locations", "id")},
)
