"""The admin without a mouse: from the login to a stored project, and a bulk edit."""

import pytest
from playwright.sync_api import expect

from deals.models import Action, Edition, Organization, Project, Sector, Source
from tests import factories as make
from tests.browser.admin import PASSWORD, Keyboard, account
from tests.browser.pages import WIDE


@pytest.fixture
def keyboard(tab):
    account("editor")
    tab.set_viewport_size(WIDE)
    tab.goto("/admin/")
    keyboard = Keyboard(tab)
    keyboard.type("editor").to("#id_password").type(PASSWORD)
    with tab.expect_navigation():
        keyboard.press("Enter")
    return keyboard


def test_a_project_with_an_investment_is_added(keyboard):
    edition = Edition.objects.filter(conference__slug="world-power-battery-conference").last()
    organization, sector = Organization.objects.first(), Sector.objects.first()
    keyboard.go(".tasks a[href$='/project/add/']")
    keyboard.pick("edition", edition.conference.name).to("#id_name").type("Cathode plant")
    keyboard.pick("sector", sector.name).to("#id_jobs").type("1200")
    keyboard.choose("#id_jobs_qualifier", "about").pick("source", Source.objects.first().publisher)
    keyboard.to("#investments-group .add-row a").press("Enter")
    keyboard.back_to("#id_investments-0-qualifier").arrow_to("exact")
    keyboard.back_to("#id_investments-0-currency").type("CNY")
    keyboard.back_to("#id_investments-0-amount").type("95250000000")
    keyboard.back_to("#investments-0 .select2-search__field").type(organization.name)
    expect(keyboard.tab.locator(".select2-results__option--highlighted")).to_contain_text(
        organization.name
    )
    keyboard.press("Enter").go("input[name=_save]")
    project = Project.objects.get(name="Cathode plant")
    [investment] = project.investments.all()
    assert (project.sector, project.jobs, investment.amount) == (sector, 1200, 95_250_000_000)
    assert [*investment.investors.all()] == [organization]


def test_a_selection_is_changed(keyboard):
    newest = make.create_project(name="Newest plant", signed_on="2099-01-01")
    keyboard.go(".model-project th a")
    keyboard.to("#action-toggle").to("input.action-select").press("Space")
    keyboard.back_to("select[name=action]").arrow_to("change_selected").go("button[name=index]")
    keyboard.choose("#id_status", "operating").to("#id_why").type("As the minutes say")
    keyboard.go("input[name=_preview]").go("input[name=_save]")
    action = Action.objects.first()
    assert (action.kind, action.record_count, action.subject) == ("bulk", 1, newest.name)
