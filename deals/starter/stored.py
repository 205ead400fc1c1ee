"""What the database holds already, and whether a row of the folder says the same."""

from django.db import models

from deals.models import Project, ReportedFigure, StatusEvent
from deals.starter.rows import Row
from deals.starter.tables import MONEY_COLUMNS, TABLES, Link, Table


def stored_records(table: Table) -> dict[str, models.Model]:
    """By key, with everything that `differs` reads."""
    records = table.model.objects.all()
    links = [column for column, link in table.links.items() if not link.many]
    records = records.select_related(*links) if links else records
    if table.model is Project:
        records = records.prefetch_related(
            "investments__investor_links__organization", "status_events"
        )
    elif table.model is ReportedFigure:
        records = records.prefetch_related("edition_links__edition")
    return {getattr(record, record.address_field): record for record in records}


def same_event(fields: dict) -> StatusEvent | None:
    """Status events have no key: project, status, date and source together are one."""
    same = {name: fields[name] for name in ("project", "status", "on", "source")}
    return StatusEvent.objects.filter(**same).first()


def model_fields(name: str, row: Row) -> dict:
    """The model's fields without its links, by name; a project's money is not among them."""
    table = TABLES[name]
    fields = {
        column: row.values.get(column, _blank(table.model, column))
        for column, read in table.columns.items()
        if not isinstance(read, Link)
        and (column in row.values or column in table.cells)
        and not (name == "projects" and column in MONEY_COLUMNS)
    }
    if "id" in fields:
        fields["ref"] = fields.pop("id")
    return fields


def _blank(model, column: str):
    """What a blank cell means for a field: unknown is None, text is empty, a flag is off."""
    kind = model._meta.get_field("ref" if column == "id" else column)
    if isinstance(kind, models.BooleanField):
        return False
    return "" if isinstance(kind, models.CharField | models.TextField) else None


def money(row: Row) -> dict:
    """The fields of a project's investment."""
    values = {column: row.values.get(column) for column in MONEY_COLUMNS}
    return {
        "amount": values["amount"],
        "amount_max": values["amount_max"],
        "currency": values["currency"] or "",
        "qualifier": values["qualifier"] or "",
        "as_written": values["amount_as_written"] or "",
    }


def differs(name: str, row: Row, existing: models.Model, fields: dict) -> bool:
    # The status follows the status events, where there are any.
    ignored = {"status"} if name == "projects" and existing.status_events.all() else set()
    if any(getattr(existing, c) != value for c, value in fields.items() if c not in ignored):
        return True
    if name == "figures":
        slugs = [link.edition.slug for link in existing.edition_links.all()]
        return slugs != row.values["editions"]
    return name == "projects" and investments(existing) != [(money(row), row.values["investors"])]


def investments(project: Project) -> list[tuple[dict, list[str]]]:
    names = ("amount", "amount_max", "currency", "qualifier", "as_written")
    return [
        (
            {name: getattr(investment, name) for name in names},
            [link.organization.slug for link in investment.investor_links.all()],
        )
        for investment in project.investments.all()
    ]
