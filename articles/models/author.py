from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.addresses.paths import path_of


class Author(models.Model):
    """A name that signs stories. It may belong to somebody who signs in, or to a guest who never does."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    role = models.CharField(_("role"), max_length=80, blank=True, help_text=_("Shown under the name."))
    is_guest = models.BooleanField(
        _("guest"), default=False, help_text=_("Signs once or now and then, and needs no account.")
    )
    biography = models.TextField(
        _("biography"), max_length=3000, blank=True, help_text=_("An empty line begins a new paragraph.")
    )
    portrait = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("Whose stories these are when that person signs in."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_of("articles:author", self.slug)


class AuthorLink(models.Model):
    """An address under which the author is found elsewhere."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60, help_text=_("Such as Mastodon, or the name of the site."))
    url = models.URLField(
        _("address"), validators=[URLValidator(["https"], message=_("The address must begin with https://."))]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label
