"""Work for the background worker. What is to be done stands in the rows; a task only says that something is."""

from crontask import cron
from django.tasks import task

from articles.bells import ring
from articles.library.renditions import make_sizes
from articles.models import Picture


@cron("* * * * *")
@task
def make_picture_sizes() -> None:
    """Make the sizes of one picture, the latest first; the next one queues behind whatever else waits."""
    due = Picture.objects.without_sizes()
    if picture := due.first():
        make_sizes(picture)
        if due.exists():
            ring(make_picture_sizes)
