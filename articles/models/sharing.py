"""How a story stands in search results and when it is shared: its own words for both, else those of the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.picture import Picture

SEARCH_TITLE_LENGTH = 60  # what a search result shows of a title, and of a description
SEARCH_DESCRIPTION_LENGTH = 160
SOCIAL_TITLE_LENGTH = 70
SOCIAL_TEXT_LENGTH = 200


def validate_https(address: str) -> None:
    """Take an https address as the original's: what a search engine is told must not be changed on its way."""
    try:
        URLValidator(schemes=["https"])(address)
    except ValidationError as error:
        raise ValidationError(_("Write the full address, beginning with https://."), code="https") from error


class Shared(models.Model):
    """
    The fields of a story for search engines and social networks. What is empty falls back to what readers see.

    Headline, standfirst and lead picture are those of the story that has these fields.
    """

    seo_title = models.CharField(
        _("title for search engines"), max_length=120, blank=True, help_text=_("Empty: the headline.")
    )
    seo_description = models.TextField(
        _("description for search engines"), max_length=320, blank=True, help_text=_("Empty: the standfirst.")
    )
    social_title = models.CharField(
        _("title when shared"), max_length=120, blank=True, help_text=_("Empty: the headline.")
    )
    social_text = models.TextField(
        _("text when shared"), max_length=320, blank=True, help_text=_("Empty: the standfirst.")
    )
    social_picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture when shared"),
        help_text=_("Empty: the lead picture."),
    )
    canonical_url = models.CharField(
        _("address of the original"),
        max_length=500,
        blank=True,
        validators=[validate_https],
        help_text=_("Only for a story that appeared elsewhere first: search engines are sent there."),
    )
    noindex = models.BooleanField(
        _("keep out of search engines"),
        default=False,
        help_text=_("Readers still find the story on this site; search engines are asked not to list it."),
    )

    class Meta:
        abstract = True

    @property
    def is_indexable(self) -> bool:
        """Tell whether search engines may list the story, under the address that it has here."""
        return not self.noindex and not self.canonical_url

    @property
    def search_title(self: Any) -> str:
        return self.seo_title or self.headline

    @property
    def search_description(self: Any) -> str:
        return self.seo_description or self.standfirst

    @property
    def shared_title(self: Any) -> str:
        return self.social_title or self.headline

    @property
    def shared_text(self: Any) -> str:
        return self.social_text or self.standfirst

    @property
    def shared_picture(self: Any) -> Picture | None:
        return self.social_picture or self.lead_picture
