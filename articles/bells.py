"""Ringing for the background worker: what is to be done stands in the rows, and a task only says that something is."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.tasks import Task, TaskResultStatus
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max


def ring(bell: Task[[], None], at: datetime | None = None) -> None:
    """
    Ring a bell, now or later, unless one hangs there already that rings in time. Call it in the rows' transaction.

    The one that hangs is locked until that transaction ends: so it cannot ring before the rows are there.
    """
    due = Q(run_after=get_date_max()) | Q(run_after__lte=at or timezone.now())
    if isinstance(bell.get_backend(), DatabaseBackend):
        with transaction.atomic():
            hanging = DBTaskResult.objects.filter(due, task_path=bell.module_path, status=TaskResultStatus.READY)
            if hanging.select_for_update(skip_locked=True).values_list("pk", flat=True).first():
                return
    (bell.using(run_after=at) if at else bell).enqueue()
