"""
Who follows a discussion by mail, and what each follower is still to be told of.

An address follows nothing before its owner has pressed the button behind the link in one mail. `next_mail_at` is all
that the worker needs to know of a mail: not before then does one leave, so it is the hour between two mails, the lease
of a worker that is sending one, and the pause after a server has refused it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.public import public_at
from comments.models.comment import EMAIL_MAX, Comment
from comments.models.confirmation import LINK_LIFE, OF_NO_SPAM

BETWEEN_MAILS = timedelta(hours=1)
BEFORE_IT = timedelta(microseconds=1)
# For so long a mail may be in the hands of one worker; after a crash it leaves again then.
LEASE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)
# What is sent again within this time, for the same address and discussion, is one wish.
ONE_WISH = timedelta(minutes=15)
# By then the limits have forgotten who asked.
SENDER_KEPT_FOR = timedelta(days=1)
# What could not be told of for so long is no news any more.
NEWS_KEPT_FOR = timedelta(days=30)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def of_address(self, email_hash: str) -> Self:
        """Return all that an address follows or was asked to, which is what erasing its owner ends."""
        return self.filter(email_hash=email_hash)

    def same_as(self, wish: Subscription) -> Self:
        return self.filter(article=wish.article_id, comment=wish.comment_id, email_hash=wish.email_hash)

    def asked_lately(self, wish: Subscription) -> Self:
        return self.same_as(wish).filter(confirmed_at=None, asked_at__gt=wish.asked_at - ONE_WISH)

    def to_ask(self, now: datetime) -> Self:
        """
        Those whose mail with the link is to leave: never for a comment that is spam or has not been checked.

        The mail names the story, so it waits while that is not public.
        """
        waits = Q(confirmed_at=None, sent_at=None, next_mail_at__lte=now, asked_at__gt=now - LINK_LIFE)
        may_leave = public_at(now, of="article__") & (Q(comment=None) | OF_NO_SPAM)
        return self.filter(waits, may_leave).order_by("next_mail_at", "pk")

    def claim(self, subscription: Subscription, now: datetime) -> bool:
        """Take the next mail for sending; only one of several workers does, and not before it may leave."""
        return bool(self.filter(pk=subscription.pk, next_mail_at__lte=now).update(next_mail_at=now + LEASE))

    def note_asked(self, wish: Subscription, now: datetime) -> None:
        """Note that the mail with the link has left; other wishes for the same that wait are done with it."""
        self.filter(pk=wish.pk).update(sent_at=now, refusals=0)
        self.same_as(wish).filter(confirmed_at=None, sent_at=None).delete()

    def note_told(self, subscription: Subscription, told: list[Untold], now: datetime) -> None:
        """
        Note that a mail with these news has left: the next one leaves in an hour.

        One mail an hour for a discussion is the measure also where an address follows the answers to several of its
        comments; the next mail is of those that were not told of now.
        """
        in_an_hour = now + BETWEEN_MAILS
        their_turn = Case(When(pk=subscription.pk, then=Value(in_an_hour)), default=Value(in_an_hour - BEFORE_IT))
        of_the_same = self.of_address(subscription.email_hash).confirmed().filter(article=subscription.article_id)
        with transaction.atomic():
            of_the_same.update(next_mail_at=their_turn, refusals=0)
            Untold.objects.filter(pk__in=[each.pk for each in told]).delete()

    def postpone(self, subscription: Subscription, until: datetime) -> None:
        self.filter(pk=subscription.pk).update(next_mail_at=until)

    def note_refusal(self, subscription: Subscription, now: datetime) -> None:
        """Try again in an hour, and twice as much later after each further refusal, up to a day."""
        pause = min(BETWEEN_MAILS * 2 ** min(subscription.refusals, 10), LONGEST_PAUSE)
        self.filter(pk=subscription.pk).update(next_mail_at=now + pause, refusals=F("refusals") + 1)

    def confirm(self, wish: Subscription, now: datetime) -> bool:
        """Begin what the owner of the address has confirmed; tell whether that is news."""
        try:
            with transaction.atomic():
                began = self.filter(pk=wish.pk, confirmed_at=None).update(confirmed_at=now, next_mail_at=now)
        except IntegrityError:
            return False  # the address follows this already, by the link in another mail
        return bool(began)

    def outdated(self, now: datetime) -> Self:
        return self.filter(confirmed_at=None, asked_at__lte=now - LINK_LIFE)


class Subscription(models.Model):
    """That an address follows the discussion of a story, or the answers to one comment of it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("story"))
    # Whose answers are followed, at any depth; none where it is the whole discussion.
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, related_name="subscriptions", verbose_name=_("comment")
    )
    email = models.EmailField(_("e-mail"), max_length=EMAIL_MAX)
    email_hash = models.CharField(max_length=32)
    sender_hash = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    # When the mail with the link left.
    sent_at = models.DateTimeField(_("sent"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    next_mail_at = models.DateTimeField()
    refusals = models.PositiveSmallIntegerField(default=0)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription by mail")
        verbose_name_plural = _("subscriptions by mail")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="subscription_is_of_an_address", condition=~Q(email_hash="") & ~Q(email="")),
            models.UniqueConstraint(
                fields=["article", "email_hash"],
                name="subscription_once_to_a_story",
                condition=Q(comment=None, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["comment", "email_hash"],
                name="subscription_once_to_a_comment",
                condition=Q(confirmed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["article"], name="subscription_followers", condition=Q(confirmed_at__isnull=False)),
            models.Index(fields=["email_hash", "-sent_at"], name="subscription_of_address"),
            models.Index(fields=["sender_hash", "-asked_at"], name="subscription_limits"),
            models.Index(
                fields=["next_mail_at"], name="subscription_to_ask", condition=Q(confirmed_at=None, sent_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email_hash[:8]} {self.asked_at}"


class UntoldQuerySet(models.QuerySet["Untold"]):
    def in_public(self) -> Self:
        """Leave out what was withdrawn, taken down or waits again: it may be told of once it is back."""
        return self.filter(comment__in=Comment.objects.approved())

    def outdated(self, now: datetime) -> Self:
        return self.filter(comment__announced_at__lte=now - NEWS_KEPT_FOR)


class Untold(models.Model):
    """That a follower is still to be told of a comment; the mail that tells of it takes the row away."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="untold")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")

    objects = UntoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("news for a follower")
        verbose_name_plural = _("news for followers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "comment"], name="untold_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.comment_id}"
