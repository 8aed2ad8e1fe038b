"""
Work for the background worker, for stories and pictures. A task is a doorbell: what is due stands in the rows, and a
task that is lost or runs twice changes nothing; the scheduler rings every minute in case nobody did.
"""

from datetime import timedelta

from crontask import cron
from django.tasks import task
from django.utils import timezone

from articles.bells import ring
from articles.library.renditions import make_sizes
from articles.models import Autosave, Notice, Picture
from articles.revisions.due import write_due_changes
from articles.search.kept_by_triggers import merge_index
from articles.workflow.mail import send_due_notices
from articles.workflow.schedules import note_schedules_that_came

KEPT_AFTER_READING = timedelta(days=180)


@cron("* * * * *")
@task
def publish_due_changes() -> None:
    write_due_changes()


@cron("* * * * *")
@task
def note_what_became_public() -> None:
    note_schedules_that_came(timezone.now())


@cron("* * * * *")
@task
def send_notices() -> None:
    send_due_notices()


@cron("* * * * *")
@task
def make_picture_sizes() -> None:
    """Make the sizes of one picture, the latest first; the next one queues behind whatever else waits."""
    due = Picture.objects.without_sizes()
    if picture := due.first():
        make_sizes(picture)
        if due.exists():
            ring(make_picture_sizes)


@cron("17 4 * * *")
@task
def drop_forgotten_texts() -> None:
    Autosave.objects.forgotten().delete()


@cron("27 4 * * *")
@task
def merge_search_index() -> None:
    merge_index()


@cron("37 4 * * *")
@task
def forget_notices_that_were_read() -> None:
    Notice.objects.read_before(timezone.now() - KEPT_AFTER_READING).delete()
