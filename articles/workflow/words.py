"""What notices say, in the page and by mail, and where they lead."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Notice
from articles.models.notice import NoticeKind
from articles.people import name_of


def notice_sentence(notice: Notice) -> str:
    """Say what happened, in one sentence."""
    headline = " ".join(notice.article.headline.split())
    if notice.actor is None:
        return _unsigned_sentence(notice.kind) % {"headline": headline}
    sentences = {
        NoticeKind.ASSIGNED: _("%(who)s gave you “%(headline)s” to write"),
        NoticeKind.RETURNED: _("%(who)s returned “%(headline)s” to you"),
        NoticeKind.REMARK: _("%(who)s wrote a remark on “%(headline)s”"),
        NoticeKind.MENTION: _("%(who)s mentions you in a remark on “%(headline)s”"),
        NoticeKind.READY: _("%(who)s approved “%(headline)s”"),
        NoticeKind.PUBLISHED: _("%(who)s published “%(headline)s”"),
        NoticeKind.COMMENT: _("%(who)s commented on “%(headline)s”"),
    }
    return sentences[NoticeKind(notice.kind)] % {"who": name_of(notice.actor), "headline": headline}


def _unsigned_sentence(kind: str) -> str:
    """Say it where nobody did it: a clock, or a reader, whose name is not told."""
    if kind == NoticeKind.COMMENT:
        return _("A reader commented on “%(headline)s”")
    return (
        _("“%(headline)s” is published") if kind == NoticeKind.PUBLISHED else _("Something happened to “%(headline)s”")
    )


def notice_path(notice: Notice) -> str:
    """Return where what happened is seen: the remarks of the story, or the story."""
    page = "remarks" if notice.kind in (NoticeKind.REMARK, NoticeKind.MENTION) else "change"
    return reverse(f"admin:articles_article_{page}", args=[notice.article_id])
