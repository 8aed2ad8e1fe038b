"""What an operator watches of screening, as Prometheus reads it: backlog, age, state, outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from comments.models import AkismetService, Comment, ScreeningAttempt
from comments.screening.checking import ASKED_ABOUT
from comments.screening.feedback import REPORTABLE

RECENT = timedelta(minutes=5)


class ScreeningCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        service = AkismetService.current()
        waiting = Comment.objects.filter(ASKED_ABOUT, screen_after__isnull=False, verdict="")
        oldest = waiting.order_by("submitted_at").values_list("submitted_at", flat=True).first()
        yield _gauge("waiting", "Comments that wait for their first verdict.", waiting.count())
        age = (now - oldest).total_seconds() if oldest else 0
        yield _gauge("oldest_waiting_seconds", "Age of the oldest of them.", age)
        yield _gauge("reports_due", "Decisions that Akismet has not heard of.", _due_reports())
        answered = service.answered_at.timestamp() if service.answered_at else 0
        yield _gauge("answered_timestamp_seconds", "When Akismet last answered.", answered)
        yield _states(service)
        yield _outcomes(now - RECENT)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"newsroom_screening_{name}", words, value=value)


def _due_reports() -> int:
    return Comment.objects.filter(REPORTABLE).count()


def _states(service: AkismetService) -> GaugeMetricFamily:
    states = GaugeMetricFamily("newsroom_akismet_state", "1 for the state that Akismet is in.", labels=["state"])
    for state in AkismetService.State.values:
        states.add_metric([state], float(service.state == state))
    return states


def _outcomes(since: object) -> GaugeMetricFamily:
    words = "Calls of the last five minutes by what they ended in."
    family = GaugeMetricFamily("newsroom_akismet_calls_recent", words, labels=["call", "outcome"])
    recent = ScreeningAttempt.objects.filter(at__gte=since).order_by().values_list("call", "outcome")
    for call, outcome, count in recent.annotate(Count("pk")):
        family.add_metric([call, outcome], count)
    return family
