"""ZIP: a data package whose description fits its files."""

import csv
import hashlib
import io
import json
import zipfile

from deals import exports
from tests.factories import create_investment, create_organization, create_project


def package(client, query=""):
    """Each file of the package, as text."""
    body = client.get(f"/api/v1/projects.zip{query}").getvalue()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_description_fits_the_files(client, starter):
    files = package(client)
    described = json.loads(files["datapackage.json"])
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in described["resources"]:
        text = files[resource["path"]]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert next(csv.reader(io.StringIO(text))) == fields
        assert resource["bytes"] == len(text.encode())
        assert resource["hash"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        assert set(resource["schema"]["primaryKey"]) <= set(fields)


def test_every_value_has_the_type_of_its_column(client, starter):
    reads = {"integer": int, "year": int, "boolean": {"true": 1, "false": 0}.__getitem__}
    files = package(client)
    for resource in json.loads(files["datapackage.json"])["resources"]:
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for row in csv.DictReader(io.StringIO(files[resource["path"]])):
            for name, value in row.items():
                if value and types[name] in reads:
                    reads[types[name]](value)


def test_the_investments_are_those_of_the_projects(client, db):
    project = create_project(name="In", amount=5, investors=[create_organization(slug="one")])
    create_investment(project=project)
    create_project(name="Out", amount=7)
    files = package(client, "?investor=one")
    rows = list(csv.DictReader(io.StringIO(files["investments.csv"])))
    assert [(row["project"], row["amount"], row["investors"]) for row in rows] == [
        (project.ref, "5", "one"),
        (project.ref, "", ""),
    ]
    assert files["projects.csv"].count("\r\n") == 2


def test_the_projects_are_the_same_as_in_the_csv(client, starter):
    query = "?status=signed"
    text = client.get(f"/api/v1/projects.csv{query}").getvalue().decode()
    assert package(client, query)["projects.csv"] == text


def test_the_readme_tells_filter_version_licence_and_columns(client, starter):
    readme = package(client, "?status=signed&lang=en")["README.md"]
    assert "- Filter: Status: Signed\n" in readme
    assert "CC BY 4.0" in readme
    for column in [*exports.PROJECTS, *exports.INVESTMENTS]:
        assert f"- `{column.name}`" in readme
