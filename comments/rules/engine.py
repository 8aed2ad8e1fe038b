"""
The worker's part of the rules: look at each comment that is due, note what matched, and do what the rule says.

The row is the queue: `rules_due_at` is set when a comment comes in, gets a verdict or is reported, and is cleared in
the transaction in which the acts are written. So a killed worker has done nothing, and a second one nothing twice.
Nothing that a person has decided on is touched, except that what is published can be hidden until it is reviewed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, ModerationEvent, Rule, RuleHit
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED, PENDING, REJECTED, SPAM, Seen
from comments.rules.known import know_now
from comments.rules.matches import Match
from comments.rules.ready import ReadyRule, needs_of_all, rules_in_force

BATCH = 200
# After this long a run ends and rings again, so that the worker's other tasks have their turn.
RUN_SECONDS = 30.0

Action = Rule.Action
# What each action makes of a comment's status; holding and closing leave it.
BECOMES = {Action.APPROVE: APPROVED, Action.SPAM: SPAM, Action.REJECT: REJECTED, Action.HIDE: PENDING}
# The first of these that matches decides alone; closing the thread goes beside, and publishing comes last.
DECIDING = (Action.HOLD, Action.SPAM, Action.REJECT, Action.HIDE)


# What these do is seen on the page of the story.
ON_STORIES = (Action.APPROVE, Action.HIDE, Action.CLOSE)


@dataclass(frozen=True)
class Judged:
    """A comment as it was looked at, with the rules that matched it in their order."""

    comment: Comment
    found: list[tuple[Rule, list[Match]]]

    def acting(self, *, is_held: bool, taken_back: Collection[int]) -> set[int]:
        """
        Return the rules that act on it: the first that decides, or else one that publishes, and all that close.

        Those whose act a person took back have had their say.
        """
        rules = [rule for rule, _found in self.found if rule.pk not in taken_back]
        deciding = [rule for rule in rules if rule.action in DECIDING]
        publishing = [rule for rule in rules if rule.action == Action.APPROVE and not is_held]
        first = deciding[:1] or publishing[:1]
        return {rule.pk for rule in first} | {rule.pk for rule in rules if rule.action == Action.CLOSE}


def due_comments() -> CommentQuerySet:
    return Comment.objects.filter(rules_due_at__isnull=False).order_by("rules_due_at", "pk")


def apply_due_rules() -> bool:
    """Apply the rules to all that is due, for up to RUN_SECONDS; tell whether something is left."""
    ends_at = time.monotonic() + RUN_SECONDS
    while comments := list(due_comments().select_related("article")[:BATCH]):
        apply_rules_to(comments, timezone.now())
        if time.monotonic() > ends_at:
            return due_comments().exists()
    return False


def apply_rules_to(comments: Sequence[Comment], now: datetime) -> None:
    """Look at a batch as it was loaded, and write what follows for what has not changed since."""
    rules = rules_in_force(now)
    judged = {each.comment.pk: each for each in _judge(comments, rules, now)}
    with transaction.atomic():
        unchanged = _lock_unchanged(comments)
        _write([judged[pk] for pk in unchanged if pk in judged], now)
        Comment.objects.filter(pk__in=unchanged).update(rules_due_at=None)


def _judge(comments: Sequence[Comment], rules: Sequence[ReadyRule], now: datetime) -> list[Judged]:
    concerned = [comment for comment in comments if comment.status in (PENDING, APPROVED)]
    if not rules or not concerned:
        return []
    known = know_now(concerned, needs_of_all(rules), now)
    judged = []
    for comment in concerned:
        found = [(ready.rule, ready.find(comment, known[comment.pk])) for ready in rules]
        if matched := [(rule, matches) for rule, matches in found if matches]:
            judged.append(Judged(comment, matched))
    return judged


def _lock_unchanged(comments: Collection[Comment]) -> list[int]:
    """Lock the rows that are due for the same reason as when they were loaded; a later one is looked at again."""
    due_since = {comment.pk: comment.rules_due_at for comment in comments}
    rows = Comment.objects.filter(pk__in=due_since).order_by("pk").select_for_update(of=("self",))
    return [pk for pk, due_at in rows.values_list("pk", "rules_due_at") if due_at and due_at == due_since[pk]]


def _write(judged: Sequence[Judged], now: datetime) -> None:
    """Note what matched, and act where that has not been done before."""
    judged = _not_decided_since(judged)
    if not judged:
        return
    before = _hits_of(judged)
    acts: dict[Rule, list[Comment]] = defaultdict(list)
    new: list[RuleHit] = []
    for each in judged:
        hits = before[each.comment.pk, each.comment.revision]
        taken_back = {rule for rule, hit in hits.items() if hit.taken_back_at}
        acting = each.acting(is_held=any(map(_holds, hits.values())), taken_back=taken_back)
        new += [_hit(each.comment, rule, matched, now) for rule, matched in each.found if rule.pk not in hits]
        for rule, _matched in each.found:
            if rule.pk in acting and not (rule.pk in hits and hits[rule.pk].acted):
                acts[rule].append(each.comment)
    RuleHit.objects.bulk_create(new)
    _lock_stories(acts)
    for rule, comments in acts.items():
        done = _act(rule, comments)
        noted = RuleHit.objects.filter(rule=rule, comment__in=done, acted=False)
        noted.filter(revision__in={comment.revision for comment in comments}).update(acted=True, created_at=now)


def _lock_stories(acts: Mapping[Rule, Collection[Comment]]) -> None:
    """Lock the stories that several acts may touch, in one order, so that no two workers wait for each other."""
    stories = {
        comment.article_id for rule, comments in acts.items() if rule.action in ON_STORIES for comment in comments
    }
    if stories:
        list(Article.objects.filter(pk__in=stories).order_by("pk").select_for_update().values_list("pk"))


def _not_decided_since(judged: Sequence[Judged]) -> list[Judged]:
    """Return what stands as it was looked at: published, or waiting and never decided on by a person."""
    numbers = [each.comment.pk for each in judged]
    status = dict(Comment.objects.filter(pk__in=numbers).values_list("pk", "status"))
    people = ModerationEvent.objects.filter(comment__in=numbers).exclude(actor=ModerationEvent.Actor.RULE)
    touched = set(people.order_by().values_list("comment_id", flat=True))
    return [
        each
        for each in judged
        if status[each.comment.pk] == each.comment.status
        and (each.comment.status == APPROVED or (each.comment.pk not in touched and each.comment.decided_by_id is None))
    ]


def _hits_of(judged: Sequence[Judged]) -> dict[tuple[int, int], dict[int, RuleHit]]:
    """Return what was noted before, by rule, for each comment and revision."""
    found: dict[tuple[int, int], dict[int, RuleHit]] = defaultdict(dict)
    for hit in RuleHit.objects.filter(comment__in=[each.comment.pk for each in judged]).defer("matched"):
        found[hit.comment_id, hit.revision][hit.rule_id] = hit
    return found


def _holds(hit: RuleHit) -> bool:
    return hit.action in (Action.HOLD, Action.HIDE) and hit.taken_back_at is None


def _hit(comment: Comment, rule: Rule, matched: list[Match], now: datetime) -> RuleHit:
    return RuleHit(
        comment=comment, rule=rule, revision=comment.revision, action=rule.action, matched=matched, created_at=now
    )


def _act(rule: Rule, comments: Sequence[Comment]) -> Collection[int]:
    """Do what the rule says with these comments; return those with which it was done."""
    asked = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    if rule.action == Action.HOLD:
        return [comment.pk for comment in comments]
    if rule.action == Action.CLOSE:
        return _close_threads(comments)
    if rule.action == Action.APPROVE:
        # Asked once more of the locked row: a fresh opinion may have been wished for meanwhile.
        asked = asked.filter(verdict=Comment.Verdict.HAM, recheck_reason="")
    seen = {comment.pk: Seen(comment.status, comment.revision) for comment in comments}
    return asked.decide_by_rule(BECOMES[Action(rule.action)], rule=rule, seen=seen)


def _close_threads(comments: Sequence[Comment]) -> list[int]:
    """Close the stories of these comments; return the comment for each story that this closed."""
    stories = {comment.article_id: comment.pk for comment in reversed(comments)}
    open_now = Article.objects.filter(pk__in=stories, comments_open=True).order_by("pk").select_for_update()
    numbers = list(open_now.values_list("pk", flat=True))
    Article.objects.filter(pk__in=numbers).close_comments()
    return [stories[number] for number in numbers]
