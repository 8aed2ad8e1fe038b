"""Subjects: their synonyms, and several made one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.addresses import KeepsAddresses
from articles.admin.versions import BumpsArticles
from articles.models import Article, Tag, TagAlias, merge_tags


class TagAliasInline(admin.TabularInline[TagAlias, Tag]):
    model = TagAlias
    extra = 1
    fields = ["name"]


@admin.register(Tag)
class TagAdmin(KeepsAddresses, BumpsArticles):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "aliases__name"]
    inlines = [TagAliasInline]
    actions = ["merge"]

    def articles_showing(self, obj: Tag) -> Q:
        return Q(pk__in=Article.objects.filter(tags=obj))

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Ask which name stays; once it is said, move the stories to it."""
        tags = list(queryset.order_by("name"))
        if len(tags) < 2:
            messages.warning(request, gettext("Choose two tags or more to merge them."))
            return None
        kept = next((tag for tag in tags if str(tag.pk) == request.POST.get("kept")), None)
        if kept is None:
            return self._ask(request, tags)
        merged = [tag for tag in tags if tag != kept]
        for tag in merged:
            self.log_change(request, kept, gettext("Merged “%(name)s” into it.") % {"name": tag.name})
        merge_tags(merged, into=kept)
        count = len(merged)
        words = ngettext("One tag is merged into “%(name)s”.", "%(count)s tags are merged into “%(name)s”.", count)
        messages.info(request, words % {"count": count, "name": kept.name})
        return None

    def _ask(self, request: HttpRequest, tags: list[Tag]) -> HttpResponse:
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": gettext("Merge tags"),
            "opts": self.opts,
            "tags": tags,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)
