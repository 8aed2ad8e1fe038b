"""A setting that is missing or wrong stops the start with one sentence; each test starts a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent.parent
EXAMPLE_KEY = "development-only-never-on-a-server"


# A variable that is set and empty is what a missing one is here, and hides that of a `.env`.
SERVER = {
    "PATH": os.environ["PATH"],
    "PYTHONWARNINGS": "error",
    "DEVELOPMENT": "0",
    "DEBUG": "0",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "SITE_NAME": "Le Commutateur",
    "LANGUAGE_CODE": "fr",
    "TIME_ZONE": "Europe/Paris",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "smtp://localhost:25",
    "TRUSTED_PROXIES": "",
    "COMMENT_LIMITS": "3/m",
    "UNDO_WINDOW": "120",
    "AKISMET_API_KEY": "",
    "AKISMET_BASE_URL": "https://rest.akismet.com",
}
READ_EACH = """
import json, os, runpy, sys
environment = dict(os.environ)
for name, value in json.load(sys.stdin):
    os.environ.update(environment | {name: value})
    try:
        runpy.run_path("newsroom/settings.py")
        print("null")
    except Exception as error:
        print(json.dumps([type(error).__name__, str(error)]))
"""


def run(var_dir: Path, *command: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
    """Run Python as on a server, whatever this machine's environment or `.env` says."""
    own = {"VAR_DIR": str(var_dir), "DATABASE_URL": f"sqlite:///{var_dir}/newsroom.sqlite3"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=SERVER | own | environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def manage(tmp_path):
    def manage(*command: str, **environment: str) -> subprocess.CompletedProcess:
        return run(tmp_path, "manage.py", *command, **environment)

    return manage


WRONG = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", EXAMPLE_KEY),
    ("ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "example.org,*"),
    ("SITE_URL", ""),
    ("SITE_URL", "example.org"),
    ("SITE_URL", "ftp://example.org"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://[x"),
    ("SITE_URL", "https://example.org/journal"),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "newsroom.sqlite3"),
    ("DATABASE_URL", "mysql://user:hunter2@db/newsroom"),
    ("DATABASE_URL", "postgres://user:hunter2@db:port/newsroom"),
    ("CACHE_URL", "memory"),
    ("EMAIL_URL", "hunter2"),
    ("COMMENT_LIMITS", "many"),
    ("COMMENT_LIMITS", "3/m,20"),
    ("TRUSTED_PROXIES", "nginx"),
    ("TRUSTED_PROXIES", "10.0.0.0/99"),
    ("UNDO_WINDOW", "soon"),
    ("UNDO_WINDOW", "1.5"),
    ("UNDO_WINDOW", "-1"),
    ("LANGUAGE_CODE", "de"),
    ("TIME_ZONE", "Mars/Olympus"),
    ("AKISMET_API_KEY", "sandbox-key0"),
    ("AKISMET_BASE_URL", "http://rest.akismet.com"),
    ("AKISMET_BASE_URL", "http://127.0.0.1:8181"),
    ("AKISMET_TIMEOUT", "0"),
    ("AKISMET_CONCURRENCY", "0"),
]


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What reading the settings ended in, for each of the wrong ones; one process reads them all."""
    told = run(tmp_path_factory.mktemp("var"), "-c", READ_EACH, stdin=json.dumps(WRONG))
    return dict(zip(WRONG, map(json.loads, told.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("setting", WRONG)
def test_a_wrong_setting_is_refused_in_one_sentence(refusals, setting):
    kind, sentence = refusals[setting]

    assert kind == "ImproperlyConfigured"
    assert setting[0] in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert "hunter2" not in sentence


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_a_missing_setting_stops_the_start_with_one_sentence(manage, name):
    start = manage("check", **{name: ""})

    (sentence,) = start.stderr.splitlines()
    assert start.returncode == 1
    assert sentence.startswith(f"newsroom: {name} is not set: set it to ")


def test_a_server_without_a_key_of_akismet_starts_with_a_warning(manage):
    start = manage("check")

    assert start.returncode == 0
    assert "AKISMET_API_KEY" in start.stderr


def test_a_server_with_all_that_it_needs_starts_without_a_word(manage):
    start = manage("check", AKISMET_API_KEY="0123456789ab")

    assert start.returncode == 0
    assert start.stderr == ""


def test_debug_is_off_unless_it_is_switched_on(manage):
    shown = manage("shell", "-v", "0", "-c", "from django.conf import settings; print(settings.DEBUG)", DEBUG="")

    assert shown.stdout.strip() == "False"


def test_a_newcomers_machine_needs_no_setting_at_all(manage):
    nothing = {"DEVELOPMENT": "1", "DEBUG": "1", "AKISMET_API_KEY": "sandbox-key0"}

    start = manage("check", **nothing, SECRET_KEY=EXAMPLE_KEY, AKISMET_BASE_URL="http://127.0.0.1:8181")

    assert start.returncode == 0


COOKIES = """
from django.conf import settings
for kind in ("SESSION", "CSRF"):
    print(*(getattr(settings, f"{kind}_COOKIE_{part}") for part in ("NAME", "SECURE", "HTTPONLY", "PATH", "DOMAIN")))
"""


def test_the_cookies_of_a_server_are_bound_to_it(manage):
    shown = manage("shell", "-v", "0", "-c", COOKIES)

    assert shown.stdout.split("\n")[:2] == ["__Host-session True True / None", "__Host-csrf True True / None"]


def test_each_folder_of_translations_is_a_language():
    folders = {path.parent.parent.name for path in settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.mo")}

    assert set(dict(settings.LANGUAGES)) == folders | {"en"}
