"""Who may open which pages of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article

type View = Callable[..., Any]

MODERATE = "comments.moderate_comment"
ANSWER = "comments.answer_as_newsroom"
CHANGE_RULES = "comments.change_rules"
CHANGE_DISCUSSION = "comments.change_discussion"
CHANGE_HOUSE = "comments.change_house"


def for_moderators(view: View) -> View:
    """Open a page of the desk to those who may moderate: others sign in first, or are told that they may not."""
    return _for_any_of(view, MODERATE)


def for_rule_readers(view: View) -> View:
    """Open what is said of rules to whoever moderates or writes them."""
    return _for_any_of(view, MODERATE, CHANGE_RULES)


def for_rule_writers(view: View) -> View:
    return _for_any_of(view, CHANGE_RULES)


def for_discussion(view: View) -> View:
    """Open a page about the settings of discussions to those who moderate and to those who may change them."""
    return _for_any_of(view, MODERATE, CHANGE_DISCUSSION)


def for_house(view: View) -> View:
    """Open a page about the settings of the house to those who moderate and to those who may change them."""
    return _for_any_of(view, MODERATE, CHANGE_HOUSE)


def for_answering(view: View) -> View:
    """Open what answers readers to those who sign in; the view asks may_answer() of the story."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def may_answer(user: User, article: Article) -> bool:
    """Tell who answers in the newsroom's name: those with the right under any story, its authors under theirs."""
    return user.has_perm(ANSWER) or (user.is_staff and article.authors.filter(user=user).exists())


def for_featuring(view: View) -> View:
    """Open what chooses comments for readers to those who may."""
    return _for_any_of(view, "comments.feature_comment")


def for_personal_data(view: View) -> View:
    """Open what gives out all that is known of a person: to administrators, unless others were given the right."""
    return _for_any_of(view, "comments.export_personal_data")


def moderator(request: HttpRequest) -> User:
    """Return who is signed in, in a view that one of these opens."""
    return cast(User, request.user)


def _for_any_of(view: View, *permissions: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if not any(request.user.has_perm(permission) for permission in permissions):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded
