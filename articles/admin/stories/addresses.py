"""The address of a story: those who publish may change it, and every one that readers knew leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import FormPart, lines
from articles.dates import day_in_words
from articles.models import Address, Article

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class AddressFields(FormPart):
    def clean_slug(self) -> str:
        """Refuse what leads readers to another story: they would find this one in its place."""
        slug: str = self.cleaned_data["slug"]
        if Address.objects.of_another(slug, self.instance).exists():
            raise ValidationError(
                _("Readers who know this address are led to another story. Choose another one."), code="taken"
            )
        return slug


class Addresses(_Base):
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or not obj.was_public:
            return fieldsets
        return [*fieldsets, (_("Addresses"), {"fields": ["addresses_so_far"], "classes": ["collapse"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "addresses_so_far"]

    @admin.display(description=_("old addresses"))
    def addresses_so_far(self, article: Article) -> str:
        rows = ((str(old), day_in_words(old.left_at)) for old in article.old_addresses.all())
        return lines("{} ({})", rows)
