"""What the command says, and how it ends."""

import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from deals import starter as loader
from deals.models import Project, Sector

HEADERS = {path.name: path.read_text().splitlines()[0] for path in loader.FOLDER.glob("*.csv")}


def run(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_starter_data", *map(str, args), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path):
    for name in set(HEADERS) - {"pegs.csv", "collection.csv"}:
        (tmp_path / name).write_text(HEADERS[name] + "\n")
    return tmp_path


@pytest.mark.django_db
def test_it_counts_what_it_did(folder):
    (folder / "sectors.csv").write_text("slug,name,name_zh\ncoal,Coal,\n")
    assert run(folder)[0] == "1 records added, 0 replaced, 0 unchanged, 0 kept as they are here.\n"
    assert "0 records added, 0 replaced, 1 unchanged" in run(folder)[0]


@pytest.mark.django_db
def test_it_names_what_it_kept_and_overwrites_on_demand(folder):
    (folder / "sectors.csv").write_text("slug,name,name_zh\ncoal,Coal,\n")
    run(folder)
    Sector.objects.update(name="Charcoal")
    assert "sectors.csv:2: coal differs here and was kept" in run(folder)[0]
    assert "1 replaced" in run(folder, "--overwrite")[0]
    assert Sector.objects.get().name == "Coal"


@pytest.mark.django_db
def test_faults_go_to_standard_error_and_the_command_fails(folder):
    (folder / "sectors.csv").write_text("slug,name,name_zh\nBad Slug,Coal,\n,X,\n")
    out, err = run(folder)
    assert out == ""
    assert "sectors.csv:2:slug: “Bad Slug”" in err
    assert err.endswith("2 faults. Nothing was loaded.")


@pytest.mark.django_db
def test_a_flood_of_faults_is_cut_short(folder):
    rows = "\n".join(f"Bad {n},x," for n in range(500))
    (folder / "sectors.csv").write_text(f"slug,name,name_zh\n{rows}\n")
    err = run(folder)[1]
    assert err.count("sectors.csv") == loader.MAX_FAULTS_SHOWN
    assert "500 faults" in err


@pytest.mark.parametrize("path", ["/nowhere", __file__])
def test_a_folder_that_is_none_is_refused(path):
    assert "is not a folder" in run(path)[1]


@pytest.mark.parametrize("verbosity", [1, 2])
def test_progress_is_told_on_demand(verbosity, starter):
    out = run(verbosity=verbosity)[0]
    assert ("  projects\n" in out) is (verbosity == 2)
    assert "0 records added, 0 replaced, 1326 unchanged, 0 kept" in out


def test_one_edited_project_is_all_that_differs(starter, tmp_path):
    shutil.copytree(loader.FOLDER, tmp_path / "copy")
    Project.objects.filter(ref="p000").update(note="an editor's")
    out = run(tmp_path / "copy")[0]
    assert out.count("differs here and was kept") == 1
    assert ": p000 differs" in out
