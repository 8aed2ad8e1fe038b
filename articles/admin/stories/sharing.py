"""How a story will stand in search results and when shared, below the fields that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.sharing import (
    SEARCH_DESCRIPTION_LENGTH,
    SEARCH_TITLE_LENGTH,
    SOCIAL_TEXT_LENGTH,
    SOCIAL_TITLE_LENGTH,
)
from articles.revisions.content import SHARING_FIELDS

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

FIELDSET = (
    _("Search engines and social networks"),
    {"fields": [*SHARING_FIELDS, "sharing_preview"], "classes": ["collapse", "sharing"]},
)


def _counted(widget: type[forms.Widget], length: int, **attributes: Any) -> forms.Widget:
    """Return a widget whose signs the page counts, beside how many of them are shown."""
    return widget(attrs={"data-length": length, "class": "vTextField"} | attributes)


SHARING_WIDGETS = {
    "seo_title": _counted(forms.TextInput, SEARCH_TITLE_LENGTH),
    "seo_description": _counted(forms.Textarea, SEARCH_DESCRIPTION_LENGTH, rows=3),
    "social_title": _counted(forms.TextInput, SOCIAL_TITLE_LENGTH),
    "social_text": _counted(forms.Textarea, SOCIAL_TEXT_LENGTH, rows=3),
    "canonical_url": forms.TextInput(attrs={"class": "vTextField", "inputmode": "url", "placeholder": "https://"}),
}


class SharingPreview(_Base):
    def get_fieldsets(self, request: Any, obj: Article | None = None) -> Any:
        return [*super().get_fieldsets(request, obj), FIELDSET]

    def get_readonly_fields(self, request: Any, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "sharing_preview"]

    @admin.display(description=_("What it looks like"))
    def sharing_preview(self, article: Article) -> SafeString:
        context = {
            "article": article,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "address": article.get_absolute_url() if article.slug else "/",
            "lengths": {
                "title": SEARCH_TITLE_LENGTH,
                "description": SEARCH_DESCRIPTION_LENGTH,
                "social_title": SOCIAL_TITLE_LENGTH,
                "social_text": SOCIAL_TEXT_LENGTH,
            },
        }
        return render_to_string("admin/articles/article/_sharing_preview.html", context)
