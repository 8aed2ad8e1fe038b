"""
Work for the background worker, for stories and pictures. A task is a doorbell: what is due stands in the rows, and a
task that is lost or runs twice changes nothing.
"""

from crontask import cron
from django.tasks import task

from articles.bells import ring
from articles.library.renditions import make_sizes
from articles.models import Autosave, Picture
from articles.revisions.due import write_due_changes


@cron("* * * * *")
@task
def publish_due_changes() -> None:
    write_due_changes()


@cron("17 4 * * *")
@task
def drop_forgotten_texts() -> None:
    Autosave.objects.forgotten().delete()


@cron("* * * * *")
@task
def make_picture_sizes() -> None:
    """Make the sizes of one picture, the latest first; the next one queues behind whatever else waits."""
    due = Picture.objects.without_sizes()
    if picture := due.first():
        make_sizes(picture)
        if due.exists():
            ring(make_picture_sizes)
