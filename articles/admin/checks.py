"""The page on which the owner says what each check before publication does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import levels_in_force
from articles.checks.report import IN_ORDER
from articles.models import Checks, Level


class LevelsForm(forms.Form):
    """A choice for each check, beside what it does where nobody has chosen."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=levels_in_force())
        for check in IN_ORDER:
            usual = gettext_lazy("%(level)s, unless you choose otherwise") % {"level": check.level.label}
            self.fields[check.code] = forms.ChoiceField(label=check.title, choices=Level.choices, help_text=usual)


@admin.register(Checks)
class ChecksAdmin(admin.ModelAdmin[Checks]):
    def get_urls(self) -> list[URLPattern]:
        """One page alone: there is one row, and nothing to add or to delete."""
        return [path("", self.admin_site.admin_view(self.levels), name="articles_checks_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Checks | None = None) -> bool:
        return False

    def levels(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = LevelsForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            self._choose(request, form)
            return redirect("admin:articles_checks_changelist")
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Checks before publication"),
            "opts": self.opts,
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/articles/checks/levels.html", context, status=status)

    def _choose(self, request: HttpRequest, form: LevelsForm) -> None:
        """Store what was chosen, and note who changed what."""
        before, chosen = levels_in_force(), form.cleaned_data
        Checks.choose(chosen)
        changed = [f"{code}: {before[code]} → {chosen[code]}" for code in form.changed_data]
        if changed:
            self.log_change(request, Checks.current(), ", ".join(changed))
        messages.info(request, _("Saved. It is in force at once.") if changed else _("Nothing was different."))
