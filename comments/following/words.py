"""
What followers read: plain text in the site's language.

What readers wrote stands in it as one line each, without signs that turn or hide text, so that no name and no comment
can look like a part of the mail; and nothing of it, nor a headline, begins a line of the mail's head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.dates import moment_in_words
from articles.models import Article
from comments.following.links import following_path, leave_path
from comments.mail import Mail
from comments.models import Comment, Subscription
from comments.text import one_line

# So many comments are quoted in a mail, each by so many signs; of the others their number is told.
QUOTED = 20
FIRST_WORDS = 200
HEADLINE_MAX = 150


def question_mail(wish: Subscription) -> Mail:
    """Write the mail that asks the owner of an address. There is no word of a reader in it."""
    words = {
        "site": settings.SITE_NAME,
        "headline": one_line(wish.article.headline),
        "link": settings.SITE_URL + following_path(wish),
    }
    if wish.comment_id:
        text = _(
            "Somebody has written a comment on %(site)s under “%(headline)s”, given this e-mail address, and asked to "
            "be told of answers by mail."
        )
    else:
        text = _(
            "Somebody has asked on %(site)s to follow the discussion under “%(headline)s” with this e-mail address."
        )
    rest = _(
        "If that was you, say so here. The link works for seven days:\n%(link)s\n\n"
        "You then get one mail an hour at most, with a link that ends it. If it was not you, do nothing: no mail will "
        "come.\n"
    )
    return _mail(wish, _("Do you want to follow this discussion?"), f"{text}\n\n{rest}" % words, named="question")


def news_mail(subscription: Subscription, comments: Sequence[Comment]) -> Mail:
    """Write the mail that tells of these comments; it ends by one press on what its head or its last line names."""
    leave = settings.SITE_URL + leave_path(subscription)
    headline = one_line(subscription.article.headline)
    numbers = str([comment.pk for comment in comments])
    told = salted_hmac("comments.following.mail", numbers, algorithm="sha256").hexdigest()
    return _mail(
        subscription,
        _("New comments under “%(headline)s”") % {"headline": Truncator(headline).chars(HEADLINE_MAX)},
        "\n\n".join(_news(subscription, headline, comments, leave)) + "\n",
        named=told[:20],
        **{
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "In-Reply-To": _thread_of(subscription.article),
            "References": _thread_of(subscription.article),
        },
    )


def _news(subscription: Subscription, headline: str, comments: Sequence[Comment], leave: str) -> Iterator[str]:
    count, discussion = len(comments), f"{settings.SITE_URL}{subscription.article.get_absolute_url()}#comments"
    if subscription.comment_id:
        sentence = ngettext(
            "%(count)d answer to your comment under “%(headline)s” has been published:",
            "%(count)d answers to your comment under “%(headline)s” have been published:",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)d comment has been published under “%(headline)s”:",
            "%(count)d comments have been published under “%(headline)s”:",
            count,
        )
    yield sentence % {"count": count, "headline": headline}
    yield from map(_quoted, comments[:QUOTED])
    if rest := max(count - QUOTED, 0):
        more = ngettext("And %(count)d more: %(link)s", "And %(count)d more: %(link)s", rest)
        yield more % {"count": rest, "link": discussion}
    yield _why(subscription) + "\n" + _("No more mails: %(link)s") % {"link": leave}


def _quoted(comment: Comment) -> str:
    words = {"name": one_line(comment.author_name), "at": moment_in_words(comment.submitted_at)}
    return "\n".join(
        (
            _("%(name)s, %(at)s") % words,
            Truncator(one_line(comment.shown_body)).chars(FIRST_WORDS),
            settings.SITE_URL + comment.get_absolute_url(),
        )
    )


def _why(subscription: Subscription) -> str:
    if subscription.comment_id:
        return _("You get this mail because you asked to be told of answers to your comment.")
    return _("You get this mail because you follow this discussion.")


def _mail(to: Subscription, subject: str, body: str, *, named: str, **headers: str) -> Mail:
    """Return a mail whose Message-ID is the same whenever the same is written again."""
    return Mail(
        subject=f"{settings.EMAIL_SUBJECT_PREFIX}{subject}",
        body=body,
        to=[to.email],
        headers={
            "Message-ID": f"<following-{to.pk}-{named}@{_host()}>",
            "Auto-Submitted": "auto-generated",
            "Precedence": "bulk",
            **headers,
        },
    )


def _thread_of(article: Article) -> str:
    """Return what all mails about one discussion refer to, so that mail programs show them as one."""
    return f"<discussion-{article.pk}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
