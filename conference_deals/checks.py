"""What `manage.py check --deploy` says of settings that work, but not as meant."""

from django.conf import settings
from django.core.checks import Tags, register
from django.core.checks import Warning as Caution

PER_PROCESS = "django.core.cache.backends.locmem.LocMemCache"


@register(Tags.caches, deploy=True)
def limits_are_shared(app_configs, **kwargs):
    if settings.CACHES["default"]["BACKEND"] != PER_PROCESS:
        return []
    return [
        Caution(
            "API_RATE and tries to sign in are counted by each worker process for itself.",
            hint="Set CACHE_URL, to redis://host:6379/0 or, on one machine, file:///directory.",
            id="conference_deals.W001",
        )
    ]
