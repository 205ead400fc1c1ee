from django.contrib.auth.management import create_permissions
from django.db import migrations


def allow(apps, schema_editor):
    """Editors import files, and see all imports."""
    config = apps.get_app_config("deals")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="deals", codename__in=["add_importrun", "view_importrun"]
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("deals", "0009_imports")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
