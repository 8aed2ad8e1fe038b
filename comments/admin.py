"""Comments in the journalists' desk: to look things up, and to decide through the same methods as the moderators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Comment, ModerationEvent, RejectionReason
from comments.models.decisions import CommentQuerySet
from comments.models.states import Seen
from comments.moderation.access import moderator
from comments.moderation.deciding import Decision, decide
from comments.moderation.meanwhile import meanwhile_of_selection
from comments.moderation.queues import LABELS

MODERATE = "comments.moderate_comment"


class QueueFilter(admin.SimpleListFilter):
    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_queue(self.value()) if self.value() in LABELS else queryset


class _ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that moderators may look at; nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm(MODERATE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)


@admin.register(Comment)
class CommentAdmin(_ReadOnlyAdmin):
    list_display = ["author_name", "excerpt", "article", "status", "verdict", "submitted_at"]
    list_filter = [QueueFilter, "verdict", "submitted_at"]
    list_select_related = ["article"]
    search_fields = ["author_name", "author_email", "body", "article__headline"]
    show_full_result_count = False
    actions = ["approve", "reject", "mark_as_spam", "reopen"]
    fields = [
        ("status", "decided_by", "decided_at"),
        ("verdict", "screened_at", "screening_error"),
        ("article", "parent"),
        ("author_name", "author_email", "author_url"),
        "body",
        "submitted_at",
    ]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)

    @admin.display(description=_("comment"))
    def excerpt(self, comment: Comment) -> str:
        return comment.body[:80]

    @admin.action(description=_("Approve the selected comments"), permissions=["moderate"])
    def approve(self, request: HttpRequest, comments: CommentQuerySet) -> None:
        self._decide(request, comments, "approve")

    @admin.action(description=_("Reject the selected comments"), permissions=["moderate"])
    def reject(self, request: HttpRequest, comments: CommentQuerySet) -> None:
        self._decide(request, comments, "reject")

    @admin.action(description=_("Mark the selected comments as spam"), permissions=["moderate"])
    def mark_as_spam(self, request: HttpRequest, comments: CommentQuerySet) -> None:
        self._decide(request, comments, "spam")

    @admin.action(description=_("Take the decisions on the selected comments back"), permissions=["moderate"])
    def reopen(self, request: HttpRequest, comments: CommentQuerySet) -> None:
        self._decide(request, comments, "reopen")

    def _decide(self, request: HttpRequest, comments: CommentQuerySet, decision: str) -> None:
        """Decide on the comments as they are now: the admin's list posts no more than their numbers."""
        seen = {pk: Seen(status, revision) for pk, status, revision in comments.values_list("pk", "status", "revision")}
        reason = RejectionReason.objects.filter(is_offered=True).first() or "" if decision == "reject" else ""
        outcome = decide(seen, Decision(decision, reason=reason), by=moderator(request))
        count = len(outcome.done)
        sentence = ngettext("%(count)d comment decided.", "%(count)d comments decided.", count) % {"count": count}
        meanwhile = meanwhile_of_selection(outcome, by=moderator(request)).sentence()
        messages.info(request, " ".join(filter(None, [sentence, meanwhile])))


@admin.register(ModerationEvent)
class ModerationEventAdmin(_ReadOnlyAdmin):
    list_display = ["created_at", "comment", "actor", "user", "from_status", "to_status", "reason"]
    list_filter = ["actor", "to_status", "created_at"]
    list_select_related = ["comment", "user", "reason"]
    show_full_result_count = False


@admin.register(RejectionReason)
class RejectionReasonAdmin(admin.ModelAdmin[RejectionReason]):
    list_display = ["title", "kind", "position", "is_offered"]
    list_editable = ["position", "is_offered"]

    def get_readonly_fields(self, request: HttpRequest, obj: RejectionReason | None = None) -> list[str]:
        return ["code"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"code": ["title"]}

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
