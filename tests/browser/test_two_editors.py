"""Two editors save the same project: the second sees both versions, and nothing is lost."""

import pytest

from deals.models import Project
from tests import factories as make
from tests.browser.admin import account, sign_in


@pytest.fixture
def project(site):
    return make.create_project(ref="shared", name="Old name", jobs=100)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def editors(request, new_visitor, project):
    """Two people who have the project's page open."""
    tabs = []
    for name in ("anna", "bela"):
        account(name)
        tab = new_visitor(script=request.param)
        sign_in(tab, name)
        tab.goto(f"/admin/deals/project/{project.pk}/change/")
        tabs.append(tab)
    return tabs


def save(tab, **fields):
    for name, value in fields.items():
        tab.locator(f"#id_{name}").fill(value)
    with tab.expect_navigation():
        tab.locator("input[name=_save]").click()


def conflict(tab):
    """The table of both versions: [field, stored, mine] for each row."""
    rows = tab.locator(".conflict tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def stored():
    project = Project.objects.get(ref="shared")
    return project.name, project.jobs


def test_the_second_sees_both_and_the_first_value_stays_in_the_history(editors, project):
    anna, bela = editors
    save(anna, name="Name of Anna")
    assert anna.url.endswith("/admin/deals/project/")
    save(bela, name="Name of Bela", jobs="500")
    assert ["Name", "Name of Anna", "Name of Bela"] in conflict(bela)
    assert ["Jobs", "100", "500"] in conflict(bela)
    assert "Someone else saved this record" in bela.locator("#content").inner_text()
    assert (bela.locator("#id_name").input_value(), stored()) == (
        "Name of Bela",
        ("Name of Anna", 100),
    )
    save(bela)
    assert stored() == ("Name of Bela", 500)
    bela.goto(f"/admin/deals/project/{project.pk}/history/")
    told = bela.locator("#content").inner_text()
    assert all(words in told for words in ("Name of Anna", "Name of Bela", "anna", "bela"))


def test_what_only_one_of_them_changed_is_kept_from_both(editors):
    anna, bela = editors
    save(anna, name="Name of Anna")
    save(bela, jobs="500")
    [name, _jobs] = sorted(conflict(bela), reverse=True)
    assert name[:2] == ["Name", "Name of Anna"]
    assert bela.locator("#id_name").input_value() == "Name of Anna"
    save(bela)
    assert stored() == ("Name of Anna", 500)


def test_the_second_may_take_the_first_one_s_value(editors):
    anna, bela = editors
    save(anna, name="Name of Anna")
    save(bela, name="Name of Bela")
    save(bela, name="Name of Anna")
    assert stored() == ("Name of Anna", 100)
