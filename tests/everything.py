"""All that the database says, to compare before and after: exports, and tracked columns."""

from deals import exports
from deals.models import Project, RetiredAddress
from deals.models.history import NOT_COMPARED, state_of, tracked_models


def everything() -> dict[str, object]:
    """What an undo has to restore; versions count up, and an address that went stays retired."""
    columns = {
        f"{model.__name__} {record.pk}": {
            name: value for name, value in state_of(record).items() if name not in NOT_COMPARED
        }
        for model in tracked_models()
        for record in model.objects.all()
    }
    return {"csv": "".join(exports.csv_of(Project.objects.order_by("ref"))), **columns}


def gone() -> set[str]:
    """The addresses that answer 410 or lead elsewhere."""
    return set(RetiredAddress.objects.values_list("key", flat=True))
