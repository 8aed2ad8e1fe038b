"""The application that a web server calls: Django, behind the one check that it makes too early for a middleware."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

from newsroom.middleware import is_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """
    Hand the request to Django, with a Content-Type that it can read.

    Where Django cannot, its request fails before any middleware, and the sender gets the server's bare 500. With a
    charset that is none instead, the boundary answers 415.
    """
    if not is_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = "text/plain; charset=unreadable"
    return _django(environ, start_response)
