"""
Notes by which readers learn what was wrong in a story, or what is new in it. None of them ever vanishes.

A note of a time to come waits with the change that is scheduled for then, is nobody's to read before, and goes with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.public import public_at

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models.article import Article


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def published(self, at: datetime | None = None) -> Self:
        """Notes on stories that everybody may read. Every public query starts here."""
        at = at or timezone.now()
        return self.told(at).filter(public_at(at, of="article__"))

    def told(self, at: datetime | None = None) -> Self:
        """Notes whose moment has come, whether or not their story is public now."""
        return self.filter(at__lte=at or timezone.now())

    def waiting(self) -> Self:
        """Notes that become public with the scheduled change of their story."""
        return self.filter(at__gt=timezone.now())

    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")


class Correction(models.Model):
    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")

    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="corrections", editable=False, verbose_name=_("story")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(_("note for readers"), max_length=1000)
    before = models.CharField(_("as it was"), max_length=300, blank=True)
    after = models.CharField(_("as it is now"), max_length=300, blank=True)
    at = models.DateTimeField(_("date"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    changed_at = models.DateTimeField(_("reworded"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    withdrawal_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("correction or update")
        verbose_name_plural = _("corrections and updates")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="correction_is_taken_back_with_a_reason",
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawal_reason=""),
                violation_error_message=_("Say why the note is taken back."),
            )
        ]
        # The list of all corrections, newest first.
        indexes = [models.Index(fields=["at", "id"], name="correction_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}#correction-{self.pk}"

    @property
    def said(self) -> str:
        """What readers read: the note, or why it was taken back."""
        if self.withdrawn_at is None:
            return self.text
        return gettext("This note was taken back: %(reason)s") % {"reason": self.withdrawal_reason}

    def reword(self, *, by: User | None, **words: Any) -> None:
        """Change what the note says. The wording that readers knew is kept, and the note tells that it changed."""
        with transaction.atomic():
            known = type(self).objects.select_for_update().get(pk=self.pk)
            self.wordings.create(by=by, **{name: getattr(known, name) for name in CorrectionWording.WORDS})
            for name, value in words.items():
                setattr(self, name, value)
            self.changed_at = timezone.now()
            self.save(update_fields=[*words, "changed_at"])
            self.article.mark_updated(self.changed_at)

    def withdraw(self, *, by: User | None, reason: str) -> bool:
        """Take the note back: a line with the reason stays in its place. Return False if it was taken back before."""
        now = timezone.now()
        with transaction.atomic():
            standing = type(self).objects.filter(pk=self.pk, withdrawn_at=None)
            if not standing.update(withdrawn_at=now, withdrawal_reason=reason):
                return False
            self.wordings.create(by=by, **{name: getattr(self, name) for name in CorrectionWording.WORDS})
            self.withdrawn_at, self.withdrawal_reason = now, reason
            self.article.mark_updated(now)
        return True


class CorrectionWording(models.Model):
    """What a note said before it was reworded or taken back, who did that, and when."""

    WORDS = ("kind", "text", "before", "after")

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=20, choices=Correction.Kind)
    text = models.TextField(max_length=1000)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]
