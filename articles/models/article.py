from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.assignment import Assignment
from articles.models.author import Author
from articles.models.picture import Picture
from articles.models.remark import Remark
from articles.models.steps import PUBLISH, State, Step, Stepped
from articles.models.taxonomy import Section, Tag
from articles.story_html import StoryField


def _signed_by() -> Prefetch[Any]:
    return Prefetch("bylines", queryset=Byline.objects.select_related("author"))


def _belongs_to(user: User) -> Q:
    signed = Byline.objects.filter(author__user=user).values("article")
    assigned = Assignment.objects.filter(assignee=user).values("article")
    return Q(created_by=user) | Q(pk__in=signed) | Q(pk__in=assigned)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """Stories that everybody may read. Every public query starts here."""
        return self.filter(published_at__lte=at or timezone.now())

    def withdrawn(self) -> Self:
        """Stories that were public once and are not now: their addresses answer 410."""
        now = timezone.now()
        return self.filter(first_published_at__lte=now).exclude(published_at__lte=now)

    def in_state(self, state: State) -> Self:
        """Stories that stand here now: the twin of `Article.state`."""
        now = timezone.now()
        match state:
            case State.SCHEDULED:
                return self.filter(published_at__gt=now)
            case State.PUBLISHED:
                return self.published(now).exclude(step=Step.ARCHIVED)
            case State.WITHDRAWN:
                return self.withdrawn().filter(published_at=None, step=Step.DRAFT)
            case State.DRAFT:
                return self.filter(published_at=None, step=Step.DRAFT).exclude(first_published_at__lte=now)
            case State.ARCHIVED:
                return self.filter(step=Step.ARCHIVED)
        return self.filter(published_at=None, step=state)

    def of(self, user: User) -> Self:
        """Stories that are this person's: begun, signed or to be written by them."""
        return self.filter(_belongs_to(user))

    def worked_on_by(self, user: User) -> Self:
        """Stories into whose remarks and history this person looks: the own ones, and all for those who publish."""
        return self if user.has_perm(PUBLISH) else self.of(user)

    def readable_by(self, user: User) -> Self:
        """Stories that this person may read at the desk: those worked on, and what is public."""
        return self if user.has_perm(PUBLISH) else self.filter(_belongs_to(user) | Q(published_at__lte=timezone.now()))

    def with_open_remarks(self, user: User) -> Self:
        """Count the remarks that nobody has resolved and this person may read, as `open_remark_count`."""
        counted = Remark.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
        if not user.has_perm(PUBLISH):
            counted = counted.filter(article__in=Article.objects.of(user).values("pk"))
        count = Subquery(counted.annotate(count=Count("pk")).values("count"), output_field=models.IntegerField())
        return self.annotate(open_remark_count=Coalesce(count, 0))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")

    def for_list(self) -> Self:
        """Load what a list of stories shows, and leave the text out."""
        return self.defer("body").select_related("section", "lead_picture").prefetch_related(_signed_by())

    def for_address(self) -> Self:
        """Load what tells where a story stands and whether a kept copy of its page is still right."""
        return self.only("slug", "first_published_at", "version")

    def for_page(self) -> Self:
        """Load what an article's page, or a feed with full text, shows."""
        return self.select_related("section", "lead_picture").prefetch_related(_signed_by(), "tags")

    def bump_version(self) -> int:
        """Make every kept copy of these pages out of date. Call it in the transaction of whatever they show."""
        return self.update(version=F("version") + 1)

    def close_comments(self) -> int:
        """Stop comments on those of these stories that take any; return how many did."""
        return self.filter(comments_open=True).update(comments_open=False, version=F("version") + 1)

    def open_comments(self) -> int:
        """Take comments again on those of these stories that were closed; return how many were."""
        return self.filter(comments_open=False).update(comments_open=True, version=F("version") + 1)


class Article(Stepped):
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
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comment_count = models.PositiveIntegerField(_("published comments"), default=0, editable=False)

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
                name="article_archived_is_public",
                condition=Q(step=Step.ARCHIVED, archived_at__isnull=False, published_at__isnull=False)
                | (~Q(step=Step.ARCHIVED) & Q(archived_at=None)),
                violation_error_message=_("Only a published story is archived."),
            ),
        ]
        indexes = [
            models.Index(fields=["published_at", "id"], name="article_newest", condition=Q(published_at__isnull=False)),
            models.Index(fields=["section", "published_at", "id"], name="article_newest_of_section"),
            models.Index(fields=["step", "-updated_at"], name="article_under_way", condition=Q(published_at=None)),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the address, made of the month of the first publication; a draft shows what it would be today."""
        at = timezone.localtime(self.first_published_at or timezone.now())
        return reverse("articles:article", args=[at.year, at.month, self.slug])

    def bump_version(self) -> None:
        """Make the kept copies of this page out of date."""
        type(self).objects.filter(pk=self.pk).bump_version()
        self.version += 1

    def people(self) -> models.QuerySet[User]:
        """Return whose story this is: who began it, who signs it and who is to write it."""
        signs = Byline.objects.filter(article=self.pk, author__user__isnull=False).values("author__user")
        writes = Assignment.objects.filter(article=self.pk, assignee__isnull=False).values("assignee")
        whose = Q(pk=self.created_by_id) | Q(pk__in=signs) | Q(pk__in=writes)
        return User.objects.filter(whose, is_active=True).order_by("pk")

    def open_remarks(self) -> int:
        """Count the colleagues' remarks that nobody has resolved yet."""
        return self.remarks.open().count()


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
