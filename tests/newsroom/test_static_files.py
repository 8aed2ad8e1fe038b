"""The stylesheets as they are deployed."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.management import call_command

STORAGES = {"staticfiles": {"BACKEND": "newsroom.static_files.OneSheetStaticFilesStorage"}}


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "css"


def test_a_page_has_one_stylesheet_with_all_that_it_imports(collected):
    (sheet,) = collected.glob("story-page.????????????.css")
    css = sheet.read_text()

    assert "@import" not in css
    own = [(settings.BASE_DIR / f"static/css/{name}.css").read_text() for name in ("base", "comments", "follow")]
    positions = [css.index(re.sub(r"url\(.*", "", text.split("{")[0])) for text in own]
    assert positions == sorted(positions)
    faces = re.findall(r'url\("?([^")]+)', css)
    assert faces and all((collected / face).is_file() for face in faces)
    assert sheet.with_name(f"{sheet.name}.gz").exists()


def test_a_stylesheet_changes_its_name_with_what_it_imports(collected, settings, tmp_path_factory):
    (before,) = collected.glob("story-page.????????????.css")
    source = tmp_path_factory.mktemp("changed") / "css"
    source.mkdir()
    (source / "follow.css").write_text(".follow { color: red; }")
    settings.STATICFILES_DIRS = [source.parent, *settings.STATICFILES_DIRS]
    call_command("collectstatic", interactive=False, verbosity=0)

    after = set(collected.glob("story-page.????????????.css")) - {before}
    assert [".follow { color: red; }" in sheet.read_text() for sheet in after] == [True]


def test_what_the_sheets_import_is_there():
    for path in (settings.BASE_DIR / "static/css").glob("*.css"):
        for name in re.findall(r'@import "([^"]+)"', path.read_text()):
            assert (path.parent / name).is_file(), (path, name)
