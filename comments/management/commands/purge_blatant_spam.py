"""Delete blatant spam that nobody looked at for as long as it is kept; the scheduler calls this every night."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from comments.house.in_force import blatant_spam_days
from comments.models import Comment
from comments.models.decisions import CommentQuerySet

logger = logging.getLogger(__name__)

AT_ONCE = 500


class Command(BaseCommand):
    help = "Delete what Akismet called blatant spam and no person ever decided on, once its time has passed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        days = "Keep it for so many days instead of those that are set; 0 deletes nothing."
        parser.add_argument("--days", type=int, help=days)
        parser.add_argument("--dry-run", action="store_true", help="Say how many would be deleted, and do nothing.")

    def handle(self, *, days: int | None, dry_run: bool, **options: Any) -> None:
        days = blatant_spam_days() if days is None else days
        overdue = _overdue(days) if days > 0 else Comment.objects.none()
        count = overdue.count() if dry_run else _purge(overdue)
        sentence = (
            ngettext("%(count)d comment would be deleted.", "%(count)d comments would be deleted.", count)
            if dry_run
            else ngettext("%(count)d comment was deleted.", "%(count)d comments were deleted.", count)
        )
        self.stdout.write(sentence % {"count": count})


def _overdue(days: int) -> CommentQuerySet:
    """What still stands as Akismet left it: whatever a person decided on is kept, whichever way."""
    before = timezone.now() - timedelta(days=days)
    untouched = Comment.objects.filter(status=Comment.Status.PENDING, verdict=Comment.Verdict.DISCARD)
    return untouched.filter(screened_at__lt=before, events=None, replies=None).order_by("pk")


def _purge(overdue: CommentQuerySet) -> int:
    total = 0
    while numbers := list(overdue.values_list("pk", flat=True)[:AT_ONCE]):
        # The condition once more: somebody may have decided on one meanwhile.
        deleted = Comment.objects.filter(pk__in=numbers, status=Comment.Status.PENDING, events=None)
        count = deleted.count()
        deleted.delete()
        logger.info("Blatant spam deleted after its time: comments %s", ", ".join(map(str, numbers)))
        total += count
    return total
