"""
Answering a comment as the newsroom: from its card, or from pages of their own for those who do not moderate.

Under a story that somebody signs, its author answers as well; under any other, those who have the right.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from comments.discussion.listing import newest_comments
from comments.models import Comment
from comments.moderation.access import ANSWER, MODERATE, for_answering, may_answer, moderator
from comments.moderation.addresses import next_page
from comments.moderation.answering import AnswerForm, answer


@for_answering
@require_safe
def newsroom_answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    return _page(request, _comment(request, comment_id), AnswerForm())


@for_answering
@require_safe
def story_answers(request: HttpRequest, article_id: int) -> HttpResponse:
    """List what readers published last under a story, each with the way to its answer."""
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    if not may_answer(moderator(request), article):
        raise PermissionDenied
    context = {"article": article, "comments": newest_comments(article)}
    return render(request, "comments/moderation/story_answers.html", context)


@for_answering
@require_POST
def answer_as_newsroom(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Publish the answer; 422 with what is wrong with it, 409 when the comment is not published, each with the text."""
    comment = _comment(request, comment_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    published = answer(comment, form.cleaned_data["body"], by=request.user)  # type: ignore[arg-type]  # signed in
    if published is None:
        return _page(request, comment, form, status=409)
    messages.info(request, _("Your answer is published."))
    return redirect(next_page(request) if request.POST.get("next") else published.get_absolute_url())


def _comment(request: HttpRequest, comment_id: int) -> Comment:
    """Return the comment; to who may not answer it, one that is there is refused like one that is not."""
    comment = Comment.objects.select_related("article").filter(pk=comment_id).first()
    person = moderator(request)
    if person.has_perm(ANSWER) or (comment and may_answer(person, comment.article)):
        if comment is None:
            raise Http404
        return comment
    raise PermissionDenied


def _page(request: HttpRequest, comment: Comment, form: AnswerForm, status: int = 200) -> HttpResponse:
    refusal = ""
    # Those who answer and do not moderate read what readers read.
    may_read = comment.status == Comment.Status.APPROVED or request.user.has_perm(MODERATE)
    if comment.status != Comment.Status.APPROVED:
        refusal = _("This comment is not published, so nobody would see what is answered. Publish it first.")
    context = {"comment": comment, "may_read": may_read, "form": form, "refusal": refusal}
    context["next"] = request.POST.get("next", "")
    return render(request, "comments/moderation/answer.html", context, status=status)
