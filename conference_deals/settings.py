"""All settings, from environment variables; README.md lists them. Production fails closed."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from conference_deals import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALHOST = ["localhost", "127.0.0.1", "[::1]"]

# Where it runs

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
HTTPS = env.flag("HTTPS", default=not DEMO)
env.renamed(
    "BEHIND_PROXY", "TRUSTED_PROXIES", "Unset it, and name the addresses of the proxies instead."
)
TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES")
SECRET_KEY = env.text("SECRET_KEY") or (get_random_secret_key() if DEMO else "")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", LOCALHOST if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")

TO_TRY_IT = "To try it out on this machine only, set DEMO=true instead."
if not SECRET_KEY:
    raise env.missing("SECRET_KEY", f"Set a long random text and keep it secret. {TO_TRY_IT}")
if not ALLOWED_HOSTS:
    raise env.missing("ALLOWED_HOSTS", f"Name the hosts it serves, such as deals.org. {TO_TRY_IT}")

# Applications and middleware

INSTALLED_APPS = [
    "conference_deals.admin.Config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "simple_history",
    "deals",
]

MIDDLEWARE = [
    # Outermost: what it removes or replaces, nobody else has read.
    "conference_deals.proxies.TrustedProxies",
    "conference_deals.middleware.RequestId",
    "conference_deals.middleware.SecurityHeaders",
    "conference_deals.middleware.LanguageOfAddress",
    # Above those that turn requests away, so that their answers have HSTS too.
    "django.middleware.security.SecurityMiddleware",
    "deals.api.limits.RateLimit",
    # Above WhiteNoise: a NUL in the address is an exception in its file look-up.
    "conference_deals.middleware.CleanInput",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above all that looks at the host: probes ask by the address of a machine.
    "conference_deals.health.Probes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "conference_deals.middleware.SafetyNet",
]
if DEBUG:
    MIDDLEWARE.insert(0, "conference_deals.middleware.ServerTiming")

ROOT_URLCONF = "conference_deals.urls"
WSGI_APPLICATION = "conference_deals.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database and cache. No ATOMIC_REQUESTS: on SQLite it would take the write lock for reads.

# Who closes SQLite's last connection removes its log and the index of that, which the next one
# could not make anew on a full disk: then nobody could read. So each thread keeps its own.
SQLITE = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # until it is open; from then on `conference_deals.patience` waits
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA busy_timeout=250",
    },
}
# The facets of many projects are added up in memory, not on the disk; translating such a statement
# into machine code (jit) costs more than it saves. A long question takes one core, not all of them:
# its reader waits longer, everybody else goes on.
POSTGRES = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 5,
        "options": "-c statement_timeout=30s -c lock_timeout=20s "
        "-c idle_in_transaction_session_timeout=60s -c work_mem=32MB -c jit=off "
        "-c max_parallel_workers_per_gather=0",
    },
}
# A replica that does not answer must not keep a request: the primary can answer it.
REPLICA = POSTGRES | {
    "OPTIONS": POSTGRES["OPTIONS"]
    | {
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,  # milliseconds
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
    },
    "TEST": {"MIRROR": "default"},
}


def database(named, postgres=POSTGRES):
    """A database that a variable names, with the options that keep its data safe."""
    kind = SQLITE if named["ENGINE"].endswith("sqlite3") else postgres
    return kind | named | {"OPTIONS": kind["OPTIONS"] | named.get("OPTIONS", {})}


DATABASES = {"default": database(env.database_url("DATABASE_URL", BASE_DIR))}
# The aliases of databases that only public reads go to.
REPLICAS = []
REPLICA_MAX_LAG = env.integer("REPLICA_MAX_LAG", 5, low=2, high=3600)  # seconds
for named in env.replica_urls("DATABASE_REPLICA_URLS", DATABASES["default"]):
    REPLICAS.append(f"replica{len(REPLICAS) + 1}")
    DATABASES[REPLICAS[-1]] = database(named, REPLICA)
DATABASE_ROUTERS = ["conference_deals.replicas.Router"] if REPLICAS else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = env.cache_urls("CACHE_URL")

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "deals" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Security

YEAR = 365 * 24 * 3600
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Probes inside a cluster speak plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = YEAR if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# TrustedProxies leaves this header only where a proxy has set it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser takes a __Host- cookie over HTTPS and from this host alone, so no neighbour plants one.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
# A working day, with its breaks; counted anew when a form keeps something in the session.
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "deals.errors.csrf_failure"

MB = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MB

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# API

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    # Public and read-only: a session would only make its answers uncacheable.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "deals.api.problems.exception_handler",
}

# Requests of one visitor to the API, counted in the cache.
API_RATE = env.rate("API_RATE", "600/min")

SPECTACULAR_SETTINGS = {
    "TITLE": "Conference Deals API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Its hook for words would move them into components of the first document that is made only.
    "POSTPROCESSING_HOOKS": [],
}

# Logs: to standard error, with the id that error pages show

LOG_FORMAT = logs.chosen_format()
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": {"()": logs.FORMATTERS[LOG_FORMAT]}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Without Django's own handlers: one would mail, that of the demo's server has its own format.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
