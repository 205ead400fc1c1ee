"""A reading as plain data for JSON, and as a table for the terminal."""

import dataclasses
import datetime
from typing import Any

from deals.intake.proposals import FigureProposal, ProjectProposal, Reading
from deals.money import grouped

SIGNS = {
    "exact": "",
    "about": "about ",
    "at_least": "≥ ",
    "more_than": "> ",
    "up_to": "≤ ",
    "nearly": "just under ",
}


def as_json(reading: Reading) -> dict[str, Any]:
    """Everything but the text itself; days as 2024-09-01."""
    data = _plain(dataclasses.asdict(reading))
    del data["text"]
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def as_table(reading: Reading) -> str:
    """One line a proposal; ✓ marks what is proposed for saving, = what is stored already."""
    source, edition = reading.source, reading.edition
    name = reading.conference.name or reading.conference.name_zh or "not recognised"
    days = " to ".join(str(day) for day in (edition.starts_on, edition.ends_on) if day)
    number = f", no. {edition.ordinal}" if edition.ordinal else ""
    lines = [
        f"Source      {_joined(source.publisher, source.published_on, source.title)}",
        f"Conference  {_joined(name, reading.conference.slug)}",
        f"Edition     {_joined(edition.label + number, days, edition.place)}",
        "",
        *(_figure(index, figure) for index, figure in enumerate(reading.figures)),
        *(_project(project) for project in reading.projects),
        *([""] if reading.notes else []),
        *reading.notes,
    ]
    return "\n".join(line.rstrip() for line in lines)


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _mark(proposal: FigureProposal | ProjectProposal) -> str:
    return "=" if proposal.known else "✓" if proposal.ticked else " "


def _figure(index: int, figure: FigureProposal) -> str:
    relations = [
        f"{words} {of}"
        for words, of in (("part of", figure.of_which), ("converts", figure.equivalent_of))
        if of is not None
    ]
    scope = _joined(figure.place, figure.sector, figure.scope_note, figure.horizon, *relations)
    editions = ", ".join(figure.editions)
    amount = _amount(figure.value, figure.value_max, figure.currency, figure.qualifier)
    return (
        f"{_mark(figure)} {index:>2}  {figure.metric:<18} {amount:<32} {editions:<12} {scope}"
        f"  “{figure.text}” {figure.known}"
    )


def _project(project: ProjectProposal) -> str:
    amount = _amount(project.amount, project.amount_max, project.currency, project.qualifier)
    jobs = f"{grouped(project.jobs)} jobs" if project.jobs is not None else ""
    said = _joined(amount, project.place, jobs)
    return f"{_mark(project)}  P  {project.name}: {said} {project.known}"


def _amount(value: int | None, value_max: int | None, currency: str, qualifier: str) -> str:
    if value is None:
        return "not disclosed"
    upper = f" to {grouped(value_max)}" if value_max is not None else ""
    return f"{SIGNS.get(qualifier, '')}{grouped(value)}{upper} {currency}".strip()
