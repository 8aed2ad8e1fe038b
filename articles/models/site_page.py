"""Pages that are no stories and stay: who we are, how to reach us, the rules of the comments, how accessible we are."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.addresses.paths import path_of
from articles.placeholders import placeholders
from articles.story_html import StoryField, plain_text


class SitePageQuerySet(models.QuerySet["SitePage"]):
    def public(self) -> Self:
        """Pages that everybody may read. Every public query starts here."""
        return self.filter(is_public=True)

    def for_footer(self) -> Self:
        return self.public().filter(in_footer=True).only("title", "slug", "kind")


class SitePage(models.Model):
    """A page of the site. Its kind tells the pages that lead to it which one it is, whatever it is called."""

    class Kind(models.TextChoices):
        ABOUT = "about", _("about the site")
        CONTACT = "contact", _("contact")
        CHARTER = "charter", _("charter of the comments")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        OTHER = "other", pgettext_lazy("kind of page", "other")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=100)
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_("The page's whole address after the site's. Whoever knows the old one is led to a new one."),
    )
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("One sentence for search engines.")
    )
    body = StoryField(_("text"), max_length=100_000)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Until then only the newsroom sees it."))
    in_footer = models.BooleanField(_("linked at the foot of every page"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order at the foot."))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = SitePageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                name="site_page_of_each_kind_is_one",
                condition=~Q(kind="other"),
                violation_error_message=_("There is a page of this kind already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_of("articles:site_page", self.slug)

    def clean(self) -> None:
        """Refuse a taken address, a second page of a kind, and to show readers what is still to be written."""
        if self.slug and not _is_free(self.slug):
            raise ValidationError({"slug": _("Another page of the site has this address.")}, code="taken")
        others = SitePage.objects.exclude(pk=self.pk).exclude(kind=self.Kind.OTHER)
        if others.filter(kind=self.kind).exists():
            raise ValidationError({"kind": _("There is a page of this kind already.")}, code="taken")
        if self.is_public and placeholders(plain_text(self.body)):
            unfinished = _("A page is made public once what is marked in it “[TO COMPLETE]” is written.")
            raise ValidationError({"is_public": unfinished}, code="unfinished")


def _is_free(slug: str) -> bool:
    try:
        return resolve(f"/{slug}/").view_name == "articles:site_page"
    except Resolver404:
        return True
