"""What the desk says of Akismet, in one line: whether it is there, since when not, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import moment_in_words, time_in_words
from comments.models import AkismetService, Comment
from comments.screening.sandbox import SANDBOX_KEY

State = AkismetService.State


@dataclass(frozen=True)
class Notice:
    level: str  # "note" or "warning"
    sentence: str


def akismet_notices() -> list[Notice]:
    """Return what a moderator should know before deciding; empty while all is well."""
    notices = []
    if settings.AKISMET_API_KEY == SANDBOX_KEY:
        notices.append(Notice("note", _("Akismet sandbox: verdicts come from a word list on this machine.")))
    if sentence := _service_sentence(AkismetService.current()):
        notices.append(Notice("warning", sentence))
    return notices


def _service_sentence(service: AkismetService) -> str:
    if not settings.AKISMET_API_KEY:
        return _("No Akismet key is set, so comments are not screened. Set AKISMET_API_KEY.")
    if service.state == State.WELL and (service.alert_message or service.alert_code):
        details = ", ".join(filter(None, [service.alert_code, service.alert_url]))
        alert = f"{service.alert_message} ({details})" if details else service.alert_message
        return _("Akismet says: %(alert)s") % {"alert": alert.strip()}
    if service.state == State.WELL:
        return _unanswered_sentence(service) if service.failures else ""
    return f"{_trouble(service)} {_waiting_sentence()}"


def _trouble(service: AkismetService) -> str:
    words = {"since": _moment(service.since), "next": _moment(service.paused_until), "error": service.error}
    if service.state == State.REFUSED:
        alert = service.alert_message or service.alert_code or service.error
        return _("Akismet has refused the key since %(since)s (%(alert)s). Check AKISMET_API_KEY.") % (
            words | {"alert": alert}
        )
    if service.state == State.BUSY:
        return _("Akismet asks us to wait. Next try: %(next)s.") % words
    return _("Akismet has not answered since %(since)s (%(error)s). Next try: %(next)s.") % words


def _waiting_sentence() -> str:
    unchecked = Comment.objects.filter(screen_after__isnull=False, status=Comment.Status.PENDING, verdict="")
    waiting = unchecked[:1001].count()
    return ngettext(
        "%(count)d comment waits for its check; you can decide without it.",
        "%(count)d comments wait for their check; you can decide without it.",
        waiting,
    ) % {"count": waiting}


def _unanswered_sentence(service: AkismetService) -> str:
    """Say that some comments got no answer, while Akismet is not known to be away for all."""
    failed = Comment.objects.filter(screen_after__isnull=False, status=Comment.Status.PENDING).exclude(
        screening_error=""
    )
    times = list(failed.order_by("screen_after").values_list("screen_after", flat=True)[:1001])
    if not times:
        return ""
    return ngettext(
        "Akismet gave no answer about %(count)d comment (%(error)s). Next try: %(next)s; you can decide without it.",
        "Akismet gave no answer about %(count)d comments (%(error)s). Next try: %(next)s; you can decide without it.",
        len(times),
    ) % {"count": len(times), "error": service.error, "next": _moment(times[0])}


def _moment(at: datetime | None) -> str:
    """Return a time of today to the second, and of another day with its date."""
    if at is None:
        return "–"
    is_today = timezone.localdate(at) == timezone.localdate()
    return time_in_words(at) if is_today else moment_in_words(at)
