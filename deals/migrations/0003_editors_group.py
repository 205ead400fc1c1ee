from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITABLE = [
    "conference",
    "edition",
    "figureedition",
    "investment",
    "investmentinvestor",
    "location",
    "organization",
    "project",
    "projectsource",
    "reportedfigure",
    "sector",
    "source",
    "statusevent",
]
READABLE = ["dataversion", "exchangerate", "peg", "retiredaddress"]


def add_group(apps, schema_editor):
    """Editors enter and change deals; rates and retired addresses they only see."""
    config = apps.get_app_config("deals")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="deals"
    )
    names = [f"{verb}_{model}" for model in EDITABLE for verb in ("add", "change", "delete", "view")]
    names += [f"view_{model}" for model in READABLE]
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    group.permissions.set(permissions.filter(codename__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0002_data_version_row"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_group, migrations.RunPython.noop)]
