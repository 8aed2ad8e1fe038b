"""What readers send. Nobody's session is looked at here: a moderator's post is taken as anybody's."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.views import render_article
from comments.discussion.in_force import Discussion, discussion_of
from comments.discussion.publishing import publishing_rules_of, said_on_form
from comments.discussion.slow import TooSoon
from comments.discussion.words import closed_in_words, duration
from comments.models import Comment
from comments.models.comment import HEADER_MAX
from comments.posting.forms import CommentForm
from comments.posting.limits import TooManyPosts
from comments.posting.origin import is_cross_site, names_no_origin
from comments.posting.submission import AlreadyReceived, submit
from comments.receipts.links import receipt_path

logger = logging.getLogger(__name__)

# A browser sends the form's own fields; many more of them, or files, come from something else.
FIELDS_MAX = 20
RETRY_NOT_SAVED = 60


@csrf_exempt
@require_POST
def post_comment(request: HttpRequest, article_id: int) -> HttpResponse:
    """
    Take a reader's comment and lead to its receipt, or show the form again with all that was typed.

    A preview is the form shown again: nothing of it is stored, and it counts as no post.
    """
    if sum(len(values) for _name, values in request.POST.lists()) > FIELDS_MAX or request.FILES:
        raise BadRequest("More was sent than the form holds.")
    try:
        return _take(request, article_id)
    except (OperationalError, InterfaceError):
        logger.exception("A comment could not be stored: the database is locked, full or away.")
        return _say_not_saved(request, article_id)


@require_safe
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the comment that is answered, and the form for the answer."""
    parent = get_object_or_404(Comment.objects.approved().select_related("article__section"), pk=comment_id)
    form = CommentForm(initial={"parent": parent.pk}, instance=Comment(article=parent.article))
    return _reply_page(request, form, parent)


def _take(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().select_related("section", "lead_picture"), pk=article_id)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": article}, status=403)
    discussion = discussion_of(article)
    form = CommentForm(request.POST, instance=_comment_from(request, article), discussion=discussion)
    if not form.is_valid():
        return _show_again(request, form, status=422)
    if "preview" in request.POST:
        return _show_again(request, form, status=200, comment_preview=form.instance)
    try:
        comment = submit(
            form.instance,
            hint=form.cleaned_data["submission_id"],
            slow_seconds=discussion.slow_seconds,
            follow=form.cleaned_data["follow"],
        )
    except TooManyPosts as limit:
        return _ask_to_wait(request, form, limit.retry_after)
    except TooSoon as pause:
        return _ask_to_slow_down(request, form, discussion, pause.retry_after)
    except AlreadyReceived:
        form.add_error(None, _("This very comment has reached us before: there is no need to send it again."))
        return _show_again(request, form, status=409)
    return redirect(receipt_path(comment))


def _comment_from(request: HttpRequest, article: Article) -> Comment:
    return Comment(
        article=article,
        ip_address=request.META.get("REMOTE_ADDR") or None,
        user_agent=_header(request, "User-Agent"),
        referrer=_header(request, "Referer"),
        marks=[Comment.Mark.NO_ORIGIN] if names_no_origin(request) else [],
    )


def _header(request: HttpRequest, name: str) -> str:
    """Return a header as text: WSGI hands bytes over as Latin-1, browsers send UTF-8."""
    value = request.headers.get(name, "").encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(sign for sign in value if sign.isprintable())[:HEADER_MAX]


def _ask_to_wait(request: HttpRequest, form: CommentForm, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    form.add_error(
        None,
        ngettext(
            "Many comments have come from your address. Your text is kept below: send it again in %(minutes)d minute.",
            "Many comments have come from your address. Your text is kept below: send it again in %(minutes)d minutes.",
            minutes,
        )
        % {"minutes": minutes},
    )
    response = _show_again(request, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _ask_to_slow_down(request: HttpRequest, form: CommentForm, discussion: Discussion, seconds: int) -> HttpResponse:
    words = {"wait": duration(discussion.slow_seconds), "rest": duration(seconds)}
    sentence = _(
        "Under this story, %(wait)s must pass between two comments. Your text is kept below: send it in %(rest)s."
    )
    form.add_error(None, sentence % words)
    response = _show_again(request, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _say_not_saved(request: HttpRequest, article_id: int) -> HttpResponse:
    """Answer 503 with the form and all that was typed, on a page that asks nothing of the database."""
    form = CommentForm(initial=request.POST.dict())
    context = {
        "form": form,
        "number": article_id,
        "title": _("Your comment has not been saved"),
        "sentence": _("The site cannot store anything at the moment. Your text is below: please send it again."),
    }
    response = render(request, "comments/not_saved.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_NOT_SAVED)
    response.headers["Cache-Control"] = "no-store"
    return response


def _show_again(request: HttpRequest, form: CommentForm, status: int, **context: Any) -> HttpResponse:
    """Answer with the page that the form stood on, the errors beside their fields and everything typed kept."""
    parent = form.instance.parent
    if parent is not None:
        response = _reply_page(request, form, parent, status, **context)
    else:
        response = render_article(request, form.instance.article, status=status, comment_form=form, **context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _reply_page(
    request: HttpRequest, form: CommentForm, parent: Comment, status: int = 200, **context: Any
) -> HttpResponse:
    article = form.instance.article
    discussion, now = form.discussion or discussion_of(article), timezone.now()
    context |= {
        "form": form,
        "parent": parent,
        "article": article,
        "closed": closed_in_words(discussion, now),
    }
    said = said_on_form(discussion, publishing_rules_of(article, now))
    return render(request, "comments/reply.html", context | said, status=status)
