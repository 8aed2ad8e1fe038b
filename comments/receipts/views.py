"""The receipt: the one place where its author, and nobody else, sees what became of a comment."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.kept_nowhere import kept_nowhere
from comments.confirming import asking
from comments.confirming.asking import may_be_confirmed
from comments.discussion.in_force import discussion_of
from comments.discussion.publishing import ALWAYS, is_read_first, publishing_rules_of
from comments.following.asking import ask_from_receipt, following_from, may_follow_answers
from comments.following.links import leave_one_path
from comments.models import AddressConfirmation, Comment
from comments.posting.limits import TooManyPosts, address_hash
from comments.posting.origin import is_cross_site
from comments.receipts.links import opens_receipt, receipt_path
from comments.shortening import pieces


@require_safe
def receipt(request: HttpRequest, comment_id: int, key: str) -> HttpResponse:
    return _receipt_page(request, _own_comment(comment_id, key))


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, comment_id: int, key: str) -> HttpResponse:
    """Take the comment back for whoever holds its receipt; the secret address is the authority."""
    comment = _own_comment(comment_id, key)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": comment.article}, status=403)
    comment.withdraw()
    return redirect(receipt_path(comment))


@csrf_exempt
@require_POST
def ask_to_confirm(request: HttpRequest, comment_id: int, key: str) -> HttpResponse:
    """Take the wish for the mail that confirms the comment's address; the worker sends it."""
    comment = _own_comment(comment_id, key)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": comment.article}, status=403)
    if not may_be_confirmed(comment):
        return redirect(receipt_path(comment))
    try:
        asking.ask_to_confirm(comment, address_hash(request.META.get("REMOTE_ADDR")), timezone.now())
    except TooManyPosts as limit:
        return _ask_to_wait(request, comment, limit, "wait_minutes")
    return redirect(receipt_path(comment))


@csrf_exempt
@require_POST
def follow_answers(request: HttpRequest, comment_id: int, key: str) -> HttpResponse:
    """Take the wish to be told of answers by mail."""
    comment = _own_comment(comment_id, key)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": comment.article}, status=403)
    try:
        ask_from_receipt(comment, address_hash(request.META.get("REMOTE_ADDR")), timezone.now())
    except TooManyPosts as limit:
        return _ask_to_wait(request, comment, limit, "follow_wait_minutes")
    return redirect(receipt_path(comment))


def _own_comment(comment_id: int, key: str) -> Comment:
    """Return the comment that the secret address belongs to; a wrong key and a missing row look alike."""
    comment = Comment.objects.filter(pk=comment_id).select_related("article").first()
    if comment is None or not opens_receipt(comment, key):
        raise Http404
    return comment


def _ask_to_wait(request: HttpRequest, comment: Comment, limit: TooManyPosts, where: str) -> HttpResponse:
    response = _receipt_page(request, comment, status=429, **{where: -(-limit.retry_after // 60)})
    response.headers["Retry-After"] = str(limit.retry_after)
    return response


def _receipt_page(request: HttpRequest, comment: Comment, *, status: int = 200, **context: Any) -> HttpResponse:
    decision = comment.events.filter(to_status=comment.status).select_related("reason").first()
    shortenings = list(comment.shortenings.filter(revision=comment.revision, taken_back_at=None))
    context |= {
        "comment": comment,
        "receipt_path": receipt_path(comment),
        "decision": decision,
        "shortenings": shortenings,
        "pieces": list(pieces(comment.body, [each.passage for each in shortenings])),
        # Its own wish alone: that an address was confirmed elsewhere is nothing for whoever types it.
        "wish": AddressConfirmation.objects.filter(comment=comment).order_by("-asked_at").first(),
        "may_be_confirmed": may_be_confirmed(comment),
        "following": (following := following_from(comment)),
        "leave_path": leave_one_path(following) if following and following.confirmed_at else "",
        "may_follow": may_follow_answers(comment),
    }
    if comment.status == Comment.Status.PENDING:
        context |= _what_it_waits_for(comment)
    return kept_nowhere(render(request, "comments/receipt.html", context, status=status))


def _what_it_waits_for(comment: Comment) -> dict[str, Any]:
    """Say whether it is still being checked, by Akismet or by rules that may publish it, and when a person reads it."""
    is_read = is_read_first(discussion_of(comment.article), publishing_rules_of(comment.article, timezone.now()))
    may_be_published = is_read != ALWAYS and comment.rules_due_at is not None
    return {"is_read_first": is_read, "is_being_checked": not comment.is_screened or may_be_published}
