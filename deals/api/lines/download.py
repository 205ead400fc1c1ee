import csv
import io
from urllib.request import urlopen

with urlopen("https://deals.example.org/api/v1/projects.csv") as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8", newline="")))
    if len(rows) != int(answer.headers["X-Row-Count"]):
        raise SystemExit("It broke off: ask again.")
for row in rows:
    print(row["ref"], row["status"], row["invested_usd"] or "not stated", sep="\t")
