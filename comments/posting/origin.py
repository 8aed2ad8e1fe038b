"""Where a post comes from, by the headers that the browser sets and a page cannot forge. No token, so no cookie."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_cross_site(request: HttpRequest) -> bool:
    """Tell whether another site sent this post: by Sec-Fetch-Site, else by Origin; with neither it is taken."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return origin not in (_origin_of(settings.SITE_URL), f"{request.scheme}://{request.get_host()}")


def names_no_origin(request: HttpRequest) -> bool:
    return "Sec-Fetch-Site" not in request.headers and "Origin" not in request.headers


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
