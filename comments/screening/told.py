"""What Akismet is told of a comment: the one table behind the calls, the stored copy and the privacy page."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comments.models import Comment

# The parameters of the protocol that we send, with what a reader is told of each on the privacy page.
FIELDS_SENT = {
    "user_ip": _("the internet address that the comment was sent from"),
    "user_agent": _("the name that the browser gives itself"),
    "referrer": _("the page that the browser came from"),
    "permalink": _("the address of the story"),
    "comment_type": _("that it is a comment"),
    "comment_author": _("the name that was typed"),
    "comment_author_email": _("the e-mail address that was typed"),
    "comment_author_url": _("the site that was typed"),
    "comment_content": _("the text"),
    "comment_date_gmt": _("the time of sending"),
    "comment_post_modified_gmt": _("the time at which the story was last changed"),
    "comment_context": _("the section of the story"),
    "blog_lang": _("the language of the story"),
    "blog_charset": _("the encoding of the text"),
}


def fields_sent() -> dict[str, Any]:
    """Return the fields that this site sends: its owner may leave the e-mail address out."""
    if settings.AKISMET_SEND_EMAIL:
        return FIELDS_SENT
    return {name: words for name, words in FIELDS_SENT.items() if name != "comment_author_email"}


def told_of(comment: Comment) -> dict[str, str]:
    """
    Return the fields of a check, every one of them as the reader sent it and empty ones too (akismet.com's advice).

    The same values are stored with the verdict, because feedback must repeat them.
    """
    story = comment.article
    told = {
        "user_ip": comment.ip_address or "",
        "user_agent": comment.user_agent,
        "referrer": comment.referrer,
        "permalink": settings.SITE_URL + story.get_absolute_url(),
        "comment_type": "comment",
        "comment_author": comment.author_name,
        "comment_author_email": comment.author_email,
        "comment_author_url": comment.author_url,
        "comment_content": comment.body,
        "comment_date_gmt": comment.submitted_at.isoformat(timespec="seconds"),
        "comment_post_modified_gmt": story.updated_at.isoformat(timespec="seconds"),
        "comment_context": story.section.name,
        "blog_lang": story.language,
        "blog_charset": "UTF-8",
    }
    return {name: told[name] for name in fields_sent()}


def without_address(told: dict[str, Any]) -> bool:
    """Tell whether the sender's address is unknown: there is no check without one, so people decide alone."""
    return not told["user_ip"]
