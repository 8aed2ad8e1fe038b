"""Who may see the rules: whoever moderates or writes rules. Who may write them and switch them: one permission."""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comments.moderation.access import View

MODERATE = "comments.moderate_comment"
CHANGE_RULES = "comments.change_rules"


def for_rule_readers(view: View) -> View:
    return _guarded(view, MODERATE, CHANGE_RULES)


def for_rule_writers(view: View) -> View:
    return _guarded(view, CHANGE_RULES)


def _guarded(view: View, *permissions: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if not any(request.user.has_perm(permission) for permission in permissions):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded
