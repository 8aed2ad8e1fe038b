"""
Notices by mail. The row says that one is due; it is taken off the list by an UPDATE before the mail leaves.

So whatever fails or runs twice, nobody gets the same mail again; and where no mail server answers, nothing is lost.
"""

from __future__ import annotations

import logging
import smtplib
from email.policy import Policy
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Notice
from articles.models.notice import NoticeKind
from articles.workflow.words import notice_path, notice_sentence

logger = logging.getLogger(__name__)

# RFC 5322, 2.1.1: a folded address would become an encoded word, which no mail program opens.
LINE_MAX = 998
AT_ONCE = 200
MAIL_ERRORS = (OSError, smtplib.SMTPException)
_SIGNER = Signer(salt="articles.notices")


class NoticeMail(EmailMessage):
    def message(self, *, policy: Policy[Any] | None = None) -> Any:
        message = super().message(policy=policy)
        message.policy = message.policy.clone(max_line_length=LINE_MAX)
        return message


def send_due_notices() -> int:
    """Send what is due; return how many went out."""
    due = list(Notice.objects.for_mail().select_related("to", "article", "actor")[:AT_ONCE])
    if not due:
        return 0
    connection = mailers.default
    try:
        connection.open()
    except MAIL_ERRORS as error:
        logger.error("No notice was sent, the mail server cannot be reached: %s", type(error).__name__)
        return 0
    try:
        with translation.override(settings.LANGUAGE_CODE):
            return sum(_send(notice, connection) for notice in due)
    finally:
        connection.close()


def switch_off_key(notice: Notice) -> str:
    return _SIGNER.sign(f"{notice.to_id}.{notice.kind}")


def whose_switch(key: str) -> tuple[int, NoticeKind] | None:
    """Return to whom a mail with this key was sent and of which kind; None where it was never signed here."""
    try:
        person, kind = _SIGNER.unsign(key).split(".")
        return int(person), NoticeKind(kind)
    except (BadSignature, ValueError):
        return None


def _send(notice: Notice, connection: Any) -> bool:
    is_ours = Notice.objects.filter(pk=notice.pk).claim_mail()
    if not is_ours or not notice.to.is_active or not notice.to.email:
        return False
    try:
        connection.send_messages([_message(notice)])
    except MAIL_ERRORS as error:
        # It may have arrived all the same, so it is not sent again.
        logger.error("A notice did not leave: %s", type(error).__name__)
        return False
    return True


def _message(notice: Notice) -> NoticeMail:
    switch = settings.SITE_URL + reverse("articles:switch_notices_off", args=[switch_off_key(notice)])
    sentence = notice_sentence(notice)
    return NoticeMail(
        subject=f"{settings.EMAIL_SUBJECT_PREFIX}{sentence}",
        body=_text(notice, sentence, switch),
        to=[notice.to.email],
        headers={
            "List-Unsubscribe": f"<{switch}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _text(notice: Notice, sentence: str, switch: str) -> str:
    words = {
        "sentence": sentence,
        "words": f"{notice.words}\n\n" if notice.words else "",
        "story": settings.SITE_URL + notice_path(notice),
        "kind": notice.get_kind_display(),
        "switch": switch,
    }
    return (
        _(
            "%(sentence)s.\n\n%(words)sTo the story: %(story)s\n\n"
            "You get this mail for: %(kind)s.\nNo more mails of this kind: %(switch)s\n"
        )
        % words
    )
