"""One save is one change: the record, its rows and its links together, or nothing."""

from django.urls import reverse

from deals.models import (
    Conference,
    DataVersion,
    Edition,
    Investment,
    Location,
    Project,
    ReportedFigure,
    RetiredAddress,
)
from tests import factories as make

FIGURE = {"metric": "investment", "value": "95250000000", "currency": "CNY", "as_written": "95.25"}


def version():
    return DataVersion.objects.get().number


def test_an_edition_with_figures_and_projects_in_one_post(open_page):
    conference, source = make.create_conference(slug="battery"), make.create_source()
    page, before = open_page(Edition), version()
    page.add_row("figures", **FIGURE, source=source.pk, qualifier="more_than", preferred="on")
    page.add_row("figures", metric="projects", value="137", as_written="137", source=source.pk)
    page.add_row("projects", name="A plant", source=source.pk, status="signed")
    assert page.save(conference=conference.pk, label="2024", year="2024"), page.errors
    edition = Edition.objects.get(slug="battery-2024")
    assert [f.edition_count for f in ReportedFigure.objects.of_edition(edition)] == [1, 1]
    assert ReportedFigure.objects.get(metric="investment").group_key.startswith("battery-2024|")
    assert edition.projects.get().year == 2024
    assert version() == before + 1


def test_rows_of_an_edition_are_changed_and_deleted(open_page):
    edition = make.create_edition()
    kept, gone = [make.create_figure(editions=[edition], ref=ref) for ref in ("fa", "fb")]
    page = open_page(edition)
    assert page.save(**{"figures-0-value": "138", "figures-1-DELETE": "on"}), page.errors
    kept.refresh_from_db()
    assert kept.value == 138
    assert not ReportedFigure.objects.filter(pk=gone.pk).exists()
    assert RetiredAddress.objects.filter(kind="reportedfigure", key="fb").exists()


def test_a_figure_over_several_editions_is_only_linked(open_page):
    edition = make.create_edition()
    figure = make.create_figure(editions=[edition, make.create_edition()])
    page = open_page(edition)
    assert page.values["figures-INITIAL_FORMS"] == "0"
    assert reverse("admin:deals_reportedfigure_change", args=[figure.pk]) in page.text


def test_a_page_of_rows_is_saved_whichever_it_is(open_page):
    edition = make.create_edition()
    for number in range(20):
        make.create_project(edition=edition, ref=f"p{number:02}", name=f"Plant {number:02}")
    page = open_page(edition, "?ppage=3")
    assert page.values["projects-0-name"] == "Plant 09"
    Project.objects.get(ref="p19").delete()
    assert page.save(**{"projects-0-name": "Plant nine"}), page.errors
    assert Project.objects.get(ref="p09").name == "Plant nine"
    assert open_page(edition, "?ppage=abc").values["projects-0-name"] == "Plant 18"
    assert open_page(edition, "?ppage=99").values["projects-0-name"] == "Plant 03"


def test_investors_keep_the_order_of_the_form(open_page):
    first, second = make.create_organization(), make.create_organization()
    project = make.create_project()
    page = open_page(project)
    page.add_row("investments", invested_by=[second.pk, first.pk])
    assert page.save(), page.errors
    investment = project.investments.get()
    assert [link.organization for link in investment.investor_links.all()] == [second, first]
    page = open_page(project)
    assert page.values["investments-0-invested_by"] == [str(second.pk), str(first.pk)]
    assert page.save(**{"investments-0-invested_by": [first.pk]}), page.errors
    assert [link.organization for link in project.investor_links.all()] == [first]


def test_a_figure_covers_its_editions_in_order(open_page):
    first, second = make.create_edition(), make.create_edition()
    page = open_page(ReportedFigure)
    values = FIGURE | {"covered_editions": [second.pk, first.pk]}
    assert page.save(**values, source=make.create_source().pk), page.errors
    figure = ReportedFigure.objects.get()
    assert [link.edition for link in figure.edition_links.all()] == [second, first]
    assert figure.edition_count == 2


def test_an_investment_on_its_own_page(open_page):
    project, organization = make.create_project(), make.create_organization()
    page = open_page(Investment)
    values = {
        "invested_by": [organization.pk],
        "amount": "5000000",
        "currency": "EUR",
        "qualifier": "about",
    }
    assert page.save(project=project.pk, **values), page.errors
    assert [link.organization for link in project.investor_links.all()] == [organization]


def test_a_status_event_renews_the_status(open_page):
    project = make.create_project(status="announced")
    page = open_page(project)
    event = {"status": "operating", "on": "2025-03-01", "precision": "day"}
    page.add_row("status_events", **event, source=project.source_id)
    assert page.save(), page.errors
    project.refresh_from_db()
    assert project.status == "operating"


def test_saving_without_a_change_stores_no_version(open_page):
    project = make.create_project(amount=5)
    page = open_page(project)
    assert page.save()
    assert (Project.objects.get().version, Investment.objects.get().version) == (
        project.version,
        project.investments.get().version,
    )


def test_a_slug_is_made_from_the_name_and_then_permanent(open_page):
    assert open_page(Conference).save(name="World Power Battery")
    page = open_page(Conference.objects.get(slug="world-power-battery"))
    assert "slug" not in page.values
    page = open_page(Conference)
    assert not page.save(name="世界动力电池大会")
    assert page.errors == {"slug": ["Enter a slug: none can be made from the name."]}


def test_deleting_retires_the_address(client):
    project = make.create_project(ref="p182")
    address = reverse("admin:deals_project_delete", args=[project.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert RetiredAddress.objects.filter(kind="project", key="p182").exists()


def test_deleting_several_retires_each_address(client):
    projects = [make.create_project(ref=ref) for ref in ("p1", "p2")]
    before = version()
    data = {"action": "delete_selected", "_selected_action": [p.pk for p in projects]}
    address = reverse("admin:deals_project_changelist")
    assert client.post(address, data).status_code == 200  # the question
    assert version() == before
    assert client.post(address, data | {"post": "yes"}).status_code == 302
    assert set(RetiredAddress.objects.values_list("key", flat=True)) == {"p1", "p2"}
    assert version() == before + 1


def test_a_place_moves_with_all_below(open_page):
    france, region = make.create_country(slug="france"), make.create_place(kind="region")
    make.create_place(parent=region, slug="lyon")
    assert open_page(region).save(parent=france.pk)
    assert Location.objects.get(slug="lyon").path == f"france/{region.slug}/lyon/"
