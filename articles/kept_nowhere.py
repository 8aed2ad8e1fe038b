"""Pages that are for one person, or not public yet: no cache keeps them and no search engine lists them."""

from __future__ import annotations

from django.http import HttpResponseBase


def kept_nowhere[Response: HttpResponseBase](response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
