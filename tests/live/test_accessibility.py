"""axe finds nothing on the pages of the desk and of readers, narrow and light, wide and dark."""

from __future__ import annotations

import pytest

from tests.live.axe import narrow_and_light_then_wide_and_dark, violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

COMMENTS = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from comments.confirming.links import address_path
from comments.finding.index import describe, store
from comments.following.links import following_path, leave_path
from comments.receipts.links import receipt_path
article = Article.objects.get()
Section.objects.filter(pk=article.section_id).update(name="Intelligence artificielle et société")
Article.objects.update(published_at=timezone.now() - timedelta(days=8, hours=14))
Article.objects.update(headline="Un titre " + "très long " * 9)
now, ana = timezone.now(), User.objects.get(username="ana")
made = []
def comment(name, body, status="pending", verdict="ham", parent=None):
    comment = Comment(article=article, parent=parent, author_name=name, author_email=f"{name.lower()}@example.org",
        body=body, submitted_at=now - timedelta(minutes=90 - len(made)), status=status, verdict=verdict,
        reported_as="ham", screened_at=now, ip_address="192.0.2.7", marks=["many_links"])
    if status != "pending":
        comment.decided_at, comment.decided_by = now, ana
    describe(comment)
    comment.place_in_thread()
    store([comment])
    made.append(comment)
    return comment
root = comment("Zoe", "Merci pour cet article, il est très clair. https://exemple.example/page", "approved")
comment("Max", "Je réponds : c’est vi\\u0430gra, caché\\u200bici.", parent=root)
comment("Ida", "Refusé.", "rejected")
comment("Bot", "Achetez https://vendeur.example", "spam", "spam")
comment("Bob", "Achetez https://vendeur.example", verdict="spam")
comment("Bab", "Achetez https://vendeur.example", verdict="discard")
hidden = comment("Uma", "Retiré.", "rejected")
comment("Eli", "Sous un commentaire retiré.", parent=hidden)
Note.objects.create(comment=made[1], text="À voir avec Ben.", by=ana)
Report.objects.create(comment=root, reason="insult", created_at=now)
Comment.objects.filter(pk=root.pk).update(open_reports=1, reported_at=now)
wish = AddressConfirmation.objects.create(comment=root, email_hash=root.email_hash, asked_at=now, asked_hour=1)
follower = Subscription.objects.create(
    article=article, email="zoe@example.org", email_hash=root.email_hash, asked_at=now, next_mail_at=now)
print(article.get_absolute_url(), made[1].pk, root.pk, receipt_path(root), address_path(wish), article.pk,
    following_path(follower), leave_path(follower))
"""


@pytest.fixture
def pages(site):
    site.publish_story()
    address, number, root, receipt, confirming, story, following, leaving = site.shell(COMMENTS).split()
    return {
        "desk": "/moderation/",
        "one at a time": "/moderation/?mode=focus",
        "spam": "/moderation/?queue=spam",
        "blatant": "/moderation/?queue=spam&blatant=1",
        "approved": "/moderation/?queue=approved",
        "rejected": "/moderation/?queue=rejected",
        "filtered": "/moderation/?language=fr&links=no&q=merci",
        "nothing": "/moderation/?q=introuvable",
        "evidence": f"/moderation/comments/{number}/",
        "thread": f"/moderation/comments/{number}/thread/",
        "author": f"/moderation/comments/{number}/author/",
        "screening": "/moderation/screening/",
        "start": "/moderation/start/",
        "statistics": "/moderation/statistics/",
        "history": "/moderation/history/",
        "my desk": "/moderation/my-desk/",
        "rules": "/moderation/rules/",
        "discussions": "/moderation/discussion/",
        "reported": "/moderation/?queue=reported",
        "report": f"/comments/{root}/report/",
        "reply": f"/comments/{root}/reply/",
        "story": address,
        "privacy": "/privacy/",
        "receipt": receipt,
        "confirming": confirming,
        "asked to follow": f"/comments/follow/{story}/asked/",
        "following": following,
        "leaving": leaving,
    }


def test_axe_finds_nothing_narrow_and_light_or_wide_and_dark(browser, site, pages):
    found = {}
    moderator = Somebody(browser, site)
    page = moderator.sign_in("ana")
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("[...document.querySelectorAll('main details')].slice(0, 8).forEach(each => each.open = true)")
        page.wait_for_load_state("networkidle")
        for way in narrow_and_light_then_wide_and_dark(page):
            if wrong := violations(page):
                found[name, way] = wrong

    assert found == {}
    assert moderator.foreign == []
