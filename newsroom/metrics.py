"""For Prometheus: what each app measures of itself. Closed to everybody who does not know METRICS_TOKEN."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from comments.screening.metrics import ScreeningCollector


def metrics(request: HttpRequest) -> HttpResponse:
    asked_with = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(asked_with, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    # Read from the database when asked: a count in one of several processes would be no count.
    registry = CollectorRegistry()
    registry.register(ScreeningCollector())
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )
