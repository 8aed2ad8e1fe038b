"""The box beside the buttons: what the checks before publication found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from articles.checks.form import ASKING, SEEN
from articles.models import Article

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class ChecksBox(_Base):
    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        form, obj = context["adminform"].form, context["original"]
        if form.is_bound or (obj and not obj.is_published):
            context["checks"] = form.report
            context["checks_seen"] = SEEN
            context["was_asked"] = bool(ASKING & set(request.POST))
        return super().render_change_form(request, context, *args, **kwargs)
