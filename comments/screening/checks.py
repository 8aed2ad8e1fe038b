from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def akismet_key_is_set(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.AKISMET_API_KEY:
        return []
    return [
        Warning(
            "AKISMET_API_KEY is not set: comments wait for people, unscreened.",
            hint="Set AKISMET_API_KEY to the key that akismet.com gave you for this site.",
            id="comments.W001",
        )
    ]
