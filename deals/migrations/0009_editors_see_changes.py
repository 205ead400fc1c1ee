from django.contrib.auth.management import create_permissions
from django.db import migrations


def allow(apps, schema_editor):
    """Editors see who changed what; what they may undo is their own (`deals.undo.may_undo`)."""
    config = apps.get_app_config("deals")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    see = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="deals", codename="view_action"
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(*see)


class Migration(migrations.Migration):
    dependencies = [("deals", "0008_history")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
