import json
from urllib.request import urlopen


def get(address):
    with urlopen(address) as answer:
        return json.load(answer)


address = "https://deals.example.org/api/v1/editions/"
while address:
    page = get(address)
    for edition in page["results"]:
        card = get(f"{edition['api_url']}reconciliation/?currency=USD")
        reported = [line["reported"] for line in card["metrics"] if line["reported"]]
        said = [(figure["metric"], figure["value"]) for figure in reported]
        row = {"edition": edition["id"], "reported": said, "itemised": card["totals"]}
        print(json.dumps(row))
    address = page["next"]
