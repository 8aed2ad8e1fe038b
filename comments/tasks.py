"""
Work for the background worker. A task is a doorbell: what is to be done stands in the rows, so a task that is lost,
delivered twice or late changes nothing, and the scheduler rings every minute in case nobody did.
"""

from crontask import cron
from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from articles.bells import ring
from comments.confirming.mails import forget_confirmations, send_confirmation_mails
from comments.discussion.unreviewed import publish_unreviewed
from comments.following.announcing import announce_published_comments
from comments.following.ending import end_subscriptions
from comments.following.mails import ask_followers, tell_followers
from comments.moderation.digest import send_digests
from comments.rules.engine import apply_due_rules, due_comments
from comments.screening.checking import CHECKS
from comments.screening.engine import work_off
from comments.screening.feedback import REPORTS
from comments.screening.operator_mail import tell_operator
from comments.story_notices import tell_of_published_comments


@cron("* * * * *")
@task
def screen_comments() -> None:
    """
    Ask about all that waits; what people have decided since goes out over the same client.

    The rules look at each batch of verdicts, and first of all at what a worker that died has left.
    """
    _look_at_what_is_due()
    if come_back_at := work_off(CHECKS, REPORTS, progress=_apply_to_what_came):
        ring(screen_comments, at=come_back_at)
    if due_comments().exists():
        ring(apply_rules)


@cron("* * * * *")
@task
def apply_rules() -> None:
    """Let the rules that are on look at what came in, was judged or was reported; publish what needs no review."""
    if _look_at_what_is_due():
        ring(apply_rules)


def _look_at_what_is_due() -> bool:
    """Apply the rules, then publish what they leave and nobody needs to review; tell whether something is left."""
    is_more_due = apply_due_rules()
    publish_unreviewed()
    return is_more_due


def _apply_to_what_came(written: int) -> None:
    """Do not let what has just been judged wait for the end of a long queue."""
    if written:
        _look_at_what_is_due()


@task
def report_decisions() -> None:
    if come_back_at := work_off(REPORTS):
        ring(report_decisions, at=come_back_at)


@cron("*/5 * * * *")
@task
def tell_authors_of_comments() -> None:
    tell_of_published_comments(timezone.now())


@cron("*/5 * * * *")
@task
def tell_operator_of_trouble() -> None:
    tell_operator(timezone.now())


@cron("*/5 * * * *")
@task
def send_digests_of_the_queue() -> None:
    send_digests(timezone.now())


@cron("* * * * *")
@task
def send_confirmations() -> None:
    """Send the mails that confirm an address; one that waits for its comment to be checked leaves within a minute."""
    if send_confirmation_mails(timezone.now()):
        ring(send_confirmations)


@cron("* * * * *")
@task
def send_mails_to_followers() -> None:
    """Announce what has become public, ask those who wish to follow, and tell those who do."""
    now = timezone.now()
    if any([announce_published_comments(now), ask_followers(now), tell_followers(now)]):
        ring(send_mails_to_followers)


@cron("17 4 * * *")
@task
def forget_what_has_had_its_time() -> None:
    forget_confirmations(timezone.now())
    end_subscriptions(timezone.now())
    call_command("purge_blatant_spam", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)
