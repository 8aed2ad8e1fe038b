"""Uploaded files, served with headers that make them inert. A proxy may take this over (see deploy/)."""

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

SHOWN_INLINE = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}

# Python 3.12 knows neither, and no browser may guess.
for kind in ("avif", "webp"):
    mimetypes.add_type(f"image/{kind}", f".{kind}")


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if PurePosixPath(path).suffix.lower() in SHOWN_INLINE:
        # Pictures are for feed readers and cards of other sites too.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Content-Disposition"] = "attachment"
    return response
