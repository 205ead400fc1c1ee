"""The production settings on a test database; tests.databases names it."""

import os

from tests import databases

os.environ |= {
    "SECRET_KEY": "only for tests",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATABASE_URL": databases.url(),
    "DATABASE_REPLICA_URLS": "",
    "DEBUG": "false",
    "DEMO": "false",
    "HTTPS": "false",
    "BEHIND_PROXY": "",
    "TRUSTED_PROXIES": "",
    "CACHE_URL": "",
    "CSRF_TRUSTED_ORIGINS": "",
    "LOG_FORMAT": "",
    "LOG_LEVEL": "INFO",
    "API_RATE": "off",
}

from conference_deals.settings import *  # noqa: F403
from conference_deals.settings import DATABASES, STORAGES

default = DATABASES["default"]
if default["ENGINE"].endswith("sqlite3"):
    # A file, as in production: a database in memory has no WAL and no second connection.
    default["TEST"] = {"NAME": default["NAME"]}
    default["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# The manifest would need collectstatic; a fast hash makes users in no time.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
