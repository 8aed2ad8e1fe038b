"""The edited front pages: which stories stand at their head, in which order, until when, and who decided so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, ArticleQuerySet
from articles.models.taxonomy import Section


class Front(models.Model):
    """The head of the home page, or of one section's. `edition` counts its changes: a save names the one it saw."""

    section = models.OneToOneField(
        Section, models.CASCADE, null=True, blank=True, related_name="front", verbose_name=_("section")
    )
    has_blocks = models.BooleanField(
        _("a block for each section"),
        default=False,
        help_text=_("Below the newest stories, three of each section that stand nowhere else on the page."),
    )
    edition = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        default_permissions = ()
        permissions = [("edit_front", _("Can edit the front pages and announce breaking news"))]
        constraints = [models.UniqueConstraint(Coalesce(F("section"), Value(0)), name="front_one_home")]

    def __str__(self) -> str:
        return str(self.section or _("Home page"))

    @classmethod
    def of(cls, section: Section | None) -> Self:
        """Return the head of a page; one that was never edited is empty and not stored yet."""
        return cls.objects.filter(section=section).first() or cls(section=section)

    def pinned(self, at: datetime | None = None) -> list[Pin]:
        """Return the pins that stand, whether or not readers see their stories."""
        pins = Pin.objects.in_force(at).filter(front=self) if self.pk else Pin.objects.none()
        return list(pins.select_related("article", "article__section"))

    def pinned_stories(self) -> list[Article]:
        """Return the public stories that are pinned now, each with its `place`; a pin ends without anybody's doing."""
        if not self.pk:
            return []
        pins = Pin.objects.in_force().filter(front=self)
        return list(_placed(Article.objects.published().for_list(), pins))

    def apply(self, pins: Sequence[Pin], *, seen: int, by: User, has_blocks: bool = False) -> bool:
        """
        Put these pins in place of the present ones; False if somebody else changed the page after `seen`.

        One UPDATE that names the edition decides who was first.
        """
        with transaction.atomic():
            front, _created = Front.objects.get_or_create(section=self.section)
            stands = Front.objects.filter(pk=front.pk, edition=seen)
            if not stands.update(edition=F("edition") + 1, has_blocks=has_blocks):
                return False
            before = _described(front.pinned()) | {"has_blocks": front.has_blocks}
            Pin.objects.filter(front=front).delete()
            for pin in pins:
                pin.front = front
            Pin.objects.bulk_create(pins)
            after = _described(pins) | {"has_blocks": has_blocks}
            FrontChange.objects.create(front=front, user=by, before=before, after=after)
        return True


class PinQuerySet(models.QuerySet["Pin"]):
    def in_force(self, at: datetime | None = None) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=at or timezone.now()))


class Pin(models.Model):
    """One story at one place of a front page, for good or until a time. The newest stories fill the other places."""

    front = models.ForeignKey(Front, models.CASCADE, related_name="pins")
    article = models.ForeignKey(Article, models.CASCADE, related_name="pins", verbose_name=_("story"))
    place = models.PositiveSmallIntegerField(_("place"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["front", "article"], name="pin_once_per_front"),
            models.UniqueConstraint(fields=["front", "place"], name="pin_one_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.article}"


class FrontChange(models.Model):
    """Who put what on a front page, and when; never changed afterwards."""

    front = models.ForeignKey(Front, models.CASCADE, related_name="changes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.front}, {self.at:%Y-%m-%d %H:%M}"


def _placed(stories: ArticleQuerySet, pins: PinQuerySet) -> ArticleQuerySet:
    """Return the stories of these pins in the order of their places."""
    placed = stories.filter(pk__in=pins.values("article"))
    place = pins.filter(article=models.OuterRef("pk")).values("place")[:1]
    return placed.annotate(place=models.Subquery(place)).order_by("place")


def _described(pins: Sequence[Pin]) -> dict[str, Any]:
    """Return what the history keeps of a page: words, because a story may be renamed or deleted later."""
    return {
        "pins": [
            {
                "place": pin.place,
                "story": pin.article_id,
                "headline": pin.article.headline,
                "until": pin.until.isoformat() if pin.until else None,
            }
            for pin in pins
        ]
    }
