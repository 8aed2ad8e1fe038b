from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.states import APPROVED, PENDING

# For so long the link in the mail works, and a wish that came to nothing is kept.
LINK_LIFE = timedelta(days=7)
# For so long after the last comment from an address it stays confirmed.
KEPT_FOR = timedelta(days=365)
# To whom a mail may leave because of a comment: never for what Akismet or people call spam, or has not been checked.
OF_NO_SPAM = Q(comment__status=APPROVED) | Q(comment__status=PENDING, comment__verdict="ham")


class ConfirmationQuerySet(models.QuerySet["AddressConfirmation"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def to_send(self, now: datetime) -> Self:
        """Those whose mail is still to leave."""
        waits = Q(sent_at=None, asked_at__gt=now - LINK_LIFE, comment__email_hash=F("email_hash"))
        return self.filter(waits, OF_NO_SPAM).order_by("-asked_at", "-pk")

    def claim(self, wish: AddressConfirmation, now: datetime) -> bool:
        """Take a mail for sending; only one of several workers does. Older wishes for the same address are done too."""
        if not self.filter(pk=wish.pk, sent_at=None).update(sent_at=now):
            return False
        self.filter(email_hash=wish.email_hash, sent_at=None).delete()
        return True

    def confirm(self, wish: AddressConfirmation, now: datetime) -> bool:
        """Note that the owner of the address has opened the link; tell whether that is news."""
        return bool(self.filter(pk=wish.pk, confirmed_at=None).update(confirmed_at=now))

    def moments(self, email_hashes: Collection[str]) -> dict[str, datetime]:
        """Return when each of these addresses was first confirmed, without those that never were."""
        rows = self.confirmed().filter(email_hash__in=email_hashes).order_by().values_list("email_hash")
        return dict(rows.annotate(at=Min("confirmed_at")))

    def outdated(self, now: datetime) -> Self:
        """What is not needed any more: wishes that came to nothing, and addresses that have been silent for a year."""
        recent = Comment.objects.filter(email_hash=OuterRef("email_hash"), submitted_at__gt=now - KEPT_FOR)
        silent = Q(confirmed_at__lte=now - KEPT_FOR) & ~Exists(recent)
        return self.filter(Q(confirmed_at=None, asked_at__lte=now - LINK_LIFE) | silent)


class AddressConfirmation(models.Model):
    """That somebody wished to confirm the e-mail address of a comment, and when its owner did. It is never in clear."""

    email_hash = models.CharField(max_length=32)
    # Where the mail finds the address, and whose receipt tells of it.
    comment = models.ForeignKey(
        "comments.Comment", models.SET_NULL, null=True, related_name="confirmations", verbose_name=_("comment")
    )
    sender_hash = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    # The hour since 1970 in which it was asked for, so that two presses in one moment are one mail.
    asked_hour = models.PositiveIntegerField()
    sent_at = models.DateTimeField(_("sent"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of an address")
        verbose_name_plural = _("confirmations of addresses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["email_hash", "asked_hour"], name="confirmation_once_an_hour"),
            models.CheckConstraint(name="confirmation_is_of_an_address", condition=~Q(email_hash="")),
        ]
        indexes = [
            models.Index(fields=["email_hash", "-asked_at"], name="confirmation_of_address"),
            models.Index(fields=["sender_hash", "-asked_at"], name="confirmation_limits"),
            models.Index(fields=["asked_at"], name="confirmation_to_send", condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.email_hash[:8]} {self.asked_at}"
