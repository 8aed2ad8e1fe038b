"""What a story's page shows of its comments. The article app knows nothing of them; its template loads these tags."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Article
from articles.stencils import NUMBER, mark, stencil
from comments.discussion.in_force import Discussion, discussion_of
from comments.discussion.publishing import publishing_rules_of, said_on_form
from comments.discussion.words import closed_in_words
from comments.markup import paragraphs
from comments.models import Comment
from comments.posting.forms import CommentForm
from comments.text import web_address
from comments.thread import thread_page
from comments.thread_html import thread_html

register = template.Library()
register.filter("web_address", web_address)


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """Show a page of the published thread and the form below it, with the errors of a form that came back."""
    now = timezone.now()
    thread = thread_page(article, str(context.get("after") or ""))
    discussion, rules = discussion_of(article), publishing_rules_of(article, now)
    if page_life := context.get("page_life"):
        for at in (discussion.closes_at, *(rule.ends_at for rule in rules)):
            if at and at > now:
                page_life.end(at)
    return {
        "article": article,
        "thread": thread,
        "thread_html": thread_html(thread.comments, is_open=discussion.is_open(now)),
        "form_html": _form_html(discussion, said_on_form(discussion, rules), context.get("comment_form"), now),
        "closed": closed_in_words(discussion, now),
    }


def _form_html(
    discussion: Discussion, said: dict[str, Any], returned: CommentForm | None, now: datetime
) -> SafeString | str:
    """Show the form that came back with errors, or an empty one: the same on every page but for its address."""
    number = discussion.article.pk
    if returned is not None:
        return render_to_string("comments/_form.html", {"form": returned, "number": number} | said)
    if not discussion.is_open(now):
        return ""
    values = {f"note{place}": note for place, note in enumerate(said["notes"])}
    shape = said | {"notes": tuple(mark(name) for name in values)}
    return stencil("comments/_form.html", form=_empty_form(), number=NUMBER, **shape).fill(number=number, **values)


@cache
def _empty_form() -> CommentForm:
    return CommentForm(instance=Comment(article=Article()))


@register.filter
def comment_text(text: str) -> SafeString:
    return paragraphs(text)
