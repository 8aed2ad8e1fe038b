"""What a page offers to whoever wants to follow a discussion."""

from django import template
from django.conf import settings

from comments.following.forms import FollowForm

register = template.Library()


@register.simple_tag
def follow_form() -> FollowForm | None:
    """Return an empty form, or nothing where the owner has switched following by mail off."""
    return FollowForm() if settings.FOLLOW_BY_MAIL else None


@register.simple_tag
def follows_by_mail() -> bool:
    return bool(settings.FOLLOW_BY_MAIL)
