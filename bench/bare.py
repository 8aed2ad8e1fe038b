"""The reference: the same gunicorn and Django, one function view, no database, no middleware."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>bare</p>")


urlpatterns = [path("", page), path("healthz", page)]

settings.configure(ROOT_URLCONF="bench.bare", ALLOWED_HOSTS=["*"], SECRET_KEY="bench", MIDDLEWARE=[])
application = get_wsgi_application()
