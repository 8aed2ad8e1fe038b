"""Taking a comment: what is sent twice is taken once, and the row and the worker's bell are one transaction."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.discussion.slow import enforce_slow_mode
from comments.finding.index import describe, store
from comments.following.asking import ask_to_follow_answers
from comments.models import Comment
from comments.posting.evidence import mark_repetition
from comments.posting.limits import address_hash, enforce_limits
from comments.posting.staff_names import mark_staff_name
from comments.tasks import ring, screen_comments

ONE_SUBMISSION = timedelta(minutes=15)


class AlreadyReceived(Exception):
    """The same comment came from the same address long ago; whoever repeats it now need not be its author."""


def submit(comment: Comment, hint: str = "", slow_seconds: int = 0, *, follow: bool = False) -> Comment:
    """
    Store a validated comment and ring for its screening; return it, or the one that was sent before. With `follow`,
    note that its author wants to be told of answers.

    Raise AlreadyReceived when that was longer ago than one submission lasts, TooManyPosts when the sender's address
    has used up its limit, and TooSoon when the story's slow mode asks it to wait.
    """
    now = timezone.now()
    digest = _digest(comment, hint)
    try:
        with transaction.atomic():
            return _sent_before(digest, now) or _store(comment, digest, now, slow_seconds, follow)
    except IntegrityError:
        # The same submission was stored by another process between our look and our write.
        before = _sent_before(digest, now)
        if before is None:
            raise
        return before


def _store(comment: Comment, digest: str, now: datetime, slow_seconds: int, follow: bool) -> Comment:
    describe(comment)
    same_address = Comment.objects.filter(article=comment.article_id, address_hash=comment.address_hash)
    long_ago = same_address.filter(submitted_at__lte=now - ONE_SUBMISSION)
    if long_ago.filter(submission_key__startswith=f"{digest}.").exists():
        raise AlreadyReceived
    enforce_limits(comment.address_hash, now)
    enforce_slow_mode(comment, slow_seconds, now)
    comment.submitted_at = comment.screen_after = comment.rules_due_at = now
    comment.submission_key = _keys(digest, now)[0]
    mark_repetition(comment)
    mark_staff_name(comment)
    comment.place_in_thread()
    store([comment])
    ring(screen_comments)
    if follow:
        ask_to_follow_answers(comment, comment.address_hash, now)
    return comment


def _sent_before(digest: str, now: datetime) -> Comment | None:
    recent = Comment.objects.filter(submission_key__in=_keys(digest, now), submitted_at__gt=now - ONE_SUBMISSION)
    return recent.order_by("-submitted_at").first()


def _digest(comment: Comment, hint: str) -> str:
    """Return a keyed hash of all that makes two submissions the same; a script's hint makes it narrower."""
    parts = (
        str(comment.article_id),
        str(comment.parent.pk if comment.parent else ""),
        comment.author_name,
        comment.author_email,
        comment.author_url,
        comment.body,
        address_hash(comment.ip_address),
        hint,
    )
    return salted_hmac("comments.submission", repr(parts), algorithm="sha256").hexdigest()[:48]


def _keys(digest: str, now: datetime) -> list[str]:
    """Return the unique keys of this quarter of an hour and of the one before."""
    period = int(now.timestamp() // ONE_SUBMISSION.total_seconds())
    return [f"{digest}.{period}", f"{digest}.{period - 1}"]
