"""What a story's page shows of its comments. The article app knows nothing of them; its template loads these tags."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from articles.models import Article
from comments.models import Comment
from comments.posting.forms import CommentForm
from comments.text import paragraphs, web_address
from comments.thread import thread_page

register = template.Library()
register.filter("web_address", web_address)


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """Show a page of the published thread and the form below it, with the errors of a form that came back."""
    return {
        "article": article,
        "thread": thread_page(article, str(context.get("after") or "")),
        "form": context.get("comment_form") or CommentForm(instance=Comment(article=article)),
    }


@register.filter
def comment_text(text: str) -> SafeString:
    return paragraphs(text)
