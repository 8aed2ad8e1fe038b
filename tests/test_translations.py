"""French is complete, and what is compiled is what is written."""

import shutil
import subprocess
from pathlib import Path

import pytest

LOCALE = Path(__file__).parent.parent / "locale/fr/LC_MESSAGES"
needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")


@needs_gettext
def test_no_french_string_is_missing_or_doubtful():
    command = ["msgfmt", "--check", "--statistics", "-o", "/dev/null", LOCALE / "django.po"]
    report = subprocess.run(command, capture_output=True, text=True, check=True, env={"LANG": "C", "PATH": "/usr/bin"})

    assert "untranslated" not in report.stderr
    assert "fuzzy" not in report.stderr


@needs_gettext
def test_the_compiled_catalogue_is_up_to_date(tmp_path):
    subprocess.run(["msgfmt", "-o", tmp_path / "django.mo", LOCALE / "django.po"], check=True)

    assert (tmp_path / "django.mo").read_bytes() == (LOCALE / "django.mo").read_bytes()
