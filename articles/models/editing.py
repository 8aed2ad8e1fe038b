"""What happens between two saves: text that is kept while it is typed, and who has a story open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A page that is open says so every ten seconds; three silences mean that it is not.
PRESENT_FOR = timedelta(seconds=35)
# Whoever comes back within this goes on with the same visit, so that "since" survives a reload.
SAME_VISIT_FOR = timedelta(minutes=10)
# Unsaved text that nobody takes up again.
KEPT_FOR = timedelta(days=30)


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def of(self, user: Any, story: int | None, key: str = "") -> Self:
        """What this person typed into this story; for a story that was never saved, into the form with this key."""
        return self.filter(user=user, article=story, key="" if story else key)

    def of_new_stories(self, user: Any) -> Self:
        return self.filter(user=user, article=None)

    def forgotten(self, at: datetime | None = None) -> Self:
        """Texts that nobody came back to for so long that they are dropped."""
        return self.filter(kept_at__lt=(at or timezone.now()) - KEPT_FOR)

    def keep(self, user: Any, story: int | None, key: str, fields: dict[str, list[str]], base: int) -> Autosave:
        kept, _made = self.update_or_create(
            user=user,
            article_id=story,
            key="" if story else key,
            defaults={"fields": fields, "base": base, "kept_at": timezone.now()},
        )
        return kept


class Autosave(models.Model):
    """
    A story's form as somebody left it, by person; it need not validate, and readers never get it.

    `fields` is what the form would post, `base` the number of the revision that it began from.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    fields = models.JSONField()
    base = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField(_("kept"), default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "article"], condition=Q(article__isnull=False), name="autosave_once_per_story"
            ),
            models.UniqueConstraint(
                fields=["user", "key"], condition=Q(article__isnull=True), name="autosave_once_per_new_form"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("without a headline"))

    @property
    def headline(self) -> str:
        return (self.fields.get("headline") or [""])[0]


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self, at: datetime | None = None) -> Self:
        return self.filter(seen_at__gt=(at or timezone.now()) - PRESENT_FOR)

    def arrive(self, user: Any, story: int) -> None:
        """Say that this person has this story open."""
        now = timezone.now()
        here = self.filter(user=user, article=story)
        if here.filter(seen_at__gt=now - SAME_VISIT_FOR).update(seen_at=now):
            return
        self.update_or_create(user=user, article_id=story, defaults={"since": now, "seen_at": now})

    def leave(self, user: Any, story: int) -> None:
        self.filter(user=user, article=story).update(seen_at=timezone.now() - PRESENT_FOR)


class Presence(models.Model):
    """Somebody has a story's form open. It locks nothing: a stale save is refused by its number, not by this."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="presence_once_per_story")]

    def __str__(self) -> str:
        return str(self.user)
