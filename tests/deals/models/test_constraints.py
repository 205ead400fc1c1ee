"""Every constraint of the database: broken past `full_clean`, and explained by `full_clean`."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from deals.models import (
    Action,
    DataVersion,
    Distinct,
    ExchangeRate,
    ImportedRow,
    ImportRun,
    LoggedChange,
    ProjectAmount,
    ProjectInvestor,
    RetiredAddress,
    SearchEntry,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

TOO_MUCH = 9 * 10**15 + 1
LONG_AGO = datetime.date(1899, 12, 31)
DAY = datetime.date(2024, 9, 1)


def itself(field):
    return lambda record: {field: record}


def retired(key="old-name", successor=""):
    return RetiredAddress.objects.create(kind="sector", key=key, successor=successor)


def action():
    return Action.objects.create(kind="edit")


def logged_change():
    make.create_sector()
    return LoggedChange.objects.get()


def import_run():
    return ImportRun.objects.create(file_name="deals.csv", sha256="0" * 64, size=1)


def two_imported_rows():
    run = import_run()
    run.rows.create(number=1, state="new")
    return run.rows.create(number=2, state="new"), {"number": 1}


def rate(day=DAY):
    make.create_rates(on=day, USD="1.1")
    return ExchangeRate.objects.get(date=day)


def peg(**fields):
    return make.create_peg(**({"currency": "SAR", "anchor": "USD", "units": "3.75"} | fields))


def amount_row(currency="CNY", project=None):
    project = project or make.create_project(amount=5, currency=currency)
    return project.amounts.get(currency=currency)


def answer(second=2):
    return Distinct.objects.create(kind="project", first=1, second=second)


def two_answers():
    answer()
    return answer(second=3), {"second": 2}


def two_editions():
    conference = make.create_conference()
    make.create_edition(conference=conference, label="2023")
    return make.create_edition(conference=conference, label="2024"), {"label": "2023"}


def two_places():
    make.create_place(code="CN-SC")
    return make.create_place(code="CN-GD"), {"code": "CN-SC"}


def two_rates():
    rate(), rate(datetime.date(2024, 9, 2))
    return ExchangeRate.objects.get(date=DAY), {"date": datetime.date(2024, 9, 2)}


def two_pegs():
    peg(since=datetime.date(2000, 1, 1))
    return peg(since=DAY), {"valid_from": datetime.date(2000, 1, 1)}


def two_investors():
    one, other = make.create_organization(), make.create_organization()
    investment = make.create_project(amount=5, investors=[one, other]).investments.get()
    return investment.investor_links.get(organization=other), {"organization": one}


def two_derived_investors():
    one, other = make.create_organization(), make.create_organization()
    project = make.create_project(investors=[one, other])
    return project.investor_links.get(organization=other), {"organization": one}


def two_further_sources():
    one, other = make.create_source(), make.create_source()
    project = make.create_project(further_sources=[one, other])
    return project.source_links.get(source=other), {"source": one}


def two_amounts():
    project = make.create_project(amount=5, currency="CNY")
    make.create_investment(project=project, amount=7, currency="USD")
    return amount_row("USD", project), {"currency": "CNY"}


def two_entries():
    one, other = make.create_sector(), make.create_sector()
    entries = SearchEntry.objects.filter(kind="sector")
    return entries.get(record=other.pk), {"record": one.pk}


def two_editions_of_a_figure():
    one, other = make.create_edition(), make.create_edition()
    figure = make.create_figure(editions=[one, other])
    return figure.edition_links.get(edition=other), {"edition": one}


def two_preferred():
    edition = make.create_edition()
    make.create_figure(editions=[edition], preferred=True)
    return make.create_figure(editions=[edition]), {"preferred": True}


def two_retired():
    retired("first")
    return retired("second"), {"key": "first"}


def one_money_figure():
    return make.create_figure(metric="investment", currency="CNY")


def investment():
    return make.create_project(amount=10).investments.get()


def event():
    return make.create_event(project=make.create_project(), status="signed", on=DAY)


def two_acknowledgements():
    make.create_acknowledgement(subject="f1")
    return make.create_acknowledgement(subject="f2"), {"subject": "f1"}


def one_jobs():
    return make.create_project(jobs=10)


# Name of the constraint: what makes a record, what to change in it (or both at once).
BREAKS = {
    "data_version_is_one_row": (lambda: DataVersion.objects.get(), {"id": 2}),
    "data_version_counts_up": (lambda: DataVersion.objects.get(), {"number": -1}),
    "retired_address_unique": two_retired,
    "retired_address_has_key": (retired, {"key": ""}),
    "retired_address_moves_elsewhere": (retired, {"successor": "old-name"}),
    "location_kind_known": (make.create_place, {"kind": "planet"}),
    "location_not_in_itself": (make.create_place, itself("parent")),
    "location_only_countries_are_roots": (make.create_place, {"parent": None}),
    "location_coordinates_in_range": (make.create_place, {"latitude": 91.0, "longitude": 0.0}),
    "location_code_unique": two_places,
    "location_has_slug_and_name": (make.create_place, {"name": ""}),
    "sector_has_slug_and_name": (make.create_sector, {"name": ""}),
    "organization_kind_known": (make.create_organization, {"kind": "club"}),
    "organization_has_slug_and_name": (make.create_organization, {"name": ""}),
    "conference_has_slug_and_name": (make.create_conference, {"slug": ""}),
    "conference_website_is_http": (make.create_conference, {"website": "javascript:alert(1)"}),
    "edition_label_unique": two_editions,
    "edition_year_in_range": (make.create_edition, {"year": 1899}),
    "edition_ends_after_start": (
        make.create_edition,
        {"starts_on": DAY, "ends_on": datetime.date(2024, 8, 31)},
    ),
    "edition_has_slug_and_label": (make.create_edition, {"label": ""}),
    "source_kind_known": (make.create_source, {"kind": "rumour"}),
    "source_not_its_own_copy": (make.create_source, itself("copy_of")),
    "source_url_is_http": (make.create_source, {"url": "ftp://example.org/"}),
    "source_archived_url_is_http": (make.create_source, {"archived_url": "data:text/html,x"}),
    "source_is_described": (make.create_source, {"publisher": ""}),
    "figure_qualifier_known": (make.create_figure, {"qualifier": "maybe"}),
    "figure_has_qualifier": (make.create_figure, {"qualifier": ""}),
    "figure_values_in_bounds": (make.create_figure, {"value": 0}),
    "figure_range_has_two_ends": (make.create_figure, {"qualifier": "range", "value_max": 1}),
    "figure_money_has_currency": (one_money_figure, {"currency": ""}),
    "figure_count_has_no_currency": (make.create_figure, {"currency": "CNY"}),
    "figure_not_part_of_itself": (make.create_figure, itself("of_which")),
    "figure_not_its_own_conversion": (make.create_figure, itself("equivalent_of")),
    "figure_one_preferred_in_a_group": two_preferred,
    "figure_is_described": (make.create_figure, {"as_written": ""}),
    "figure_edition_unique": two_editions_of_a_figure,
    "acknowledgement_unique": two_acknowledgements,
    "acknowledgement_code_known": (make.create_acknowledgement, {"code": "nonsense"}),
    "acknowledgement_is_described": (make.create_acknowledgement, {"reason": ""}),
    "project_has_ref_and_name": (make.create_project, {"name": ""}),
    "project_status_known": (make.create_project, {"status": "built"}),
    "project_commitment_known": (make.create_project, {"commitment": "promise"}),
    "project_jobs_qualifier_known": (one_jobs, {"jobs_qualifier": "range"}),
    "project_output_qualifier_known": (
        lambda: make.create_project(output_value=5),
        {"output_qualifier": "range"},
    ),
    "project_amounts_in_bounds": (one_jobs, {"jobs": TOO_MUCH}),
    "project_jobs_with_qualifier": (one_jobs, {"jobs_qualifier": ""}),
    "project_output_with_currency": (make.create_project, {"output_currency": "CNY"}),
    "project_not_its_own_sequel": (make.create_project, itself("continues")),
    "project_signed_again_names_which": (make.create_project, {"resigns_only": True}),
    "project_signed_in_range": (make.create_project, {"signed_on": LONG_AGO}),
    "project_source_unique": two_further_sources,
    "investment_qualifier_known": (investment, {"qualifier": "maybe"}),
    "investment_amounts_in_bounds": (investment, {"amount": TOO_MUCH}),
    "investment_amount_with_currency": (investment, {"currency": ""}),
    "investment_range_has_two_ends": (investment, {"amount_max": 9}),
    "investment_investor_unique": two_investors,
    "status_event_status_known": (event, {"status": "built"}),
    "status_event_precision_known": (event, {"precision": "week"}),
    "status_event_date_with_precision": (event, {"precision": ""}),
    "status_event_amount_with_currency": (event, {"invested_amount": 5}),
    "status_event_amount_in_bounds": (
        event,
        {"invested_amount": TOO_MUCH, "currency": "CNY"},
    ),
    "status_event_in_range": (event, {"on": LONG_AGO}),
    "project_investor_unique": two_derived_investors,
    "project_amount_unique": two_amounts,
    "project_amount_low_to_high": (amount_row, {"low": 6}),
    "exchange_rate_unique": two_rates,
    "exchange_rate_positive": (rate, {"per_eur": 0}),
    "peg_unique": two_pegs,
    "peg_positive": (peg, {"units": 0}),
    "peg_to_another_currency": (peg, {"anchor": "SAR"}),
    "peg_has_source": (peg, {"source": ""}),
    "distinct_unique": two_answers,
    "distinct_in_order": (answer, {"second": 1}),
    "distinct_kind_known": (answer, {"kind": "sector"}),
    "action_kind_known": (action, {"kind": "guessed"}),
    "logged_change_action_known": (logged_change, {"action": "moved"}),
    "action_does_not_undo_itself": (action, itself("undoes")),
    "import_run_state_known": (import_run, {"state": "lost"}),
    "import_run_has_digest": (import_run, {"sha256": ""}),
    "imported_row_unique": two_imported_rows,
    "search_entry_of_one_record": two_entries,
}
# Written by the program alone, so that nobody is to be told.
INTERNAL = (
    *(Action, DataVersion, Distinct, RetiredAddress, ProjectAmount, ProjectInvestor),
    *(ImportRun, ImportedRow, SearchEntry),
)


def broken(name):
    """A record, and the changes that break the constraint."""
    case = BREAKS[name]
    if callable(case):
        return case()
    create, changes = case
    record = create()
    return record, changes(record) if callable(changes) else changes


def test_no_constraint_is_untested():
    mine = apps.get_app_config("deals").get_models()
    assert set(BREAKS) == {c.name for model in mine for c in model._meta.constraints}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name):
    record, changes = broken(name)
    (constraint,) = (c for c in record._meta.constraints if c.name == name)
    said = name if isinstance(constraint, models.CheckConstraint) else "(?i)unique"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        models.QuerySet(type(record)).filter(pk=record.pk).update(**changes)


@pytest.mark.parametrize("name", BREAKS)
def test_the_model_says_why(name):
    record, changes = broken(name)
    if isinstance(record, INTERNAL):
        return
    for field, value in changes.items():
        setattr(record, field, value)
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    assert not [message for message in refusal.value.messages if "onstraint" in message]


@pytest.mark.parametrize("model", ["Location", "Project", "ReportedFigure", "Organization"])
def test_an_address_is_unique(model):
    create = {
        "Location": make.create_country,
        "Project": make.create_project,
        "ReportedFigure": make.create_figure,
        "Organization": make.create_organization,
    }[model]
    first, second = create(), create()
    field = first.address_field
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(type(first)).filter(pk=first.pk).update(**{field: getattr(second, field)})
