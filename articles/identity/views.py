"""The manifest by which a telephone puts the site among its applications: https://www.w3.org/TR/appmanifest/."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

# As in static/css/base.css.
PAPER = "#fbfaf6"
ICONS = (
    ("img/icon-192.png", 192, "any"),
    ("img/icon-512.png", 512, "any"),
    ("img/icon-maskable-512.png", 512, "maskable"),
)
# What a telephone has room for below an icon (https://developer.chrome.com/docs/extensions/reference/manifest/name).
SHORT_NAME_LENGTH = 12


@require_safe
@conditional_page
def web_manifest(request: HttpRequest) -> HttpResponse:
    home = reverse("articles:home")
    manifest = {
        "id": home,
        "name": settings.SITE_NAME,
        "short_name": _short(settings.SITE_NAME),
        "lang": settings.LANGUAGE_CODE,
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def _short(name: str) -> str:
    """Return the name as far as it fits: whole, else its longest word, else the beginning of that."""
    if len(name) <= SHORT_NAME_LENGTH:
        return name
    return max(name.split(), key=len)[:SHORT_NAME_LENGTH]
