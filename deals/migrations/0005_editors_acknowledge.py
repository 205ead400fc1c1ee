from django.contrib.auth.management import create_permissions
from django.db import migrations

VERBS = ("add", "change", "delete", "view")


def allow(apps, schema_editor):
    """Editors acknowledge findings of claim checks, with a reason."""
    config = apps.get_app_config("deals")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    names = [f"{verb}_acknowledgement" for verb in VERBS]
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="deals", codename__in=names
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("deals", "0004_acknowledgement")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
