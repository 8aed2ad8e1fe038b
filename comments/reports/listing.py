"""What the desk shows of reports: the reasons on a card, and each report beside the evidence on a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import gettext as _

from comments.models import Comment, Report

SHOWN = 100


def reasons_reported(comment_ids: Collection[int]) -> dict[int, list[str]]:
    """Return, for each of these comments, the reasons of its open reports with their counts; no query without any."""
    if not comment_ids:
        return {}
    found = Report.objects.filter(comment__in=comment_ids, closed_at=None).order_by("comment")
    rows = found.values_list("comment", "reason").annotate(count=Count("pk")).order_by("comment", "-count", "reason")
    reasons: dict[int, list[str]] = defaultdict(list)
    for comment_id, reason, count in rows:
        words = {"count": count, "reason": str(Report.Reason(reason).label)}
        reasons[comment_id].append(_("%(count)d × %(reason)s") % words)
    return reasons


def reports_of(comment: Comment) -> list[Report]:
    """Return what readers reported of a comment, the newest first and not beyond a hundred of them."""
    return list(comment.reports.order_by("-created_at", "-pk")[:SHOWN])
