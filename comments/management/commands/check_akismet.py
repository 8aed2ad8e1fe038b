"""Say in one sentence each whether Akismet can be asked: the key, the site, the test values, how long it takes."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from comments.screening.client import Akismet
from comments.screening.failures import Away, Busy, KeyRefused, NoVerdict

# Akismet's documented test values: with is_test they train nothing.
TEST_COMMENT = {
    "user_ip": "192.0.2.1",
    "user_agent": "Newsroom check_akismet",
    "referrer": "",
    "comment_type": "comment",
    "comment_author_email": "",
    "comment_content": "A test of the connection.",
    "blog_charset": "UTF-8",
    "is_test": "true",
}
TEST_VALUES = [
    ({"comment_author": "viagra-test-123"}, "spam"),
    ({"comment_author": "Newsroom", "user_role": "administrator"}, "ham"),
]


class Command(BaseCommand):
    help = "Verify key, site and reachability of Akismet, and its answers to the documented test values."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not settings.AKISMET_API_KEY:
            raise CommandError(_("No Akismet key is set, so comments are not screened. Set AKISMET_API_KEY."))
        try:
            asyncio.run(self._ask())
        except (NoVerdict, TimeoutError) as error:
            raise CommandError(_sentence(error)) from None

    async def _ask(self) -> None:
        async with Akismet() as akismet:
            seconds = await self._timed(akismet.verify())
            self._say(_("Akismet answers at %(address)s in %(seconds).2f s and knows the key for %(site)s."), seconds)
            for values, expected in TEST_VALUES:
                await self._try(akismet, values, expected)

    async def _try(self, akismet: Akismet, values: dict[str, str], expected: str) -> None:
        began = time.monotonic()
        async with asyncio.timeout(settings.AKISMET_TIMEOUT):
            answer = await akismet.check(TEST_COMMENT | values)
        seconds = time.monotonic() - began
        if (answer.verdict == "ham") != (expected == "ham"):
            raise CommandError(
                _("Akismet's own test value for “%(expected)s” gives “%(verdict)s”: do not rely on its verdicts.")
                % {"expected": expected, "verdict": answer.verdict}
            )
        self._say(_("Its test value for “%(verdict)s” gives that verdict, in %(seconds).2f s."), seconds, expected)

    async def _timed(self, call: Any) -> float:
        began = time.monotonic()
        async with asyncio.timeout(settings.AKISMET_TIMEOUT):
            await call
        return time.monotonic() - began

    def _say(self, sentence: str, seconds: float, verdict: str = "") -> None:
        words = {"address": settings.AKISMET_BASE_URL, "site": settings.AKISMET_SITE_URL, "verdict": verdict}
        self.stdout.write(sentence % (words | {"seconds": seconds}))


def _sentence(error: Exception) -> str:
    """Say what is wrong and what to set; never the text of an exception, which may hold the key."""
    words = {"address": settings.AKISMET_BASE_URL, "site": settings.AKISMET_SITE_URL, "code": "timeout"}
    if isinstance(error, NoVerdict):
        words["code"] = error.code
    if isinstance(error, KeyRefused):
        words["said"] = error.alert_message or error.alert_code or error.code
        return _("Akismet refuses the key for %(site)s (%(said)s). Check AKISMET_API_KEY and AKISMET_SITE_URL.") % words
    if isinstance(error, Busy):
        return _("Akismet asks us to wait: too many calls. Try again later.")
    if isinstance(error, Away | TimeoutError):
        return _("Akismet does not answer at %(address)s (%(code)s). Check the network and AKISMET_BASE_URL.") % words
    return _("The test call could not be sent (%(code)s).") % words
