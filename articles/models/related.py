"""What stands below a story: stories picked by hand, then those that share most subjects, then the section's newest."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, ArticleQuerySet
from articles.models.series import SeriesPart

RELATED_SIZE = 4
# So many of the newest are looked at, however many stories a subject has.
TAGGED, NEWEST_OF_SECTION = 40, RELATED_SIZE + 1


class RelatedStory(models.Model):
    """A story that an editor put below another one."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_stories")
    related = models.ForeignKey(Article, models.CASCADE, related_name="related_to", verbose_name=_("story"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "related"],
                name="related_once",
                violation_error_message=_("This story is in the list already."),
            ),
            models.CheckConstraint(
                name="related_to_another",
                condition=~Q(article=F("related")),
                violation_error_message=_("A story is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.related)


def related_to(article: Article) -> ArticleQuerySet:
    """Return what is to be read after a story: public, never itself, four at most, from one query."""
    others = Article.objects.published().exclude(pk=article.pk)
    # The page lists the parts of its series already.
    apart = others.exclude(pk__in=SeriesPart.objects.filter(series__parts__article=article).values("article"))
    picks = RelatedStory.objects.filter(article=article)
    tags = [tag.pk for tag in article.tags.all()]
    near = Q(pk__in=picks.values("related"))
    near |= Q(pk__in=apart.filter(section=article.section_id).newest_first().values("pk")[:NEWEST_OF_SECTION])
    if tags:
        near |= Q(pk__in=apart.filter(tags__in=tags).newest_first().values("pk")[:TAGGED])
    found = others.filter(near).annotate(
        pick=Subquery(picks.filter(related=OuterRef("pk")).values("position")[:1]), shared=_shared_with(tags)
    )
    in_order = found.order_by(F("pick").asc(nulls_last=True), F("shared").desc(nulls_last=True), "-published_at", "-id")
    return in_order.defer("body").select_related("section", "lead_picture")[:RELATED_SIZE]


def _shared_with(tags: list[int]) -> Subquery:
    """Count the subjects that a story shares; a story that shares none has no number and comes last."""
    shared = Article.tags.through.objects.filter(article=OuterRef("pk"), tag__in=tags)
    return Subquery(shared.values("article").values_list(Count("pk")))
