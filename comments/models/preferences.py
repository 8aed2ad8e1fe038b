from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Counts on the desk go no further than this, so nobody can wait for more.
WAITING_MAX = 1000
HOURS_MAX = 24 * 14


class DeskPreferencesQuerySet(models.QuerySet["DeskPreferences"]):
    def wanting_digests(self) -> Self:
        """Those who asked for mail, may still moderate, are active and have an address."""
        moderators = User.objects.with_perm("comments.moderate_comment", backend=settings.AUTHENTICATION_BACKENDS[0])
        return self.filter(digest_on=True, user__in=moderators.exclude(email=""))

    def claim_digest(self, theirs: DeskPreferences, *, count: str, oldest_at: datetime | None, at: datetime) -> bool:
        """
        Write down that this digest goes out, before it does; tell whether nobody else has written that meanwhile.

        Whoever loses sends nothing, and what failed on its way is not sent again before the interval has passed.
        """
        unsent = self.filter(pk=theirs.pk, digest_on=True, digest_sent_at=theirs.digest_sent_at)
        return bool(unsent.update(digest_sent_at=at, digest_sent_count=count, digest_sent_oldest_at=oldest_at))

    def stop_digest(self) -> int:
        return self.filter(digest_on=True).update(digest_on=False)


class DeskPreferences(models.Model):
    """
    How one person likes the desk: keys, mail about what waits, and the address of a feed.

    Without a row the defaults hold. Of the feed's token only a keyed hash is stored.
    """

    class Interval(models.IntegerChoices):
        HOUR = 1, _("an hour")
        FOUR_HOURS = 4, _("four hours")
        HALF_A_DAY = 12, _("twelve hours")
        DAY = 24, _("a day")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="desk_preferences",
        verbose_name=_("person"),
    )
    keys_on = models.BooleanField(
        _("Decide with single keys"),
        default=True,
        help_text=_("Switched off, the desk listens to no key; voice control and some screen readers need that."),
    )

    digest_on = models.BooleanField(_("Send me a mail when comments pile up"), default=False)
    digest_waiting = models.PositiveSmallIntegerField(
        _("when at least this many wait for review"),
        null=True,
        blank=True,
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(WAITING_MAX)],
    )
    digest_hours = models.PositiveSmallIntegerField(
        _("or when the oldest has waited for this many hours"),
        null=True,
        blank=True,
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(HOURS_MAX)],
    )
    digest_every = models.PositiveSmallIntegerField(
        _("at most one mail in"), choices=Interval, default=Interval.FOUR_HOURS
    )
    # What was sent last: the same news is not sent twice.
    digest_sent_at = models.DateTimeField(null=True, editable=False)
    digest_sent_count = models.CharField(max_length=5, blank=True, editable=False)
    digest_sent_oldest_at = models.DateTimeField(null=True, editable=False)

    feed_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  # unique
    feed_made_at = models.DateTimeField(null=True, editable=False)

    objects = DeskPreferencesQuerySet.as_manager()

    class Meta:
        verbose_name = _("preferences at the desk")
        verbose_name_plural = _("preferences at the desk")
        constraints = [
            models.CheckConstraint(
                name="digest_has_a_threshold",
                condition=Q(digest_on=False) | Q(digest_waiting__isnull=False) | Q(digest_hours__isnull=False),
                violation_error_message=_("Say when to send it: a number of comments, a number of hours, or both."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def of(cls, user: User) -> DeskPreferences:
        """Return what this person chose, or what holds for everybody who chose nothing."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    def replace_feed(self, feed_hash: str | None, at: datetime) -> None:
        """Let the feed be opened by another token, or by none; what opened it before opens nothing."""
        type(self).objects.update_or_create(
            user=self.user, defaults={"feed_hash": feed_hash, "feed_made_at": at if feed_hash else None}
        )
