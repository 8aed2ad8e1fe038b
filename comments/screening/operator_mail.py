"""One mail a day to the operator while Akismet refuses the key, or has not answered for an hour."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import mail_admins
from django.utils.translation import gettext as _

from articles.dates import moment_in_words
from comments.models import AkismetService

logger = logging.getLogger(__name__)

State = AkismetService.State
ONCE = timedelta(days=1)
# How long a state lasts before it is worth a mail; a refused key does not mend by itself.
PATIENCE = {State.REFUSED: timedelta(0), State.AWAY: timedelta(hours=1), State.BUSY: timedelta(hours=6)}


def tell_operator(now: datetime) -> bool:
    """Send the mail if it is due; tell whether it was. One that could not be sent is tried again at the next call."""
    service = AkismetService.current()
    if not settings.ADMINS or not _is_due(service, now):
        return False
    subject, text = _words(service)
    try:
        mail_admins(subject, text)
    except (OSError, smtplib.SMTPException) as error:
        logger.error("The operator could not be told by mail: %s", type(error).__name__)
        return False
    AkismetService.objects.update(operator_told_at=now)
    return True


def _is_due(service: AkismetService, now: datetime) -> bool:
    if service.state not in PATIENCE or service.since is None or service.since > now - PATIENCE[State(service.state)]:
        return False
    told_at = service.operator_told_at
    return told_at is None or told_at <= now - ONCE


def _words(service: AkismetService) -> tuple[str, str]:
    assert service.since is not None  # _is_due() asks for it
    words = {
        "since": moment_in_words(service.since),
        "why": service.alert_message or service.alert_code or service.error,
        "desk": f"{settings.SITE_URL}/moderation/screening/",
    }
    if service.state == State.REFUSED:
        subject = _("Akismet refuses the key")
        text = _(
            "Akismet has refused the key since %(since)s (%(why)s). Comments wait for people, unscreened.\n\n"
            "Run “python manage.py check_akismet”, and check AKISMET_API_KEY and AKISMET_SITE_URL. "
            "Screening goes on by itself within ten minutes after that.\n\n%(desk)s\n"
        )
    else:
        subject = _("Akismet does not answer")
        text = _(
            "Akismet has given no verdicts since %(since)s (%(why)s). Comments wait for people, unscreened.\n\n"
            "Nothing is lost, and screening goes on by itself. "
            "“python manage.py check_akismet” says what can be reached from this machine.\n\n%(desk)s\n"
        )
    return subject, text % words
