"""
Work for the background worker, for stories. A task is a doorbell: what is due stands in the rows, and a task that is
lost or runs twice changes nothing.
"""

from crontask import cron
from django.tasks import task

from articles.models import Autosave
from articles.revisions.due import write_due_changes


@cron("* * * * *")
@task
def publish_due_changes() -> None:
    write_due_changes()


@cron("17 4 * * *")
@task
def drop_forgotten_texts() -> None:
    Autosave.objects.forgotten().delete()
