"""axe-core finds no barrier on the admin's pages: light, dark, both languages, wide, narrow."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from deals.models import Action, Edition, Project, write
from tests import factories as make
from tests.browser.admin import account, sign_in
from tests.browser.pages import WIDE
from tests.browser.test_axe import LOOKS, barriers, barriers_here
from tests.conftest import complaint

ARTICLE = Path(__file__).parents[1] / "data/articles/tuning/world-power-battery-2024.txt"
LOCALES = {"en": "en-GB", "zh": "zh-CN"}


@pytest.fixture(params=LOCALES)
def editor_tab(request, site, browser, page_faults):
    """A tab of an editor whose browser asks for the language."""
    account("editor")
    context = browser.new_context(
        base_url=site.url, viewport=WIDE, locale=LOCALES[request.param], reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.on("console", lambda line: page_faults.extend(complaint(line)))
    tab.on("pageerror", lambda error: page_faults.append(str(error)))
    sign_in(tab, "editor")
    yield tab
    context.close()
    assert page_faults == []


def addresses():
    project, edition = Project.objects.newest_first().first(), Edition.objects.with_figures().last()
    protected = Edition.objects.filter(projects__isnull=False).first()
    return {
        "tasks": "",
        "list": "deals/project/?q=battery",
        "add": "deals/project/add/",
        "change": f"deals/project/{project.pk}/change/",
        "rows": f"deals/edition/{edition.pk}/change/",
        "figure": f"deals/reportedfigure/{edition.figures.first().pk}/change/",
        "deletion": f"deals/project/{project.pk}/delete/",
        "protected": f"deals/edition/{protected.pk}/delete/",
        "history": f"deals/project/{project.pk}/history/",
        "findings": "deals/acknowledgement/findings/",
        "changes": "deals/action/",
        "one-change": f"deals/action/{Action.objects.first().pk}/change/",
        "undo": f"deals/action/{Action.objects.first().pk}/undo/",
        "password": "password_change/",
        "article": "deals/edition/article/",
        "import": "deals/importrun/add/",
        "imports": "deals/importrun/",
        "duplicates": "deals/project/duplicates/",
        "merge": f"deals/project/merge/?a={project.pk}",
        "merging": f"deals/project/merge/?a={project.pk}&b={project.pk - 1}",
    }


def press(tab, button):
    with tab.expect_navigation():
        tab.locator(button).first.click()


def change_something():
    """By the editor, who may undo it."""
    with write(kind="edit", user=User.objects.get(username="editor")):
        make.create_sector(name="Fusion")


def test_no_barrier_on_any_page(editor_tab):
    change_something()
    found = {name: barriers(editor_tab, f"/admin/{each}") for name, each in addresses().items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_barrier_where_an_article_is_reviewed(editor_tab):
    editor_tab.goto("/admin/deals/edition/article/")
    editor_tab.locator("textarea").first.fill(ARTICLE.read_text(encoding="utf-8"))
    press(editor_tab, "#content form [type=submit]")
    assert editor_tab.locator("mark").first.is_visible()
    assert barriers_here(editor_tab) == {}


def test_no_barrier_on_the_preview_of_an_import(editor_tab):
    faulty = {
        "name": "sheet.csv",
        "mimeType": "text/csv",
        "buffer": b"name,amount\nA plant,95bnbn\n",
    }
    editor_tab.goto("/admin/deals/importrun/add/")
    editor_tab.locator("input[type=file]").set_input_files(faulty)
    press(editor_tab, "#content form [type=submit]")
    assert editor_tab.get_by_text("95bnbn").first.is_visible()
    assert barriers_here(editor_tab) == {}


def test_no_barrier_on_the_pages_of_a_bulk_edit(editor_tab):
    tab = editor_tab
    led = make.create_project(name="Led by events", signed_on="2099-01-01")
    make.create_event(project=led, status="operating")
    tab.goto("/admin/deals/project/")
    for number in range(3):
        tab.locator("input.action-select").nth(number).check()
    tab.locator("select[name=action]").select_option("change_selected")
    press(tab, "button[name=index]")
    assert barriers_here(tab) == {}
    tab.locator("#id_status").select_option("suspended")
    press(tab, "input[name=_preview]")
    assert tab.locator(".warning-note").is_visible()
    assert barriers_here(tab) == {}


def test_no_barrier_where_two_versions_are_shown(editor_tab):
    project = make.create_project(name="Old")
    editor_tab.goto(f"/admin/deals/project/{project.pk}/change/")
    project.name = "Theirs"
    project.save()
    editor_tab.locator("#id_name").fill("Mine")
    press(editor_tab, "input[name=_save]")
    assert editor_tab.locator(".conflict table").is_visible()
    assert barriers_here(editor_tab) == {}


def test_no_barrier_at_the_login(tab):
    tab.goto("/admin/login/")
    assert barriers_here(tab, looks=[*LOOKS["en"], *LOOKS["zh"]]) == {}


def test_no_page_scrolls_sideways_on_a_phone(editor_tab):
    editor_tab.set_viewport_size({"width": 360, "height": 780})
    change_something()
    wide = {}
    for name, each in addresses().items():
        editor_tab.goto(f"/admin/{each}")
        wide[name] = editor_tab.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in wide.items() if width > 360} == {}
