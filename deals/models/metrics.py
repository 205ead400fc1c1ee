"""How the slugs of metrics and horizons may look; `deals.vocabulary` names the known ones."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

METRIC = RegexValidator(
    r"\A[a-z]+(_[a-z0-9]+)*\Z",
    _("Use lower-case words joined by underscores, such as output_value."),
)
HORIZON = RegexValidator(
    r"\A(at_signing|at_full_operation|per_year_at_full_operation|by_year:(19|20)\d\d|by_year:2100)\Z",
    _("Use at_signing, at_full_operation, per_year_at_full_operation or by_year:2027."),
)
