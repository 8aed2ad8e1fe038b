"""
Everything that an installation can set, read once from the environment and then from `.env`.

An environment that is already set wins over `.env`. A setting that is missing or wrong stops the start with one
sentence that says what to set; `.env.example` describes each of them.
"""

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from comments.posting.rates import read_limits
from newsroom.proxies import read_trusted

BASE_DIR = Path(__file__).resolve().parent.parent


env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# What the site writes when nothing else is said: database, uploaded files, logs of the sandbox.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _read(name, cast, default):
    """
    Return a setting, or stop with a sentence when its value cannot be read as what it should be.

    The sentence repeats the value, but not an address: it may hold a password.
    """
    try:
        return cast(name, default=default)
    except (ValueError, ImproperlyConfigured) as error:
        value = "" if name.endswith("_URL") else f": {env.str(name, default='')!r}"
        raise ImproperlyConfigured(
            f"{name} is set to something that cannot be read{value}. See .env.example for what it takes."
        ) from error


def _is_web_address(address):
    """Tell whether this is scheme and host, and nothing behind them."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path + parts.query == ""


def _language_name(code):
    """Return the name of a language in the language of whoever reads it: Django knows and translates them."""
    name = LANG_INFO.get(code.replace("_", "-").lower(), {}).get("name", code)
    return _(name)


# --- How this installation runs --------------------------------------------------------------------------------

# Set by `make run` alone: the defaults are then those of a newcomer's machine instead of a server's.
DEVELOPMENT = _read("DEVELOPMENT", env.bool, False)
DEBUG = _read("DEBUG", env.bool, DEVELOPMENT)

EXAMPLE_SECRET_KEY = "development-only-never-on-a-server"  # noqa: S105
SECRET_KEY = env.str("SECRET_KEY", default=EXAMPLE_SECRET_KEY if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: set it to 50 or more random characters.")
if SECRET_KEY == EXAMPLE_SECRET_KEY and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY is the example: set it to 50 or more random characters of your own.")

ALLOWED_HOSTS = _read("ALLOWED_HOSTS", env.list, ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: set it to the names that the site is reached by.")
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts: “*” would let anybody forge links.")

PORT = _read("PORT", env.int, 8000)
SITE_NAME = env.str("SITE_NAME", default="Le Commutateur" if DEVELOPMENT else "Newsroom")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}" if DEBUG else "").rstrip("/")
if not _is_web_address(SITE_URL):
    raise ImproperlyConfigured("SITE_URL is not set: set it to the site's full address, such as https://example.org.")
TRUSTED_PROXIES = env.str("TRUSTED_PROXIES", default="")
read_trusted(TRUSTED_PROXIES)

# --- The project -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "comments",
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "js_asset",
    "django_htmx",
    "django_tasks_db",
    "crontask",
]

MIDDLEWARE = [
    "newsroom.middleware.security_headers",
    "newsroom.middleware.request_boundary",
    "newsroom.proxies.client_address_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.compression.CompressPublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.site",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------------------------

_database = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")
if not _database.startswith(("sqlite://", "postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://, see .env.example.")
DATABASES = {"default": _read("DATABASE_URL", env.db_url, _database)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Writers queue at BEGIN instead of failing in the middle; FULL (SQLite's default) keeps what was acknowledged.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
# A connection is kept for a while: making one costs more than most pages.
DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": _read("CACHE_URL", env.cache_url, "locmemcache://")}
PAGE_CACHE_SECONDS = 3600

TASKS = {"default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.static_files.OneSheetStaticFilesStorage"
    },
}
# What browsers ask for at the root without being told to: /favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Language --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="fr")
LOCALE_PATHS = [BASE_DIR / "locale"]
# English is in the sources; each folder of translations is a language more.
_translated = sorted(path.name for path in LOCALE_PATHS[0].iterdir() if (path / "LC_MESSAGES/django.mo").exists())
LANGUAGES = [(code.replace("_", "-").lower(), _language_name(code)) for code in (*_translated, "en")]
if LANGUAGE_CODE not in dict(LANGUAGES):
    known = ", ".join(dict(LANGUAGES))
    raise ImproperlyConfigured(f"LANGUAGE_CODE is {LANGUAGE_CODE!r}: set it to one of {known}.")
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")
try:
    ZoneInfo(TIME_ZONE)
except (KeyError, OSError, ValueError) as error:
    raise ImproperlyConfigured(f"TIME_ZONE is {TIME_ZONE!r}: set it to a name such as Europe/Paris.") from error
USE_TZ = True

# --- Stories ---------------------------------------------------------------------------------------------------

# Whether journalists read drafts that are not theirs.
JOURNALISTS_SEE_DRAFTS = _read("JOURNALISTS_SEE_DRAFTS", env.bool, False)
# Whether a published story that changes beyond spelling needs a note for readers.
CORRECTION_REQUIRED = _read("CORRECTION_REQUIRED", env.bool, False)

# --- Machines --------------------------------------------------------------------------------------------------

# Whether programs may mine texts and pictures, to train models for example; see articles/crawlers/views.py.
MINING_ALLOWED = _read("MINING_ALLOWED", env.bool, False)

# --- Comments --------------------------------------------------------------------------------------------------

# Posts taken from one address, as "number/unit" with s, m, h or d; empty: no limit.
COMMENT_LIMITS = _read("COMMENT_LIMITS", env.list, ["3/m", "20/h", "60/d"])
read_limits(tuple(COMMENT_LIMITS))
# Seconds that a moderator's decision waits before anybody outside hears of it.
UNDO_WINDOW = _read("UNDO_WINDOW", env.int, 120)
if UNDO_WINDOW < 0:
    raise ImproperlyConfigured("UNDO_WINDOW must be a number of seconds that is not below 0.")

# Whether readers may follow discussions by mail; off, no such mail leaves.
FOLLOW_BY_MAIL = _read("FOLLOW_BY_MAIL", env.bool, True)

# Days until blatant spam that nobody looked at is deleted; 0 keeps it for ever.
BLATANT_SPAM_DAYS = _read("BLATANT_SPAM_DAYS", env.int, 60)
if BLATANT_SPAM_DAYS < 0:
    raise ImproperlyConfigured("BLATANT_SPAM_DAYS must be a number of days that is not below 0.")

# Whether the statistics of the desk may be shown by person; each person always sees their own.
STATISTICS_BY_PERSON = _read("STATISTICS_BY_PERSON", env.bool, False)

# --- Akismet ---------------------------------------------------------------------------------------------------

AKISMET_API_KEY = env.str("AKISMET_API_KEY", default="")
AKISMET_SITE_URL = env.str("AKISMET_SITE_URL", default=f"{SITE_URL}/")
AKISMET_BASE_URL = env.str("AKISMET_BASE_URL", default="https://rest.akismet.com").rstrip("/")
AKISMET_TIMEOUT = _read("AKISMET_TIMEOUT", env.float, 10.0)
AKISMET_CONCURRENCY = _read("AKISMET_CONCURRENCY", env.int, 8)
# Whoever judges comments, by dotted path; see comments/screening/screener.py.
DEFAULT_SCREENER = "comments.screening.client.Akismet"
SCREENER = env.str("SCREENER", default=DEFAULT_SCREENER)
# Without it the commenter's e-mail address is not sent; the privacy page then does not list it.
AKISMET_SEND_EMAIL = _read("AKISMET_SEND_EMAIL", env.bool, True)
AKISMET_IS_TEST = _read("AKISMET_IS_TEST", env.bool, False)
if AKISMET_TIMEOUT <= 0 or AKISMET_CONCURRENCY <= 0:
    raise ImproperlyConfigured("AKISMET_TIMEOUT and AKISMET_CONCURRENCY must be above 0, or nothing is ever screened.")

_akismet = urlsplit(AKISMET_BASE_URL)
if _akismet.scheme != "https" and not (DEBUG and _akismet.hostname in ("127.0.0.1", "localhost", "::1")):
    raise ImproperlyConfigured("AKISMET_BASE_URL must begin with https://, so that the key never travels in clear.")
if AKISMET_API_KEY == "sandbox-key0" and not DEBUG:
    raise ImproperlyConfigured("AKISMET_API_KEY is the sandbox's: set it to the key that akismet.com gave you.")

# --- Mail ------------------------------------------------------------------------------------------------------

_mail = _read("EMAIL_URL", env.email_url, "consolemail://" if DEBUG else "smtp://localhost:25")
MAILERS = {
    "default": {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"],
            "password": _mail["EMAIL_HOST_PASSWORD"],
            "use_tls": _mail.get("EMAIL_USE_TLS", False),
        }
        if "smtp" in _mail["EMAIL_BACKEND"]
        else {},
    }
}

# Who is told, once a day, that Akismet refuses the key or does not answer; and the address that mail comes from.
ADMINS = _read("OPERATOR_EMAILS", env.list, [])
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"newsroom@{urlsplit(SITE_URL).hostname}")
EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "

# --- What a monitor reads --------------------------------------------------------------------------------------

# /metrics answers to this bearer token alone, and is not there without one.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- Accounts --------------------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- What browsers are told ------------------------------------------------------------------------------------

# Readers' pages: nothing inline, nothing foreign, and no nonce, so that the same bytes serve everybody.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# The journalists' desk: the import map of the story editor carries a nonce, and the editor adds one known style.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": [CSP.SELF, "data:"],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SESSION_COOKIE_NAME, SESSION_COOKIE_SECURE = "__Host-session", True
    CSRF_COOKIE_NAME, CSRF_COOKIE_SECURE = "__Host-csrf", True
    SECURE_SSL_REDIRECT = SITE_URL.startswith("https://")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_HSTS_SECONDS = _read("HSTS_SECONDS", env.int, 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = _read("HSTS_SUBDOMAINS", env.bool, True)
    SECURE_HSTS_PRELOAD = _read("HSTS_PRELOAD", env.bool, False)
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading a domain is its owner's choice, not ours
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# A story of 200 KB, and a moderators' page of checkboxes; what readers send is bounded in middleware.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
READER_POST_MAX_BYTES = 64 * 1024
# What is larger than a picture may be is dropped while it comes in.
FILE_UPLOAD_HANDLERS = [
    "articles.library.uploads.PictureSizeHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Logs ------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "newsroom.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # httpx logs addresses, and Akismet's usage address holds the key.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "apscheduler": {"level": "WARNING"},
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
