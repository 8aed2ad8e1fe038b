"""What an operator is told before anything starts: a screener that is not there, a key that is missing or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.utils.module_loading import import_string

from comments.models import AkismetService


@register()
def screener_can_be_loaded(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        import_string(settings.SCREENER)
    except ImportError:
        sentence = f"SCREENER is {settings.SCREENER!r}: set it to the dotted path of a class, see .env.example."
        return [Error(sentence, id="comments.E001")]
    return []


@register()
def akismet_key_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.AKISMET_API_KEY or settings.SCREENER != settings.DEFAULT_SCREENER:
        return []
    return [
        Warning(
            "AKISMET_API_KEY is not set: comments wait for people, unscreened.",
            hint="Set AKISMET_API_KEY to the key that akismet.com gave you for this site.",
            id="comments.W001",
        )
    ]


@register(Tags.database)
def akismet_key_is_not_refused(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Say what the worker has found out; asked with `check --database default`."""
    if not databases:
        return []
    try:
        service = AkismetService.current()
    except DatabaseError:  # before the first migration
        return []
    if service.state != AkismetService.State.REFUSED:
        return []
    return [
        Warning(
            f"Akismet has refused the key since {service.since:%Y-%m-%d %H:%M} UTC ({service.error}): "
            "comments wait for people, unscreened.",
            hint="Run manage.py check_akismet, and check AKISMET_API_KEY and AKISMET_SITE_URL.",
            id="comments.W002",
        )
    ]
