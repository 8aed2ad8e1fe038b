from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.author import Author
from articles.models.live import Live
from articles.models.picture import Picture
from articles.models.taxonomy import Section, Tag
from articles.models.versions import Versioned
from articles.story_html import StoryField


def _signed_by() -> Prefetch[Any]:
    return Prefetch("bylines", queryset=Byline.objects.select_related("author"))


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """Stories that everybody may read. Every public query starts here."""
        return self.filter(published_at__lte=at or timezone.now())

    def withdrawn(self) -> Self:
        """Stories that were public once and are not now: their addresses answer 410."""
        now = timezone.now()
        return self.filter(first_published_at__lte=now).exclude(published_at__lte=now)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_list(self) -> Self:
        """Load what a list of stories shows, and leave the text out."""
        return self.defer("body").select_related("section", "lead_picture").prefetch_related(_signed_by())

    def for_address(self) -> Self:
        """Load what tells where a story stands and whether a kept copy of its page is still right."""
        return self.only("slug", "first_published_at", "version", "live_started_at", "live_ended_at", "live_newest")

    def for_page(self) -> Self:
        """Load what an article's page, or a feed with full text, shows."""
        return self.select_related("section", "lead_picture").prefetch_related(_signed_by(), "tags")

    def with_change_due(self, at: datetime | None = None) -> Self:
        """Stories whose working version has reached its time; served by `article_change_due`."""
        return self.filter(change_at__lte=at or timezone.now())

    def bump_version(self) -> int:
        """Make every kept copy of these pages out of date. Call it in the transaction of whatever they show."""
        return self.update(version=F("version") + 1)

    def close_comments(self) -> int:
        """Stop comments on those of these stories that take any; return how many did."""
        return self.filter(comments_open=True).update(comments_open=False, version=F("version") + 1)

    def open_comments(self) -> int:
        """Take comments again on those of these stories that were closed; return how many were."""
        return self.filter(comments_open=False).update(comments_open=True, version=F("version") + 1)


class Article(Versioned, Live):
    class Step(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("waiting for publication")
        RETURNED = "returned", _("returned to its author")

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("The end of the story's address. It is made from the headline and stays once readers know it."),
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=500, blank=True, help_text=_("One or two sentences between headline and text.")
    )
    body = StoryField(_("text"), blank=True, max_length=200_000)
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles", verbose_name=_("authors"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    lead_picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    step = models.CharField(_("step"), max_length=20, choices=Step, default=Step.DRAFT, editable=False)
    published_at = models.DateTimeField(_("publication date"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comment_count = models.PositiveIntegerField(_("published comments"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        permissions = [("publish_article", _("Can publish, schedule and withdraw stories"))]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_an_address",
                condition=Q(published_at=None) | Q(first_published_at__isnull=False),
                violation_error_message=_("A published story needs the date of its first publication."),
            ),
            models.CheckConstraint(
                name="article_change_has_a_version",
                condition=Q(change_at=None) | Q(working__isnull=False),
                violation_error_message=_("There is no change that could become public."),
            ),
        ]
        indexes = [
            models.Index(fields=["published_at", "id"], name="article_newest", condition=Q(published_at__isnull=False)),
            models.Index(fields=["section", "published_at", "id"], name="article_newest_of_section"),
            models.Index(fields=["change_at"], name="article_change_due", condition=Q(change_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the address, made of the month of the first publication; a draft shows what it would be today."""
        return reverse("articles:article", args=self.address_parts)

    @property
    def address_parts(self) -> tuple[int, int, str]:
        at = timezone.localtime(self.first_published_at or timezone.now())
        return at.year, at.month, self.slug

    def publish(self, at: datetime | None = None) -> None:
        """
        Make the story public now, or by itself at a time to come.

        The address keeps the date under which readers first saw it; until then it follows the schedule.
        """
        self.published_at = at or timezone.now()
        if self.first_published_at is None or self.first_published_at > timezone.now():
            self.first_published_at = self.published_at
        self.step = self.Step.DRAFT
        self._save_transition("published_at", "first_published_at", "step")

    def unpublish(self) -> None:
        """Take the story offline. Its address answers 410, or 404 if nobody can have read it yet."""
        self.published_at = None
        if self.first_published_at and self.first_published_at > timezone.now():
            self.first_published_at = None
        self._save_transition("published_at", "first_published_at")

    def request_publication(self) -> None:
        self.step = self.Step.IN_REVIEW
        self._save_transition("step")

    def return_to_author(self) -> None:
        self.step = self.Step.RETURNED
        self._save_transition("step")

    def bump_version(self) -> None:
        """Make the kept copies of this page out of date."""
        type(self).objects.filter(pk=self.pk).bump_version()
        self.version += 1

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.published_at is not None and self.published_at > timezone.now()

    @property
    def was_public(self) -> bool:
        """Tell whether readers have known the story's address, which then stays."""
        return self.first_published_at is not None and self.first_published_at <= timezone.now()

    def _save_transition(self, *fields: str) -> None:
        self.save(update_fields=[*fields, "updated_at"])
        self.bump_version()


class Byline(models.Model):
    """One author of one story; the order is the order in which they sign."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_once_per_author",
                violation_error_message=_("This author signs the story already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)
