"""Settings of the discussion under stories: on the site, a section and a story, and the log of who changed them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section

# In SQL because every page of a story that is rendered anew asks it, and the ORM takes eight times as long to build it.
BINDING_ONE_STORY = """
    SELECT settings.*, section.name AS section_name
    FROM comments_discussionsettings settings
    LEFT JOIN articles_section section ON section.id = settings.section_id
    WHERE settings.article_id = %s OR settings.section_id = %s OR settings.is_site
"""


class DiscussionSettingsQuerySet(models.QuerySet["DiscussionSettings"]):
    def binding(self, articles: Collection[Article]) -> Iterable[DiscussionSettings]:
        """What may bind these stories: their own rows, those of their sections (with their names) and the site's."""
        if len(articles) == 1:
            (article,) = articles
            return self.raw(BINDING_ONE_STORY, [article.pk, article.section_id])
        own = Q(article__in=[article.pk for article in articles])
        sections = Q(section__in={article.section_id for article in articles})
        return self.filter(own | sections | Q(is_site=True)).annotate(section_name=F("section__name"))

    def unreviewed_stories(self) -> models.QuerySet[Article]:
        """Stories under which pre-moderation is off: what is narrower wins."""
        on, off = self.filter(is_premoderated=True), self.filter(is_premoderated=False)
        not_on_itself = ~Q(pk__in=on.filter(article__isnull=False).values("article"))
        not_on_in_section = ~Q(section__in=on.filter(section__isnull=False).values("section"))
        by_section = Q(section__in=off.filter(section__isnull=False).values("section")) & not_on_itself
        by_site = models.Exists(off.filter(is_site=True)) & not_on_in_section & not_on_itself
        return Article.objects.filter(
            Q(pk__in=off.filter(article__isnull=False).values("article")) | by_section | by_site
        )


class ThreadOrder(models.TextChoices):
    """In which order the threads under a story stand; within a thread, answers stand as they came."""

    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    FEATURED = "featured", _("Chosen by the newsroom first")


ONE_SCOPE = (
    Q(article__isnull=False, section=None, is_site=False)
    | Q(article=None, section__isnull=False, is_site=False)
    | Q(article=None, section=None, is_site=True)
)


class DiscussionSettings(models.Model):
    """
    The rules of the discussion in one scope. Null is “as the wider scope says”, and the narrower one wins.

    Where there is no row, comments are open and each is reviewed before it is published.
    """

    article = models.OneToOneField(Article, models.CASCADE, null=True, related_name="+")
    section = models.OneToOneField(Section, models.CASCADE, null=True, related_name="+")
    is_site = models.BooleanField(default=False)
    slow_seconds = models.PositiveIntegerField(_("slow mode"), null=True)
    is_premoderated = models.BooleanField(_("pre-moderation"), null=True)
    closes_after_days = models.PositiveSmallIntegerField(_("closes after days"), null=True)
    is_paused = models.BooleanField(_("pause"), null=True)
    thread_order = models.CharField(_("order of the comments"), max_length=10, choices=ThreadOrder, null=True)  # noqa: DJ001  # null: as the wider scope says
    paused_at = models.DateTimeField(_("paused since"), null=True)

    objects = DiscussionSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion settings")
        verbose_name_plural = _("discussion settings")
        default_permissions = ()
        permissions = [("change_discussion", _("Can change the settings of discussions"))]
        constraints = [
            models.CheckConstraint(name="discussion_has_one_scope", condition=ONE_SCOPE),
            models.UniqueConstraint(fields=["is_site"], name="discussion_one_site", condition=Q(is_site=True)),
            models.CheckConstraint(
                name="discussion_order_is_known",
                condition=Q(thread_order=None) | Q(thread_order__in=["oldest", "newest", "featured"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article_id or self.section_id or "site")


class DiscussionChange(models.Model):
    """Who changed which of the settings, from what to what. Rows are added and never changed."""

    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    is_site = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    changes = models.JSONField(_("changes"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of discussion settings")
        verbose_name_plural = _("changes of discussion settings")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="discussion_change_has_one_scope", condition=ONE_SCOPE)]
        indexes = [models.Index(fields=["-at", "-id"], name="discussion_change_newest")]

    def __str__(self) -> str:
        return ", ".join(self.changes)
