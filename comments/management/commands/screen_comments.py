"""Screen what is due now, ask again about older comments, or say how the queue stands."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import AkismetService, Comment
from comments.models.decisions import CommentQuerySet
from comments.screening.checking import ASKED_ABOUT, CHECKS, check_again
from comments.screening.engine import work_off
from comments.screening.feedback import REPORTABLE, REPORTS

CHUNK = 500
BAR_WIDTH = 40


class Command(BaseCommand):
    help = "Screen the comments that wait for their check; the worker does this by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--status", action="store_true", help="Say what waits, and do nothing.")
        parser.add_argument("--again", action="store_true", help="Ask again about comments that have a verdict.")
        parser.add_argument("--since", help="With --again: those sent since this date, such as 2026-11-01.")
        parser.add_argument("--dry-run", action="store_true", help="Say how many would be asked about, and do nothing.")

    def handle(self, **options: Any) -> None:
        if options["since"] and not options["again"]:
            raise CommandError(_("--since goes with --again."))
        if options["status"]:
            return self._say_status()
        chosen = _chosen_again(options["since"]) if options["again"] else _waiting()
        if options["dry_run"]:
            count = chosen.count()
            sentence = ngettext("%(count)d comment would be checked.", "%(count)d comments would be checked.", count)
            self.stdout.write(sentence % {"count": count})
            return None
        if options["again"]:
            check_again(chosen, timezone.now())
        self._work_off()
        return None

    def _say_status(self) -> None:
        service, now = AkismetService.current(), timezone.now()
        waiting = _waiting()
        oldest = waiting.order_by("submitted_at").values_list("submitted_at", flat=True).first()
        words = {
            "state": service.get_state_display(),
            "waiting": waiting.count(),
            "minutes": int((now - oldest).total_seconds() // 60) if oldest else 0,
            "reports": Comment.objects.filter(REPORTABLE).count(),
        }
        self.stdout.write(_("Akismet: %(state)s.") % words)
        self.stdout.write(_("Waiting for their check: %(waiting)d, the oldest for %(minutes)d min.") % words)
        self.stdout.write(_("Decisions to report: %(reports)d.") % words)

    def _work_off(self) -> None:
        """Work until nothing is due, with a bar that grows while verdicts come in."""
        self._done, self._total = 0, _waiting().count()
        come_back_at: datetime | None = timezone.now()
        while come_back_at and come_back_at <= timezone.now() + timedelta(seconds=1):
            come_back_at = work_off(CHECKS, REPORTS, progress=self._draw)
        self.stdout.write("")
        if left := _waiting().count():
            at = timezone.localtime(come_back_at).strftime("%H:%M:%S") if come_back_at else "–"
            sentence = _("%(left)d still wait. The next try is due at %(at)s; the worker will make it.")
            self.stdout.write(sentence % {"left": left, "at": at})

    def _draw(self, written: int) -> None:
        self._done = min(self._done + written, self._total)
        filled = BAR_WIDTH * self._done // self._total if self._total else BAR_WIDTH
        self.stdout.write(f"\r[{'#' * filled}{' ' * (BAR_WIDTH - filled)}] {self._done}/{self._total}", ending="")
        self.stdout.flush()


def _waiting() -> CommentQuerySet:
    return Comment.objects.filter(ASKED_ABOUT, screen_after__isnull=False)


def _chosen_again(since: str | None) -> CommentQuerySet:
    chosen = Comment.objects.exclude(verdict="").exclude(status=Comment.Status.WITHDRAWN)
    if since is None:
        return chosen
    try:
        day = parse_date(since)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(_("--since takes a date such as 2026-11-01."))
    return chosen.filter(submitted_at__date__gte=day)
