"""
Work for the background worker. A task is a doorbell: what is to be done stands in the rows, so a task that is lost,
delivered twice or late changes nothing, and the scheduler rings every minute in case nobody did.
"""

from crontask import cron
from django.core.management import call_command
from django.tasks import task

from comments.screening.checking import screen_due_comments
from comments.screening.feedback import report_due_decisions


@cron("* * * * *")
@task
def screen_comments() -> None:
    if come_back_at := screen_due_comments():
        screen_comments.using(run_after=come_back_at).enqueue()


@cron("* * * * *")
@task
def report_decisions() -> None:
    if come_back_at := report_due_decisions():
        report_decisions.using(run_after=come_back_at).enqueue()


@cron("17 4 * * *")
@task
def forget_finished_tasks() -> None:
    call_command("prune_db_task_results", verbosity=0)
