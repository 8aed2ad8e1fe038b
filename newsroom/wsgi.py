"""The application that a web server calls: Django, behind the one check that it makes too early for a middleware."""

import codecs
import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """
    Hand the request to Django, with a Content-Type that it can read.

    Where Django cannot, its request fails before any middleware, and the sender gets the server's bare 500. With a
    charset that is none instead, the boundary answers 415.
    """
    if not _is_readable(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = "text/plain; charset=unreadable"
    return _django(environ, start_response)


def _is_readable(content_type: str) -> bool:
    try:
        _, parameters = parse_header_parameters(content_type)
        codecs.lookup(parameters.get("charset", "utf-8"))
    except LookupError:
        return True
    except ValueError:
        return False
    return True
