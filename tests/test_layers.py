"""Imports go downwards only, and numbers come from one place (DESIGN: one road, layout).

A new module of deals/ belongs into one of the layers below.
"""

import ast
import re
from pathlib import Path

import pytest

DEALS = Path(__file__).parents[1] / "deals"
TEMPLATES = DEALS.parent / "templates"

# Every unit of deals/ (a module or package; the problems of the API are a unit of their own, as
# error pages show them too), and the units of ours that it may import.
LEAVES = {
    *("money", "bounds", "charts", "citing", "names", "printed", "projections"),
    *("cursors", "formulas", "paths", "quantities", "room", "tokens", "vocabulary"),
}
BELOW = LEAVES | {"models", "similarity"}
MIDDLE = {
    "stats": BELOW,
    "search": BELOW,
    "parameters": BELOW,
    "columns": BELOW,
    "stored": BELOW | {"columns"},
    "imports": BELOW | {"columns", "duplicates"},
    "intake": BELOW,
    "starter": BELOW,
    "versions": BELOW,
    "undo": BELOW | {"versions"},
    "bulk": BELOW | {"versions"},
    "rates": BELOW | {"starter"},
    "generated": BELOW | {"starter", "rates"},
    "checks": BELOW | {"versions"},
    "backup": BELOW,
    "duplicates": BELOW,
    "merging": BELOW,
    "addresses": BELOW,
    "reconciliation": BELOW | {"stats"},
    "followthrough": BELOW | {"stats"},
    "claims": BELOW | {"stats", "reconciliation"},
    "filters": BELOW | {"search", "parameters"},
    "queries": BELOW | {"filters", "parameters", "search", "stats"},
    "page_query": BELOW | {"parameters", "queries"},
    "facet_query": BELOW | {"stats", "filters", "parameters", "queries"},
    "explanations": BELOW | {"stats"},
    "explain_query": BELOW | {"stats", "explanations", "filters", "parameters", "queries"},
}
PROBLEMS = {"api.problems", "errors"}
ROAD = BELOW | set(MIDDLE)
SURFACES = {"views", "api", "admin", "feeds", "management"}
MAY_IMPORT = {
    **{name: set() for name in LEAVES},
    "maps": {"charts", "projections"},
    "tokens": {"names"},
    "similarity": {"tokens"},
    "quantities": {"money"},
    "models": {"money", "bounds", "names", "tokens", "vocabulary"},
    **MIDDLE,
    "resources": ROAD | {"maps"},
    "tables": BELOW | {"columns", "resources"},
    "exports": ROAD | {"resources", "tables"},
    "kept": BELOW,
    "public": BELOW | {"resources", "kept"},
    "api.problems": {"parameters", "paths"},
    "errors": {"api.problems", "room"},
    "templatetags": LEAVES | {"parameters"},
    **{name: ROAD | {"resources", "tables", "exports", "public"} | PROBLEMS for name in SURFACES},
    "urls": ROAD | {"resources", "exports", "views", "feeds"} | PROBLEMS,
    "apps": ROAD,
    "migrations": BELOW,
    "": set(),  # deals/__init__.py
}
COUNTS_NOTHING = SURFACES | {"templatetags", "urls"}
COUNTING = {"aggregate", "annotate"}


def unit_of(module):
    """The unit that a dotted name within deals belongs to: `models.places` to `models`."""
    return "api.problems" if module.startswith("api.problems") else module.partition(".")[0]


def modules(folder):
    """(dotted name within the folder, syntax tree) of each Python file."""
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        yield name.removesuffix("__init__").removesuffix("."), ast.parse(path.read_text())


def imported(name, tree, package):
    """Dotted names within deals that a module imports, those inside functions too."""
    here = ["deals", *name.split(".")] if package else ["deals", *name.split(".")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) + 1 - node.level] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            found = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (dotted[6:] for dotted in found if dotted.startswith("deals."))


def wrong_imports(folder):
    """Sentences, one for each import that goes up or across."""
    for name, tree in modules(folder):
        unit = unit_of(name)
        package = (folder / name.replace(".", "/")).is_dir()
        for other in imported(name, tree, package):
            # `from deals import errors` names a unit, `from deals.money import x` lies in one.
            if unit_of(other) not in {unit} | MAY_IMPORT.get(unit, set()):
                yield f"deals/{name} imports {other}, which is not below {unit}"


def wrong_counts(folder):
    """Sentences, one for each aggregate or annotate outside models and stats."""
    for name, tree in modules(folder):
        if unit_of(name) not in COUNTS_NOTHING:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in COUNTING:
                yield f"deals/{name}, line {node.lineno}: .{node.attr} belongs to stats or models"


def test_imports_go_downwards_only():
    assert list(wrong_imports(DEALS)) == []


def test_every_module_has_a_layer():
    assert {unit_of(name) for name, _tree in modules(DEALS)} - MAY_IMPORT.keys() == set()


def test_pages_api_and_admin_compute_no_numbers():
    assert list(wrong_counts(DEALS)) == []


def test_templates_compute_no_numbers():
    texts = {path: path.read_text() for path in TEMPLATES.rglob("*") if path.is_file()}
    assert [
        path for path, text in texts.items() if re.search(r"\.(aggregate|annotate)\b", text)
    ] == []


@pytest.fixture
def plant(tmp_path):
    """Writes one module into an otherwise empty deals/ and returns the folder."""

    def plant(path, code):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code)
        return tmp_path

    return plant


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("money.py", "from deals.models import Project"),
        ("money.py", "import deals.models"),
        ("bounds.py", "from deals import money"),
        ("models/places.py", "from deals.stats import totals"),
        ("models/places.py", "from ..stats import totals"),
        ("models/__init__.py", "from .. import views"),
        ("stats.py", "def f():\n    from deals.filters import ProjectFilter"),
        ("views.py", "from deals.api import renderers"),
        ("views.py", "import deals.api.urls"),
        ("api/views.py", "from deals.views import home"),
        ("search.py", "from . import filters"),
        ("templatetags/shown.py", "from deals.models import Project"),
    ],
)
def test_a_planted_import_is_found(path, code, plant):
    assert len(list(wrong_imports(plant(path, code)))) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("errors.py", "from deals.api.problems import problem"),
        ("models/places.py", "from deals.models.base import Editorial\nfrom .base import SLUG"),
        ("models/__init__.py", "from .places import Location\nfrom deals.money import CNY"),
        ("views.py", "import django.db\nfrom deals import errors, resources"),
        ("api/views.py", "from deals.api.renderers import CSV\nfrom . import problems"),
    ],
)
def test_an_import_downwards_passes(path, code, plant):
    assert list(wrong_imports(plant(path, code))) == []


@pytest.mark.parametrize(
    "path", ["views.py", "api/views.py", "admin/lists.py", "templatetags/x.py"]
)
def test_a_planted_count_is_found(path, plant):
    assert len(list(wrong_counts(plant(path, "Project.objects.annotate(n=1)")))) == 1


def test_stats_may_count(plant):
    assert list(wrong_counts(plant("stats.py", "projects.aggregate(n=1)"))) == []
