import json
from urllib.request import urlopen

FIELDS = "id,name,investment"
address = f"https://deals.example.org/api/v1/projects/?cursor=start&limit=500&fields={FIELDS}"
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for project in page["results"]:
        amount = project["investment"]["USD"]
        said = f"{amount['qualifier']} {amount['value']}" if amount else "not disclosed"
        print(project["id"], project["name"], said, sep="\t")
    address = page["next"]
