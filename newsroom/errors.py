"""Error pages in the site's own face. None of them reads the request, a session or the database."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

# What happened, and what the reader can do now.
SENTENCES = {
    400: (_("This request cannot be read"), _("Go back to the page before and try again from there.")),
    403: (_("You may not see this page"), _("Sign in with an account that has the permission, or ask an editor.")),
    404: (_("There is no page here"), _("The address may be mistyped, or the story may not be published yet.")),
    405: (_("This address cannot be used this way"), _("Go to the front page and start from there.")),
    410: (_("This story has been withdrawn"), _("The newsroom has taken it offline. It will not be found here again.")),
    411: (_("The size of what was sent is missing"), _("Send it again from an ordinary browser.")),
    413: (_("What was sent is too large"), _("A comment holds 5,000 characters. Shorten it and send it again.")),
    415: (_("The encoding of what was sent is not read here"), _("Send it as UTF-8, as every browser does.")),
    500: (
        _("Something broke on our side"),
        _("Nothing that you did. We have been told; please try again in a moment."),
    ),
}


def error_page(status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    title, sentence = SENTENCES[status]
    body = render_to_string(
        "error.html",
        {"title": title, "sentence": sentence, "site_name": settings.SITE_NAME, "language": settings.LANGUAGE_CODE},
    )
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"} | dict(headers or {}))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(500)
