from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

type View = Callable[..., HttpResponseBase]


def for_moderators(view: View) -> View:
    """Open a page of the desk to those who may moderate: others sign in first, or are told that they may not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def moderator(request: HttpRequest) -> User:
    """Return who is signed in, in a view that `for_moderators` guards."""
    return cast(User, request.user)
