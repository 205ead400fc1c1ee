from django.contrib.auth.management import create_permissions
from django.db import migrations

# Undoing has no permission of its own: editors may undo what they did (`deals.undo.may_undo`).
GIVEN = ("add_importrun", "view_importrun", "add_distinct", "view_distinct", "view_action")


def allow(apps, schema_editor):
    """Editors import, answer what is no duplicate, and see who changed what."""
    config = apps.get_app_config("deals")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="deals", codename__in=GIVEN
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("deals", "0011_imports")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
