"""Plain makers of rows: say in the test what matters, and let these fill the rest."""

from __future__ import annotations

import io
import itertools
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles.library.renditions import make_sizes
from articles.library.sizes import names_of, sizes_name
from articles.models import Article, Author, Banner, Byline, Front, Picture, Pin, Section, Series, SeriesPart
from articles.search.index import index as index_story
from comments.finding.index import describe, email_hash, store
from comments.models import AddressConfirmation, Comment, RejectionReason, Rule, RuleEntry, Subscription
from comments.screening.told import told_of

_numbers = itertools.count(1)
_made_sizes: dict[tuple[int, int], tuple[dict[str, list[int]], list[bytes]]] = {}
NOW = object()


def make_section(**values) -> Section:
    number = next(_numbers)
    return Section.objects.create(**{"name": f"Rubrique {number}", "slug": f"rubrique-{number}"} | values)


def make_author(**values) -> Author:
    number = next(_numbers)
    return Author.objects.create(**{"name": f"Autrice {number}", "slug": f"autrice-{number}"} | values)


def make_picture(*, width=16, height=9, **values) -> Picture:
    number = next(_numbers)
    picture = io.BytesIO()
    Image.new("RGB", (width, height)).save(picture, "WEBP")
    defaults = {
        "file": ContentFile(picture.getvalue(), f"{number}.webp"),
        "alternative_text": f"Image {number}",
        "licence": "house",
    }
    return Picture.objects.create(**defaults | values)


def make_sized_picture(*, width=2000, height=1500, **values) -> Picture:
    """Make a picture with all its sizes, which are computed once for pictures of this width and height."""
    picture = make_picture(width=width, height=height, **values)
    if made := _made_sizes.get((width, height)):
        sizes, contents = made
        sized_as = sizes_name(picture.file_name, (picture.focus_x, picture.focus_y))
        for name, content in zip(names_of(sized_as, sizes), contents, strict=True):
            default_storage.save(name, ContentFile(content))
        picture.show_sizes(sized_as, sizes)
    else:
        make_sizes(picture)
    picture.refresh_from_db()
    if not made:
        paths = map(default_storage.path, names_of(picture.sized_as, picture.sizes))
        _made_sizes[width, height] = picture.sizes, [Path(path).read_bytes() for path in paths]
    return picture


def make_article(*, published_at=NOW, authors=None, tags=(), **values) -> Article:
    """Make a story that was published an hour ago, unless told otherwise (`None`: a draft)."""
    number = next(_numbers)
    defaults = {"headline": f"Article {number}", "slug": f"article-{number}", "body": "<p>Texte.</p>"}
    values = defaults | values
    values.setdefault("section", Section.objects.first() or make_section())
    article = Article.objects.create(**values)
    for author in [make_author()] if authors is None else authors:
        Byline.objects.create(article=article, author=author)
    article.tags.set(tags)
    index_story(article)
    if published_at is not None:
        article.publish(at=timezone.now() - timedelta(hours=1) if published_at is NOW else published_at)
    return article


def make_pin(article, place=1, *, section=None, until=None) -> Pin:
    front, _created = Front.objects.get_or_create(section=section)
    return Pin.objects.create(front=front, article=article, place=place, until=until)


def make_banner(*, starts_at=None, ends_at=None, **values) -> Banner:
    """Announce breaking news that began a minute ago and lasts for two hours, unless told otherwise."""
    starts_at = starts_at or timezone.now() - timedelta(minutes=1)
    values = {"text": f"Alerte {next(_numbers)}", "ends_at": ends_at or starts_at + timedelta(hours=2)} | values
    return Banner.objects.create(starts_at=starts_at, **values)


def make_series(*parts, **values) -> Series:
    number = next(_numbers)
    series = Series.objects.create(**{"name": f"Série {number}", "slug": f"serie-{number}"} | values)
    SeriesPart.objects.bulk_create(
        SeriesPart(series=series, article=article, position=position) for position, article in enumerate(parts)
    )
    return series


def make_comment(*, article=None, screened=True, decided_by=None, **values) -> Comment:
    """Make a comment that was screened as ham and waits, unless told otherwise."""
    number = next(_numbers)
    comment = Comment(
        **{
            "article": article or make_article(),
            "author_name": f"Lectrice {number}",
            "author_email": f"lectrice{number}@example.org",
            "body": f"Commentaire numéro {number}.",
            "submitted_at": timezone.now(),
            "ip_address": "192.0.2.7",
            "user_agent": "Mozilla/5.0 (tests)",
            "referrer": "",
        }
        | values
    )
    describe(comment)
    comment.place_in_thread()
    if screened:
        comment.verdict = comment.verdict or "ham"
        comment.screened_at = comment.submitted_at
        comment.told = told_of(comment)
        comment.reported_as = "ham" if comment.verdict == "ham" else "spam"
    else:
        comment.screen_after = comment.submitted_at
    if comment.status != "pending":
        comment.decided_at, comment.decided_by = timezone.now(), decided_by
    store([comment])
    if comment.status == "approved":
        Article.objects.filter(pk=comment.article_id).update(
            comment_count=comment.article.comments.filter(status="approved").count()
        )
    return comment


def confirm_address(address: str, *, at=None) -> AddressConfirmation:
    """Let the owner of an e-mail address have confirmed it, an hour ago unless told otherwise."""
    at = at or timezone.now() - timedelta(hours=1)
    hour = next(_numbers)  # any hour, as long as it is another one
    return AddressConfirmation.objects.create(
        email_hash=email_hash(address), asked_at=at, asked_hour=hour, sent_at=at, confirmed_at=at
    )


def make_follower(address=None, *, article=None, comment=None, **values) -> Subscription:
    """Let an address follow the discussion of a story, or the answers to a comment, since an hour ago."""
    address = address or f"abonnee{next(_numbers)}@example.org"
    since = timezone.now() - timedelta(hours=1)
    at = {"asked_at": since, "sent_at": since, "confirmed_at": since, "next_mail_at": since}
    article = article or comment.article
    who = {"email": address, "email_hash": email_hash(address)}
    return Subscription.objects.create(**who | {"article": article, "comment": comment} | at | values)


def make_rule(*, entries=(), is_on=True, conditions=None, by=None, **values) -> Rule:
    """Make a rule that is on and holds what has more than no link, unless told otherwise."""
    number = next(_numbers)
    values = {"name": f"Règle {number}", "action": "hold", "position": number} | values
    if values["action"] == "reject":
        values.setdefault("reason", RejectionReason.objects.get(code="advertising"))
    if is_on:
        by = by or User.objects.filter(is_superuser=True).first() or make_administrator(f"patronne{number}")
        values |= {"switched_at": timezone.now(), "switched_by": by}
    conditions = {"links": {"more_than": 0}} if conditions is None else conditions
    rule = Rule.objects.create(conditions=conditions, is_on=is_on, **values)
    RuleEntry.objects.bulk_create(RuleEntry(rule=rule, kind=kind, text=text) for kind, text in entries)
    return rule


def make_journalist(username="journaliste", **values) -> User:
    return _make_staff(username, "Journalists", **values)


def make_editor(username="editrice", **values) -> User:
    return _make_staff(username, "Editors", **values)


def make_moderator(username="ana", **values) -> User:
    return _make_staff(username, "Moderators", **values)


def make_administrator(username="admin") -> User:
    return User.objects.create_superuser(username, f"{username}@example.org", "motdepasse")


def _make_staff(username: str, group: str, **values) -> User:
    user = User.objects.create_user(username, f"{username}@example.org", "motdepasse", is_staff=True, **values)
    user.groups.add(Group.objects.get(name=group))
    return user
