from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.addresses.paths import path_of
from articles.models.article import Article, ArticleQuerySet
from articles.models.picture import Picture


class Series(models.Model):
    """Stories that belong together, in an order to read them in."""

    name = models.CharField(_("title"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, help_text=_("The end of the series' address."))
    description = models.TextField(_("description"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    articles = models.ManyToManyField(Article, through="SeriesPart", related_name="series", verbose_name=_("stories"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("articles:series", self.slug)

    def public_parts(self) -> ArticleQuerySet:
        """Return what readers may read of it, in its order."""
        published = Article.objects.published().filter(part__series=self)
        return published.order_by("part__position", "part__id")


class SeriesPart(models.Model):
    """One story of one series: a story belongs to one at most, so that its page can say which part it is."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="parts")
    article = models.OneToOneField(
        Article,
        models.CASCADE,
        related_name="part",
        verbose_name=_("story"),
        error_messages={"unique": _("This story belongs to a series already.")},
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("part of a series")
        verbose_name_plural = _("parts of the series")

    def __str__(self) -> str:
        return str(self.article)
