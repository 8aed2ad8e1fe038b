"""What a story's page shows of its comments. The article app knows nothing of them; its template loads these tags."""

from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article
from articles.stencils import NUMBER, stencil
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
    thread = thread_page(article, str(context.get("after") or ""))
    return {
        "article": article,
        "thread": thread,
        "thread_html": thread_html(thread.comments, is_open=article.comments_open),
        "form_html": _form_html(article, context.get("comment_form")),
    }


def _form_html(article: Article, returned: CommentForm | None) -> SafeString | str:
    """Show the form that came back with errors, or an empty one: the same on every page but for its address."""
    if returned is not None:
        return render_to_string("comments/_form.html", {"form": returned, "number": article.pk})
    if not article.comments_open:
        return ""
    return stencil("comments/_form.html", form=_empty_form(), number=NUMBER).fill(number=article.pk)


@cache
def _empty_form() -> CommentForm:
    return CommentForm(instance=Comment(article=Article()))


@register.filter
def comment_text(text: str) -> SafeString:
    return paragraphs(text)
