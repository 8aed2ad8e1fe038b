"""The link in the mail: signed, bound to the address by its keyed hash, and good for a week."""

from django.core import signing
from django.urls import reverse

from comments.models import AddressConfirmation
from comments.models.confirmation import LINK_LIFE

_SALT = "comments.confirming"


class LinkExpired(Exception):
    """The link was signed here, but too long ago, or what it confirms has been forgotten since."""


def address_path(wish: AddressConfirmation) -> str:
    return reverse("comments:address", args=[address_key(wish)])


def address_key(wish: AddressConfirmation) -> str:
    return signing.dumps([wish.pk, wish.email_hash], salt=_SALT)


def wish_of(key: str) -> AddressConfirmation | None:
    """Return the wish that a link was made for; None for a link that was never made here. Raise LinkExpired."""
    try:
        number, email_hash = signing.loads(key, salt=_SALT, max_age=LINK_LIFE)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    wish = AddressConfirmation.objects.filter(pk=number, email_hash=email_hash).first()
    if wish is None:
        raise LinkExpired
    return wish
