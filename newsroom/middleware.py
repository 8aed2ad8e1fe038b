"""What is refused before anything reads the request, and the headers that every answer carries."""

import codecs
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.csp import LazyNonce, build_policy
from django.utils.http import parse_header_parameters

from newsroom.errors import error_page
from newsroom.proxies import GetResponse

ALLOWED_METHODS = ("GET", "HEAD", "POST")
DRAIN_BYTES = 16 * 1024 * 1024
LENGTH_DIGITS = 18


def is_utf8(content_type: str) -> bool:
    """Accept a content type that names no charset, or UTF-8 in any spelling, as Django itself reads the header."""
    try:
        _, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8").strip("\"'")).name == "utf-8"
    except (LookupError, ValueError):
        return False


def request_boundary(get_response: GetResponse) -> GetResponse:
    """
    Refuse other methods (405), other charsets (415), bodies without a length (411) and too large ones (413).

    Django answers 500 to a charset that it cannot decode, and 200 to TRACE in a plain view; so nothing behind this
    function may see them.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        refusal = _refusal(request)
        if refusal is not None:
            return refusal
        # Django refuses the other spellings of UTF-8.
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """
    Add the content security policy of the part of the site, and keep every answer to its own origin.

    It is the outermost of all, so that what the next one refuses carries the same headers as any page.
    """
    guards = SecurityMiddleware(get_response), XFrameOptionsMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request._csp_nonce = LazyNonce()  # type: ignore[attr-defined]  # where Django's csp() looks for it
        response: Any = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            # Django shows its list of addresses instead; what a reader sees is to be seen while it is built, too.
            response = error_page(404)
        for guard in guards:
            response = guard.process_response(request, response)
        policy: Any = settings.ADMIN_CSP if request.path.startswith("/admin/") else settings.SECURE_CSP
        response.headers.setdefault("Content-Security-Policy", build_policy(policy, request._csp_nonce))  # type: ignore[attr-defined]
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not settings.MINING_ALLOWED:
            response.headers["tdm-reservation"] = "1"
        return response

    return middleware


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method not in ALLOWED_METHODS:
        return error_page(405, headers={"Allow": ", ".join(ALLOWED_METHODS)})
    if not is_utf8(request.META.get("CONTENT_TYPE", "")):
        return error_page(415)
    if request.method == "POST":
        return _refused_size(request)
    return None


def _refused_size(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdecimal():
        return error_page(411)
    # A number of thousands of digits is an error in Python, and too large in any case.
    size = int(length[:LENGTH_DIGITS])
    if len(length) > LENGTH_DIGITS or (request.path.startswith("/comments/") and size > settings.READER_POST_MAX_BYTES):
        _drain(request, min(size, DRAIN_BYTES))
        return error_page(413)
    return None


def _drain(request: HttpRequest, length: int) -> None:
    """Read what is being sent, without keeping it: a sender who is cut off never sees the answer."""
    stream = request.META.get("wsgi.input")
    while stream and length > 0:
        chunk = stream.read(min(length, 65_536))
        if not chunk:
            return
        length -= len(chunk)
