from django.db import migrations


def add_row(apps, schema_editor):
    apps.get_model("deals", "DataVersion").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """The one row that `write` bumps."""

    dependencies = [("deals", "0001_model")]
    operations = [migrations.RunPython(add_row, migrations.RunPython.noop)]
