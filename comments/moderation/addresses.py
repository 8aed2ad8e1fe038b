"""Where a press on the desk leads afterwards."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest, otherwise: str = "comments:desk") -> str:
    """Return the page of the desk to go on with, `otherwise` by name; never an address of another site."""
    wanted = request.POST.get("next", "")
    is_own = wanted.startswith("/moderation/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else reverse(otherwise)
