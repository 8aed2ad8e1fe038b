"""
Addresses that something had and has no longer. Each leads to what had it, never to another address: so whatever
was renamed since, a reader is led in one hop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.author import Author
    from articles.models.site_page import SitePage
    from articles.models.taxonomy import Section, Tag

type Subject = "Section | Tag | Author | SitePage"


class AddressQuerySet(models.QuerySet["Address"]):
    def of_another(self, slug: str, article: Article) -> Self:
        """Addresses that would be lost if this story took this slug."""
        return self.filter(slug=slug).exclude(article=article.pk)


class Address(models.Model):
    """An address under which readers knew a story."""

    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="old_addresses", verbose_name=_("story")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    slug = models.SlugField(_("slug"), max_length=100)
    left_at = models.DateTimeField(_("until"), default=timezone.now)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["-left_at", "-id"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["slug", "year", "month"], name="address_leads_to_one_story")]

    def __str__(self) -> str:
        return f"/{self.year:04d}/{self.month:02d}/{self.slug}/"


class SubjectAddressQuerySet(models.QuerySet["SubjectAddress"]):
    def of_another(self, slug: str, subject: Subject) -> Self:
        kind = subject._meta.model_name or ""
        return self.filter(kind=kind, slug=slug).exclude(**{kind: subject.pk})

    def keep(self, subject: Subject, slug: str) -> None:
        """Lead readers from a slug that something had until now to the present one."""
        kind = subject._meta.model_name or ""
        if slug != subject.slug:
            self.update_or_create(kind=kind, slug=slug, defaults={kind: subject})
        self.filter(kind=kind, slug=subject.slug).delete()

    def present(self, kind: str, slug: str) -> Subject | None:
        """Return what had this slug and has another now."""
        found = self.filter(kind=kind, slug=slug).select_related(kind).first()
        return getattr(found, kind) if found else None


class SubjectAddress(models.Model):
    """A slug under which readers knew a section, a tag, an author or a page of the site."""

    class Kind(models.TextChoices):
        SECTION = "section", _("section")
        TAG = "tag", _("tag")
        AUTHOR = "author", _("author")
        SITE_PAGE = "sitepage", _("page of the site")

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=80)
    section = models.ForeignKey("articles.Section", models.CASCADE, null=True, related_name="old_addresses")
    tag = models.ForeignKey("articles.Tag", models.CASCADE, null=True, related_name="old_addresses")
    author = models.ForeignKey("articles.Author", models.CASCADE, null=True, related_name="old_addresses")
    sitepage = models.ForeignKey("articles.SitePage", models.CASCADE, null=True, related_name="old_addresses")

    objects = SubjectAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="subject_address_leads_to_one"),
            models.CheckConstraint(
                name="subject_address_is_of_its_kind",
                condition=Q(kind="section", section__isnull=False, tag=None, author=None, sitepage=None)
                | Q(kind="tag", tag__isnull=False, section=None, author=None, sitepage=None)
                | Q(kind="author", author__isnull=False, section=None, tag=None, sitepage=None)
                | Q(kind="sitepage", sitepage__isnull=False, section=None, tag=None, author=None),
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.kind}/{self.slug}/"
