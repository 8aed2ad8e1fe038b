"""Sections, tags, authors and pages of the site have addresses too: what is renamed is found under its old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import SubjectAddress

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Any]
else:
    _Base = object


class SubjectForm(forms.ModelForm[Any]):
    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if SubjectAddress.objects.of_another(slug, self.instance).exists():
            raise ValidationError(
                _("Readers who know this address are led to another page. Choose another one."), code="taken"
            )
        return slug


class KeepsAddresses(_Base):
    form = SubjectForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            SubjectAddress.objects.keep(obj, form.initial.get("slug", obj.slug))
