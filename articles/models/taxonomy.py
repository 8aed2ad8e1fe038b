from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.addresses.paths import path_of

NEAR_SIZE = 8


class Section(models.Model):
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("The end of the section's address."))
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("One sentence under the section's name.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order in the navigation."))

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("section editors"),
        help_text=_("They publish what stands in this section, if they are in the group “Section editors”."),
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("articles:section", self.slug)


class TagQuerySet(models.QuerySet["Tag"]):
    def numbered(self, numbers: Iterable[int]) -> Self:
        """Tags that a version of a story names by number; one that was merged since then is what it became."""
        numbers = list(numbers)
        return self.filter(Q(pk__in=numbers) | Q(pk__in=MergedTag.objects.filter(number__in=numbers).values("tag")))


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("articles:tag", self.slug)

    def near(self) -> list[Tag]:
        """Return the tags that public stories carry together with this one, the most frequent first."""
        from articles.models.article import Article

        together = Article.objects.published().filter(tags=self).values("pk")
        others = Tag.objects.filter(articles__in=together).exclude(pk=self.pk)
        return list(others.annotate(count=Count("pk")).order_by("-count", "name")[:NEAR_SIZE])


class MergedTag(models.Model):
    """A tag that was merged into another one. Versions of stories name it by its number, and mean what it became."""

    number = models.PositiveBigIntegerField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="merged")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
