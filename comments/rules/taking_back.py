"""Taking acts of a rule back: some, or all of the last hours, five hundred at a time in a few statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, DiscussionChange, Rule, RuleHit
from comments.models.rule import RuleHitQuerySet
from comments.models.states import PENDING
from comments.rules.engine import BECOMES

AT_ONCE = 500
# One press takes back so many at most; the page says when more are left.
MOST = 5000


def acts_since(rule: Rule, since: datetime) -> RuleHitQuerySet:
    """Return what the rule did since then and nobody has taken back."""
    return RuleHit.objects.acts().filter(rule=rule, created_at__gt=since, taken_back_at=None)


def take_back_last(rule: Rule, hours: int, *, by: User) -> tuple[int, bool]:
    """Take back what the rule did in the last hours; return how much that was, and whether more is left."""
    acts = acts_since(rule, timezone.now() - timedelta(hours=hours))
    numbers = list(acts.order_by("-created_at", "-pk").values_list("pk", flat=True)[: MOST + 1])
    return take_back(rule, numbers[:MOST], by=by), len(numbers) > MOST


def take_back(rule: Rule, hit_ids: Collection[int], *, by: User) -> int:
    """Take these acts of a rule back, where nothing has happened since; return how many were."""
    numbers = sorted(hit_ids)
    chunks = (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))
    return sum(_take_back_chunk(rule, chunk, by) for chunk in chunks)


def _take_back_chunk(rule: Rule, hit_ids: Collection[int], by: User) -> int:
    with transaction.atomic():
        standing = RuleHit.objects.acts().filter(pk__in=hit_ids, rule=rule, taken_back_at=None)
        hits = list(standing.order_by("pk").select_for_update().values_list("pk", "comment_id", "action"))
        restored = _restore(rule, {comment for _pk, comment, action in hits if action in BECOMES}, by)
        released = _release({comment for _pk, comment, action in hits if action == Rule.Action.HOLD})
        reopened = _reopen_threads(rule, {comment for _pk, comment, action in hits if action == Rule.Action.CLOSE})
        done = {Rule.Action.HOLD: released, Rule.Action.CLOSE: reopened}
        undone = [pk for pk, comment, action in hits if comment in done.get(Rule.Action(action), restored)]
        return RuleHit.objects.filter(pk__in=undone).update(taken_back_at=timezone.now(), taken_back_by=by)


def _restore(rule: Rule, comment_ids: set[int], by: User) -> set[int]:
    if not comment_ids:
        return set()
    return set(Comment.objects.filter(pk__in=comment_ids).take_back_from_rule(rule, by=by))


def _release(comment_ids: set[int]) -> set[int]:
    """Let other rules look again at what waits and is no longer held by this one."""
    waiting = Comment.objects.filter(pk__in=comment_ids, status=PENDING)
    released = set(waiting.values_list("pk", flat=True))
    waiting.make_due_for_rules()
    return released


def _reopen_threads(rule: Rule, comment_ids: set[int]) -> set[int]:
    """Open the stories that were closed because of these comments, unless a person opened or closed them since."""
    closing = RuleHit.objects.acts().filter(rule=rule, action=Rule.Action.CLOSE, comment__article=OuterRef("article"))
    since = DiscussionChange.objects.filter(changes__has_key="comments_open", article__comments__in=comment_ids)
    since = since.filter(at__gt=Subquery(closing.order_by("-created_at").values("created_at")[:1]))
    stories = Article.objects.filter(comments__in=comment_ids, comments_open=False)
    stories = stories.exclude(pk__in=since.order_by().values("article"))
    numbers = list(stories.order_by("pk").values_list("pk", flat=True))
    Article.objects.filter(pk__in=numbers).open_comments()
    return set(Comment.objects.filter(pk__in=comment_ids, article__in=numbers).values_list("pk", flat=True))
