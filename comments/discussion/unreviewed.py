"""Publishing what is not in doubt where an editor has switched pre-moderation off; the worker calls this."""

from __future__ import annotations

from comments.models import Comment, DiscussionSettings

AT_ONCE = 500


def publish_unreviewed() -> int:
    """Approve all that waits and needs no review; return how many. A query finds what is due; nothing is remembered."""
    if not DiscussionSettings.objects.filter(is_premoderated=False).exists():
        return 0
    stories = DiscussionSettings.objects.all().unreviewed_stories()
    due = Comment.objects.filter(article__in=stories.values("pk")).unreviewed()
    total = 0
    # Asked without the lock that the approval takes, which is never held for longer than so many need.
    while numbers := list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        published = due.filter(pk__in=numbers).approve_unreviewed()
        if not published:
            break
        total += published
    return total
