"""The secret address of a comment's receipt, derived from the row so that nothing has to be stored in clear."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from comments.models import Comment


def receipt_path(comment: Comment) -> str:
    return reverse("comments:receipt", args=[comment.pk, receipt_key(comment)])


def receipt_key(comment: Comment) -> str:
    """Return 160 bits that only somebody with the site's key and the row's random column can make."""
    value = f"{comment.pk}:{comment.receipt_nonce}"
    return salted_hmac("comments.receipt", value, algorithm="sha256").hexdigest()[:40]


def opens_receipt(comment: Comment, key: str) -> bool:
    return constant_time_compare(receipt_key(comment), key)
