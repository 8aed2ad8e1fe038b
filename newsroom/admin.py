"""The accounts of the newsroom: whoever gives accounts to others gives nobody more than the groups allow."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # registers both, which are taken over below
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Superusers are made by superusers; accounts are switched off and not deleted, so that history keeps its names."""

    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "groups"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_superuser and super().has_delete_permission(request, obj)


admin.site.register(Group, GroupAdmin)
