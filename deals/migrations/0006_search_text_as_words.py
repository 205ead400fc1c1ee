from django.db import migrations

from deals.tokens import index_text

BATCH = 500


def take_apart(apps, schema_editor):
    """The old text held the names themselves; the places' Chinese names in one run are new."""
    projects = apps.get_model("deals", "Project").objects.select_related("location")
    chinese = dict(apps.get_model("deals", "Location").objects.values_list("slug", "name_zh"))
    changed = []
    for project in projects.order_by("pk").iterator(BATCH):
        path = project.location.path.strip("/").split("/") if project.location else []
        run = "".join(chinese.get(slug, "") for slug in path)
        project.search = index_text([*project.search.split(" · "), run])
        changed.append(project)
    projects.bulk_update(changed, ["search"], BATCH)


class Migration(migrations.Migration):
    """A project's search text is its words, and bigrams of CJK, instead of its names."""

    dependencies = [("deals", "0005_editors_acknowledge")]
    operations = [migrations.RunPython(take_apart, migrations.RunPython.noop)]
