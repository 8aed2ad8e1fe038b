"""What is looked up beside a card: its thread, its author's history, and the notes of moderators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment, Note
from comments.moderation.access import for_moderators, moderator
from comments.moderation.addresses import next_page
from comments.moderation.around import around, history_of_author, notes_on_author, other_authors, other_names
from comments.moderation.authors import records_of


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": _("Write the note first.")}}


@for_moderators
@require_safe
def thread_around(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the thread around a comment, in the drawer of its card or on a page of its own."""
    comment = _comment(comment_id)
    return _drawer(request, "thread", comment, {"around": around(comment)})


@for_moderators
@require_safe
def author_history(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show what is known of the author of a comment."""
    return _author_page(request, _comment(comment_id), NoteForm())


@for_moderators
@require_POST
def add_note(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Write a note on a comment, or with `on_author` on whoever wrote it, for moderators alone."""
    comment = _comment(comment_id)
    on_author = request.POST.get("on_author") == "1" and bool(comment.email_hash)
    target = {"email_hash": comment.email_hash} if on_author else {"comment": comment}
    form = NoteForm(request.POST, instance=Note(by=moderator(request), **target))
    if not form.is_valid():
        return _author_page(request, comment, form, status=422)
    form.save()
    messages.info(request, _("Your note is there for all moderators."))
    return redirect(next_page(request))


@for_moderators
@require_POST
def remove_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Delete a note of one's own."""
    note = get_object_or_404(Note, pk=note_id, by=moderator(request))
    note.delete()
    messages.info(request, _("Your note is deleted."))
    return redirect(next_page(request))


def _author_page(request: HttpRequest, comment: Comment, form: NoteForm, status: int = 200) -> HttpResponse:
    context = {
        "record": records_of([comment]).get(comment.email_hash),
        "history": history_of_author(comment),
        "names": other_names(comment),
        "others": other_authors(comment),
        "notes": notes_on_author(comment),
        "form": form,
        "next": next_page(request),
    }
    return _drawer(request, "author", comment, context, status)


def _drawer(
    request: HttpRequest, name: str, comment: Comment, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer a card with the drawer alone, and everybody else with a page around it."""
    in_place = request.htmx and status == 200  # type: ignore[attr-defined]  # set by HtmxMiddleware
    template = f"comments/moderation/_{name}.html" if in_place else f"comments/moderation/{name}.html"
    return render(request, template, {"comment": comment, "drawer": name, **context}, status=status)


def _comment(comment_id: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("article", "article__section", "parent"), pk=comment_id)
