"""What the mails of the worker share: a connection that may be away, and headers that stay in one piece."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import Policy
from typing import Any

from django.core.mail import EmailMessage, mailers

logger = logging.getLogger(__name__)

# RFC 5322, 2.1.1.
LINE_MAX = 998
MAIL_ERRORS = (OSError, smtplib.SMTPException)


class Mail(EmailMessage):
    """A mail whose headers are not folded: a long address would become an encoded word, which no mail program opens."""

    def message(self, *, policy: Policy[Any] | None = None) -> Any:
        message = super().message(policy=policy)
        message.policy = message.policy.clone(max_line_length=LINE_MAX)
        return message


@contextmanager
def mail_connection(what: str) -> Iterator[Any]:
    """Hold a connection to the mail server for a while, or None where none is to be had; `what` is for the log."""
    connection = mailers.default
    try:
        connection.open()
    except MAIL_ERRORS as error:
        logger.error("No %s was sent, the mail server cannot be reached: %s", what, type(error).__name__)
        yield None
        return
    try:
        yield connection
    finally:
        connection.close()
