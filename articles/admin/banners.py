from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from articles.admin.versions import BumpsArticles
from articles.models import Article, Banner


@admin.register(Banner)
class BannerAdmin(BumpsArticles):
    """Breaking news. It stands on every page, so that each change of it makes all kept pages out of date at once."""

    list_display = ["text", "state", "starts_at", "ends_at", "created_by"]
    list_select_related = ["created_by"]
    autocomplete_fields = ["article"]
    fields = ["text", "article", "starts_at", "ends_at"]
    actions = ["end_now"]

    @admin.display(description=_("state"))
    def state(self, banner: Banner) -> Any:
        if banner.ends_at <= timezone.now():
            return pgettext("state of an announcement", "over")
        if banner.has_begun:
            return pgettext("state of an announcement", "shown")
        return pgettext("state of an announcement", "to come")

    @admin.action(description=_("End now"), permissions=["change"])
    def end_now(self, request: HttpRequest, queryset: QuerySet[Banner]) -> None:
        with transaction.atomic():
            count = Banner.objects.filter(pk__in=queryset.values("pk")).end_now()
            Article.objects.all().bump_version()
        words = ngettext("%(count)s line was taken off.", "%(count)s lines were taken off.", count)
        messages.info(request, words % {"count": count})

    def save_model(self, request: HttpRequest, obj: Banner, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # the admin lets only signed-in people in
        super().save_model(request, obj, form, change)
