from collections.abc import Callable, Collection
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

type View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Open a page of the desk to those who may moderate: others sign in first, or are told that they may not."""
    return _for_any_of(("comments.moderate_comment",), view)


def for_discussion(view: View) -> View:
    """Open a page about the settings of discussions to those who moderate and to those who may change them."""
    return _for_any_of(("comments.moderate_comment", "comments.change_discussion"), view)


def for_answering(view: View) -> View:
    """Open what answers in the newsroom's name to those who may."""
    return _for_any_of(("comments.answer_as_newsroom",), view)


def for_featuring(view: View) -> View:
    """Open what chooses comments for readers to those who may."""
    return _for_any_of(("comments.feature_comment",), view)


def _for_any_of(permissions: Collection[str], view: View) -> View:
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
