"""Pages and feeds are sent compressed, whether or not a proxy in front would do it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from articles.page_cache import ACCEPTS_GZIP


class CompressPublicPages(GZipMiddleware):
    """
    Compress what anybody may keep, to the same bytes for everybody.

    What a signed-in person is shown stays as it is: a compressed page that holds a secret beside words of somebody
    else's choice tells the secret by its length (BREACH, 2013). So do files: pictures and faces are compressed already,
    and their length, and the part of one that was asked for, is that of the file.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        kept = response.headers.get("Cache-Control", "")
        is_personal = response.cookies or "no-store" in kept or "private" in kept or request.path.startswith("/admin/")
        if is_personal or response.streaming:
            return response
        if not ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)
