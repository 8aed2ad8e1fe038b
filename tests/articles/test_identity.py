"""Icons and the manifest: how the site looks outside of its pages."""

from __future__ import annotations

import io

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from PIL import Image

from tests.comments.readers import page_of
from tests.schemas import manifest_faults, rules

pytestmark = pytest.mark.django_db


def picture_at(client, path: str) -> Image.Image:
    answer = client.get(path)
    assert answer.status_code == 200
    content = answer.getvalue()
    answer.close()
    return Image.open(io.BytesIO(content))


def test_the_manifest_is_valid_by_the_published_rules(client):
    answer = client.get("/site.webmanifest")

    assert answer.headers["Content-Type"] == rules("manifest")["content_type"]
    assert manifest_faults(answer.json()) == []
    assert answer.json()["name"] == "Le Commutateur"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Le Commutateur", "Commutateur"),
        ("Newsroom", "Newsroom"),
        ("L’Observatoire des réseaux", "L’Observatoi"),
    ],
)
def test_a_long_name_is_shortened_to_its_main_word(client, settings, name, short):
    settings.SITE_NAME = name

    manifest = client.get("/site.webmanifest").json()

    assert manifest["short_name"] == short
    assert manifest_faults(manifest) == []


def test_each_icon_is_there_in_its_size(client):
    for icon in client.get("/site.webmanifest").json()["icons"]:
        image = picture_at(client, icon["src"])

        assert f"{image.width}x{image.height}" == icon["sizes"]
        assert image.format == "PNG"


def test_a_masked_icon_keeps_the_mark_within_the_circle_that_stays(client):
    (icon,) = [each for each in client.get("/site.webmanifest").json()["icons"] if each["purpose"] == "maskable"]
    image = picture_at(client, icon["src"]).convert("RGB")
    ground, middle, safe = image.getpixel((0, 0)), image.width / 2, image.width * 0.4

    outside = (
        image.getpixel((x, y))
        for x in range(0, image.width, 4)
        for y in range(0, image.height, 4)
        if (x - middle) ** 2 + (y - middle) ** 2 > safe**2
    )
    assert set(outside) == {ground}


def test_the_icon_of_old_browsers_is_at_the_root(client):
    image = picture_at(client, "/favicon.ico")

    assert image.format == "ICO"
    assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize("path", ["/", "/privacy/"])
def test_a_page_names_its_icons_and_colours(client, path):
    page = page_of(client.get(path))

    assert picture_at(client, page.find("link", rel="apple-touch-icon")["href"]).size == (180, 180)
    assert page.find("link", rel="manifest")["href"] == "/site.webmanifest"
    colours = {meta["media"]: meta["content"] for meta in page.find_all("meta", name="theme-color")}
    css = (site_settings.BASE_DIR / "static/css/base.css").read_text()
    assert list(colours) == ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]
    assert all(f"--paper: {colour};" in css for colour in colours.values())


def test_the_icons_that_are_kept_are_those_that_are_drawn(monkeypatch, tmp_path):
    kept = site_settings.BASE_DIR / "static"
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "mark.svg").write_text((kept / "img" / "mark.svg").read_text())
    monkeypatch.setattr("newsroom.management.commands.draw_icons.STATIC", tmp_path)

    call_command("draw_icons")

    for drawn in tmp_path.rglob("*.[pi][nc][go]"):
        with Image.open(kept / drawn.relative_to(tmp_path)) as known, Image.open(drawn) as new:
            assert new.convert("RGBA").tobytes() == known.convert("RGBA").tobytes(), drawn.name
