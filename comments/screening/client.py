"""
Akismet over HTTP: one client for many calls, each with its own headers. The queue gives each its deadline.

The `akismet` package reads the body of an answer alone. A suspended key answers "false" with an error in a header, so
the headers of every answer are read here, and the package's exceptions become the failures that the queue acts on.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Self

import akismet
import httpx
from django.conf import settings
from django.utils import timezone

from comments.screening.failures import Away, Busy, KeyRefused, NoVerdict, Unsendable
from comments.screening.screener import Answer

ANSWER_MAX_BYTES = 65_536
RETRY_AFTER_DEFAULT = 60.0
RETRY_AFTER_MAX = 3600.0
USER_AGENT = f"Newsroom/1.0 | {akismet.USER_AGENT}"
VERDICTS = {
    akismet.CheckResponse.HAM: "ham",
    akismet.CheckResponse.SPAM: "spam",
    akismet.CheckResponse.DISCARD: "discard",
}

_headers: ContextVar[dict[str, str]] = ContextVar("akismet_headers")


class Akismet:
    """The screener that asks Akismet, over one HTTP client. Use it in one event loop, as a context."""

    def __init__(self) -> None:
        self._http = httpx.AsyncClient(
            transport=_BoundedTransport(httpx.URL(settings.AKISMET_BASE_URL)),
            timeout=settings.AKISMET_TIMEOUT,
            headers={"User-Agent": USER_AGENT},
            event_hooks={"response": [_keep_headers]},
        )
        config = akismet.Config(settings.AKISMET_API_KEY, settings.AKISMET_SITE_URL)
        self._akismet = akismet.AsyncClient(config=config, http_client=self._http)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._http.aclose()

    @property
    def is_ready(self) -> bool:
        return bool(settings.AKISMET_API_KEY)

    async def check(self, submission: Mapping[str, str], recheck_reason: str = "") -> Answer:
        again = {"recheck_reason": recheck_reason} if recheck_reason else {}
        response, headers = await _call(self._akismet.comment_check, {**submission, **again, **_test_field()})
        return Answer(VERDICTS[response], headers)

    async def report(self, submission: Mapping[str, str], decision: str) -> dict[str, str]:
        method = self._akismet.submit_spam if decision == "spam" else self._akismet.submit_ham
        _thanks, headers = await _call(method, {**submission, **_test_field()})
        return headers

    async def verify(self) -> dict[str, str]:
        is_valid, headers = await _call(self._akismet.verify_key, {})
        if not is_valid:
            raise _refused(headers)
        return headers


async def _call(method: Any, fields: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    """Return what a call answered and the headers of Akismet's own that came with it."""
    headers: dict[str, str] = {}
    _headers.set(headers)
    try:
        response = await method(**fields)
    except (akismet.AkismetError, UnicodeDecodeError) as error:
        raise _failure(error, headers) from None
    if "error" in headers:
        raise _refused(headers)
    return response, headers


def _test_field() -> dict[str, bool]:
    return {"is_test": True} if settings.AKISMET_IS_TEST else {}


class _BoundedTransport(httpx.AsyncHTTPTransport):
    """Sends to the configured address instead of the package's own, and reads no more than an answer can hold."""

    def __init__(self, base: httpx.URL) -> None:
        limits = httpx.Limits(max_connections=settings.AKISMET_CONCURRENCY)
        super().__init__(verify=_certificates(), limits=limits)
        self._base = base

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme=self._base.scheme, host=self._base.host, port=self._base.port)
        request.headers["Host"] = self._base.netloc.decode()
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _BoundedStream(response.stream)
        return response


@cache
def _certificates() -> ssl.SSLContext:
    """Return the authorities that are trusted; reading them takes longer than most calls."""
    return httpx.create_ssl_context()


class _OversizedAnswer(Exception):
    pass


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > ANSWER_MAX_BYTES:
                raise _OversizedAnswer
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _keep_headers(response: httpx.Response) -> None:
    prefix = "x-akismet-"
    found = {name: value[:500] for name, value in response.headers.items() if name.startswith(prefix)}
    _headers.get().update({name.removeprefix(prefix): value for name, value in found.items()})


def _failure(error: Exception, headers: dict[str, str]) -> NoVerdict:
    """Tell the failures apart by class and status alone: the texts of these exceptions may hold the key."""
    if "error" in headers or isinstance(error, akismet.APIKeyError):
        return _refused(headers)
    if isinstance(error, akismet.ProtocolError | UnicodeDecodeError):
        return Away("unreadable")
    return _request_failure(error.__cause__)


def _request_failure(cause: BaseException | None) -> NoVerdict:
    if isinstance(cause, httpx.HTTPStatusError):
        if cause.response.status_code == 429:
            return Busy(_retry_after(cause.response.headers.get("Retry-After", "")))
        return Away(f"http_{cause.response.status_code}")
    if isinstance(cause, httpx.TimeoutException):
        return Away("timeout")
    if isinstance(cause, httpx.ConnectError):
        return Away("refused")
    if isinstance(cause, _OversizedAnswer):
        return Away("oversized")
    if isinstance(cause, httpx.TransportError | httpx.DecodingError):
        return Away("broken")
    return Unsendable("unsendable")


def _refused(headers: dict[str, str]) -> KeyRefused:
    code = "suspended" if "error" in headers else "invalid_key"
    message = headers.get("alert-msg") or headers.get("debug-help") or headers.get("error", "")
    return KeyRefused(code, headers.get("alert-code", ""), message)


def _retry_after(value: str) -> float:
    """Return the seconds that a Retry-After header asks for, given as seconds or as a date, within bounds."""
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    return min(max(seconds, 1.0), RETRY_AFTER_MAX) if seconds == seconds else RETRY_AFTER_DEFAULT


def _seconds_until(date: str) -> float:
    try:
        return (parsedate_to_datetime(date) - timezone.now()).total_seconds()
    except (ValueError, TypeError):
        return RETRY_AFTER_DEFAULT
