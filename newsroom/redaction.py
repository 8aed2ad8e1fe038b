"""Log lines without what opens somebody's receipt, answers for an address, or leads to a feed or mail settings."""

from __future__ import annotations

import logging
import re

SECRET_PLACES = re.compile(
    r"(/comments/receipt/\d+/|/comments/address/|/comments/following/|/comments/leave/|/moderation/feed/|/moderation/digest/|/preview/)[^/\s?\"]+"
)


def redacted(text: str) -> str:
    """Return a line of a log with the secret of each address replaced."""
    return SECRET_PLACES.sub(r"\1[…]", text)


class RedactingFormatter(logging.Formatter):
    """What Django logs of a refused request names its path, and so do tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
