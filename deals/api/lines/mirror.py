"""Run it again whenever you like: projects.json then holds every project as it is now."""

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

API, FIELDS = "https://deals.example.org/api/v1", "fields=id,name,status,investment"
COPY = Path("projects.json")


def get(address):
    """The answer; None for what was deleted."""
    try:
        with urlopen(address) as answer:
            return json.load(answer)
    except HTTPError as error:
        if error.code in (404, 410):
            return None
        raise


if COPY.exists():
    resume, projects = json.loads(COPY.read_text(encoding="utf-8"))
else:
    # First where the changes go on, then all that is there now.
    resume, projects = get(f"{API}/changes/?kind=projects&limit=1")["resume"], {}
    address = f"{API}/projects/?cursor=start&limit=500&{FIELDS}"
    while address:
        page = get(address)
        projects.update((project["id"], project) for project in page["results"])
        address = page["next"]

address = resume
while address:
    page = get(address)
    for key in {change["id"] for change in page["results"]}:
        found = get(f"{API}/projects/{key}/?{FIELDS}")
        projects.pop(key, None)
        # A merged record leads on to the one that it was merged into.
        if found:
            projects[found["id"]] = found
    address, resume = page["next"], page["resume"]

COPY.write_text(json.dumps([resume, projects], ensure_ascii=False), encoding="utf-8")
print(len(projects), "projects")
