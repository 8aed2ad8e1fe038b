from __future__ import annotations

from django.contrib import admin
from django.db.models import Q

from articles.admin.addresses import KeepsAddresses
from articles.admin.versions import BumpsArticles
from articles.models import Section


@admin.register(Section)
class SectionAdmin(KeepsAddresses, BumpsArticles):
    list_display = ["name", "slug", "position"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    filter_horizontal = ["editors"]

    def articles_showing(self, obj: Section) -> Q:
        # The navigation on every page names every section.
        return Q()
