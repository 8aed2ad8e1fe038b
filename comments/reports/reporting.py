"""Taking a report: its row and the counter of the comment are one transaction, and a network is heard once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import Comment, Report
from comments.posting.limits import Times, enforce_limits
from comments.tasks import apply_rules, ring


def take_report(report: Report) -> None:
    """
    Store a report, or nothing where this network has reported the comment before.

    Raise TooManyPosts when the network has reported as often as one of the limits of posting allows, and
    Comment.DoesNotExist when the comment is not public any more.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            _store(report, now)
    except IntegrityError:
        # The same network's report was stored by another process between our look and our write.
        if not _was_sent_before(report):
            raise


def _store(report: Report, now: datetime) -> None:
    # A decision on the comment waits for the report, or the report for it.
    public = Comment.objects.approved().select_for_update(of=("self",)).get(pk=report.comment_id)
    if _was_sent_before(report):
        return
    enforce_limits(report.sender_hash, now, _times_of_reports)
    report.created_at = now
    report.save(force_insert=True)
    Comment.objects.filter(pk=public.pk).update(
        open_reports=F("open_reports") + 1, reported_at=Coalesce("reported_at", Value(now)), rules_due_at=now
    )
    ring(apply_rules)


def _was_sent_before(report: Report) -> bool:
    if not report.sender_hash:
        return False
    return Report.objects.filter(comment=report.comment_id, sender_hash=report.sender_hash).exists()


def _times_of_reports(sender: str) -> Times:
    reports = Report.objects.filter(sender_hash=sender).order_by("-created_at")
    return reports.values_list("created_at", flat=True)
