"""The settings of the tests: an installation of its own, whatever the machine's environment or `.env` says."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_KEPT = {"DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "")}

_NOT_OURS = (
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "COMMENT_LIMITS",
    "CORRECTION_REQUIRED",
    "DEVELOPMENT",
    "EMAIL_URL",
    "FOLLOW_BY_MAIL",
    "MEDIA_ROOT",
    "MINING_ALLOWED",
    "TRUSTED_PROXIES",
)
for _name in _NOT_OURS:
    os.environ.pop(_name, None)
os.environ |= {
    "DEBUG": "1",
    # While a browser runs, its event loop is in the thread of the tests; Django would refuse to touch rows there.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    "SECRET_KEY": "tests-only",
    "SITE_URL": "http://testserver",
    "SITE_NAME": "Le Commutateur",
    "LANGUAGE_CODE": "fr",
    "TIME_ZONE": "Europe/Paris",
    "AKISMET_API_KEY": "sandbox-key0",
    "AKISMET_BASE_URL": "http://127.0.0.1:9",
    "AKISMET_SITE_URL": "http://testserver/",
    "AKISMET_TIMEOUT": "2",
    "AKISMET_CONCURRENCY": "8",
    "UNDO_WINDOW": "120",
    "DATABASE_URL": _KEPT["DATABASE_URL"] or f"sqlite:///{tempfile.gettempdir()}/newsroom-tests.sqlite3",
}

from newsroom.settings import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
COMMENT_LIMITS = []
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="newsroom-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
