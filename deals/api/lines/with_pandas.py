import pandas

address = "https://deals.example.org/api/v1/projects.csv"
projects = pandas.read_csv(address, dtype_backend="numpy_nullable")
# A project that only signs an earlier one again adds nothing to a total.
counted = projects[~projects["resigns_only"]]
print(counted.groupby("year")["invested_usd"].agg(["count", "sum"]))
