"""Where a reader asks to follow a discussion, and where the link in the mail leads: a page with one button."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from comments.confirming.page import ConfirmingPage
from comments.following.asking import ask_to_follow_discussion
from comments.following.forms import FollowForm
from comments.following.links import wish_of
from comments.models import Subscription
from comments.posting.limits import TooManyPosts, address_hash
from comments.posting.origin import is_cross_site


def _wish_of(key: str) -> Subscription | None:
    return wish_of(key) if settings.FOLLOW_BY_MAIL else None


_PAGE = ConfirmingPage("comments/following/following.html", _wish_of, Subscription.objects.confirm)


@csrf_exempt
@require_POST
def ask_to_follow(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take the wish to follow a discussion; the owner of the address is asked by mail."""
    article = _article(article_id)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": article}, status=403)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _form_page(request, article, form, status=422)
    sender = address_hash(request.META.get("REMOTE_ADDR"))
    try:
        ask_to_follow_discussion(article, form.cleaned_data["email"], sender, timezone.now())
    except TooManyPosts as limit:
        return _ask_to_wait(request, article, form, limit.retry_after)
    return redirect("comments:asked_to_follow", article.pk)


@require_safe
def asked_to_follow(request: HttpRequest, article_id: int) -> HttpResponse:
    """Say that a mail is on its way: the same for every address, so that nobody learns who follows what."""
    return render(request, "comments/following/asked.html", {"article": _article(article_id)})


@require_safe
def following(request: HttpRequest, key: str) -> HttpResponse:
    return _PAGE.ask(request, key)


@csrf_exempt
@require_POST
def confirm_following(request: HttpRequest, key: str) -> HttpResponse:
    return _PAGE.take(request, key)


def _article(number: int) -> Article:
    if not settings.FOLLOW_BY_MAIL:
        raise Http404
    return get_object_or_404(Article.objects.published().defer("body"), pk=number)


def _ask_to_wait(request: HttpRequest, article: Article, form: FollowForm, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "Many such wishes have come from your network. Send yours again in %(minutes)d minute.",
        "Many such wishes have come from your network. Send yours again in %(minutes)d minutes.",
        minutes,
    )
    form.add_error(None, sentence % {"minutes": minutes})
    response = _form_page(request, article, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form_page(request: HttpRequest, article: Article, form: FollowForm, *, status: int) -> HttpResponse:
    context = {"article": article, "form": form}
    response = render(request, "comments/following/follow.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
