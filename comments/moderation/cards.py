"""A comment as the desk shows it: with all that a decision needs, from a number of queries that a page bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.discussion.in_force import discussions_of
from comments.discussion.publishing import publishing_rules, unread_in_words
from comments.models import Claim, Comment, Note, RuleHit
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED
from comments.moderation.alike import Alike, alike_in, what_they_share
from comments.moderation.authors import AuthorRecord, records_of
from comments.moderation.deciding import TooLate
from comments.moderation.durations import duration_in_words
from comments.moderation.markup import desk_text
from comments.moderation.presence import looking_sentence, name_of, onlookers
from comments.reports.listing import reasons_reported
from comments.rules.shown import hits_of, spans_of

NOTES_SHOWN = 3
# A comment that took less time to write says so on its card.
SHORT_SECONDS = 10.0


@dataclass(frozen=True)
class Card:
    comment: Comment
    text: SafeString
    hits: list[RuleHit]
    author: AuthorRecord | None
    alike: Alike | None
    # What it has in common with the comment that the list is about.
    shares: str
    notes: list[Note]
    more_notes: int
    # Which colleagues look at it now, in words, and who has taken it.
    looking: str
    taken_by: str
    # Why readers reported it, and what publishes comments under its story unread.
    reports: list[str]
    unreviewed: str
    late: TooLate | None = None

    @property
    def story_age(self) -> str:
        """Say how old the story was when the comment came: late comments are more often spam."""
        published_at = self.comment.article.published_at
        if published_at is None or self.comment.submitted_at < published_at:
            return ""
        return _("%(age)s after the story") % {"age": duration_in_words(self.comment.submitted_at - published_at)}

    @property
    def noticed(self) -> list[str]:
        """Return what was noticed when it came in, and in what time it was written where that is remarkably short."""
        labels = self.comment.mark_labels()
        seconds = self.comment.seconds_open
        if seconds is None or seconds >= SHORT_SECONDS:
            return labels
        length = duration_in_words(timedelta(seconds=seconds))
        haste = str(Comment.Mark.QUICK.label)
        if haste in labels:
            return [f"{label} ({length})" if label == haste else label for label in labels]
        return [_("written in %(length)s") % {"length": length}, *labels]

    @property
    def parent_warning(self) -> str:
        """Say so where it answers something that readers do not see."""
        parent = self.comment.parent
        if parent is None or parent.status == APPROVED:
            return ""
        return _("It answers a comment that is not public (%(status)s): readers will see only its place.") % {
            "status": parent.get_status_display()
        }


def cards_of(
    comments: Sequence[Comment],
    *,
    user: User,
    among: CommentQuerySet | None = None,
    like: int = 0,
    late: Sequence[TooLate] = (),
) -> list[Card]:
    """
    Return the cards of comments that were loaded `for_cards`.

    `among` is what they are compared with, `like` the comment that the list is about, `late` what came too late.
    """
    numbers = [comment.pk for comment in comments]
    records = records_of(comments)
    alike = alike_in(among, comments) if among is not None else {}
    shares = what_they_share(like, comments) if like else {}
    notes = _notes_on(comments)
    hits = hits_of(comments)
    reports = reasons_reported([comment.pk for comment in comments if comment.open_reports])
    stories = {comment.article for comment in comments}
    discussions, rules = discussions_of(stories), publishing_rules(stories, timezone.now())
    looking = onlookers(numbers, but=user)
    taken = {
        claim.comment_id: name_of(claim.by)
        for claim in Claim.objects.of_others(user).filter(comment__in=numbers).select_related("by")
    }
    lateness = {each.comment.pk: each for each in late}
    return [
        Card(
            comment=comment,
            text=_text(comment, hits.get(comment.pk, [])),
            hits=hits.get(comment.pk, []),
            author=records.get(comment.email_hash),
            alike=alike.get(comment.pk),
            shares=shares.get(comment.pk, ""),
            notes=notes[comment.pk][:NOTES_SHOWN],
            more_notes=max(0, len(notes[comment.pk]) - NOTES_SHOWN),
            looking=looking_sentence(looking.get(comment.pk, [])),
            taken_by=taken.get(comment.pk, ""),
            reports=reports.get(comment.pk, []),
            unreviewed=unread_in_words(discussions[comment.article_id], rules[comment.article_id]),
            late=lateness.get(comment.pk),
        )
        for comment in comments
    ]


def _text(comment: Comment, hits: Sequence[RuleHit]) -> SafeString:
    """Return the text as readers will see it; what rules matched is marked in it unless it was shortened."""
    return desk_text(comment.shown_body, [] if comment.is_shortened else spans_of(hits))


def _notes_on(comments: Sequence[Comment]) -> dict[int, list[Note]]:
    """Return, the newest first, what moderators noted on each comment and on its author."""
    hashes = {comment.email_hash for comment in comments if comment.email_hash}
    wanted = Q(comment__in=[comment.pk for comment in comments]) | Q(email_hash__in=hashes)
    found: dict[int, list[Note]] = defaultdict(list)
    by_author = defaultdict(list)
    for comment in comments:
        by_author[comment.email_hash].append(comment.pk)
    for note in Note.objects.filter(wanted).select_related("by"):
        for pk in [note.comment_id] if note.comment_id else by_author[note.email_hash]:
            found[pk].append(note)
    return found
