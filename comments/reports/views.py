"""A reader reports a comment: without an account, a cookie or a script, and heard once from each network."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment, Report
from comments.posting.limits import TooManyPosts, address_hash
from comments.posting.origin import is_cross_site
from comments.reports.forms import ReportForm
from comments.reports.reporting import take_report


@require_safe
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the comment that is reported, and the form."""
    return _page(request, _comment(comment_id), ReportForm())


@csrf_exempt
@require_POST
def send_report(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _comment(comment_id)
    if is_cross_site(request):
        return render(request, "comments/cross_site.html", {"article": comment.article}, status=403)
    sender = address_hash(request.META.get("REMOTE_ADDR") or None)
    form = ReportForm(request.POST, instance=Report(comment=comment, sender_hash=sender))
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    try:
        take_report(form.instance)
    except TooManyPosts as limit:
        return _ask_to_wait(request, comment, form, limit.retry_after)
    except Comment.DoesNotExist as error:
        raise Http404 from error
    return redirect("comments:report_sent", comment.pk)


@require_safe
def report_sent(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Say that a report has arrived: the same for everybody, so that nobody learns what others did."""
    comment = Comment.objects.approved().select_related("article").filter(pk=comment_id).first()
    return render(request, "comments/reports/sent.html", {"comment": comment})


def _comment(comment_id: int) -> Comment:
    return get_object_or_404(Comment.objects.approved().select_related("article"), pk=comment_id)


def _ask_to_wait(request: HttpRequest, comment: Comment, form: ReportForm, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "Many reports have come from your address. Yours is kept below: send it again in %(minutes)d minute.",
        "Many reports have come from your address. Yours is kept below: send it again in %(minutes)d minutes.",
        minutes,
    )
    form.add_error(None, sentence % {"minutes": minutes})
    response = _page(request, comment, form, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(request: HttpRequest, comment: Comment, form: ReportForm, status: int = 200) -> HttpResponse:
    response = render(request, "comments/reports/report.html", {"comment": comment, "form": form}, status=status)
    if form.is_bound:
        response.headers["Cache-Control"] = "no-store"
    return response
