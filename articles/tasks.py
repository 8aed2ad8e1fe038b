"""
Work for the background worker. What is to be done stands in the rows, so a task that is lost, delivered twice or late
changes nothing; the scheduler rings every minute in case nobody did.
"""

from datetime import timedelta

from crontask import cron
from django.tasks import task
from django.utils import timezone

from articles.models import Notice
from articles.workflow.mail import send_due_notices
from articles.workflow.schedules import note_schedules_that_came

KEPT_AFTER_READING = timedelta(days=180)


@cron("* * * * *")
@task
def send_notices() -> None:
    send_due_notices()


@cron("* * * * *")
@task
def note_what_became_public() -> None:
    note_schedules_that_came(timezone.now())


@cron("37 4 * * *")
@task
def forget_notices_that_were_read() -> None:
    Notice.objects.read_before(timezone.now() - KEPT_AFTER_READING).delete()
