"""What stands below a story: stories picked by hand, then those that share most subjects, then the section's newest."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

RELATED_SIZE = 4
SHOWN = ["headline", "slug", "language", "first_published_at", "ends_at"]
SHOWN += ["section__name", "section__slug", "section__position"]
PICTURE = ["file", "width", "height", "sizes", "sized_as", "focus_x", "focus_y"]
SHOWN += [f"lead_picture__{name}" for name in PICTURE]


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


def related_to(article: Article, apart: Iterable[Article] = ()) -> list[Article]:
    """
    Return what is to be read after a story: public, never itself nor what stands apart, four at most.

    Numbers are found first and the stories then, in four small queries at most: one query that does all of it
    takes twice as long to build as these take to run.
    """
    numbers = list(_picked(article))
    for more in (_sharing_subjects, _newest_of_section):
        if len(numbers) < RELATED_SIZE:
            numbers += more(article, [article.pk, *numbers, *(story.pk for story in apart)])[
                : RELATED_SIZE - len(numbers)
            ]
    stories = Article.objects.published().only(*SHOWN).select_related("section", "lead_picture").in_bulk(numbers)
    return [stories[number] for number in numbers[:RELATED_SIZE] if number in stories]


def _picked(article: Article) -> list[int]:
    picked = Article.objects.published().filter(related_to__article=article)
    return list(picked.order_by("related_to__position", "related_to__id").values_list("pk", flat=True))


def _sharing_subjects(article: Article, others_than: list[int]) -> list[int]:
    tags = [tag.pk for tag in article.tags.all()]
    sharing = Article.objects.published().filter(tags__in=tags).exclude(pk__in=others_than)
    most_first = sharing.values("pk").annotate(shared=Count("pk")).order_by("-shared", "-published_at", "-pk")
    return [row["pk"] for row in most_first[:RELATED_SIZE]] if tags else []


def _newest_of_section(article: Article, others_than: list[int]) -> list[int]:
    newest = Article.objects.published().filter(section=article.section_id).exclude(pk__in=others_than).newest_first()
    return list(newest.values_list("pk", flat=True)[:RELATED_SIZE])
