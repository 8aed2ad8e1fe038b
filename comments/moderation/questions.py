"""The questions that narrow a list of the desk: what each asks of the comments, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.dates import day_in_words
from articles.models import Article, Section
from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.models.states import REPORTED
from comments.moderation.alike import alike_sentence, like
from comments.moderation.claiming import claimed_by
from comments.moderation.presence import name_of

if TYPE_CHECKING:
    from comments.moderation.filters import Filter

STORIES_MAX = 200


@dataclass(frozen=True)
class Question:
    """How a list is narrowed by one parameter of its address, and what that is called."""

    narrow: Callable[[CommentQuerySet, str, Filter], CommentQuerySet]
    say: Callable[[str, Filter], str]


def number_in(text: str) -> int:
    """Return the number that a part of an address is, and 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _by_story(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    if number := number_in(value):
        return comments.filter(article=number)
    found = Article.objects.filter(headline__icontains=value).order_by("-pk").values_list("pk", flat=True)
    return comments.filter(article__in=list(found[:STORIES_MAX]))


def _say_story(value: str, _filter: Filter) -> str:
    # Moderators know no story before readers do.
    public_once = Article.objects.filter(pk=number_in(value), first_published_at__lte=timezone.now())
    headline = public_once.values_list("headline", flat=True).first()
    return _("Story: %(name)s") % {"name": headline or value}


def _by_section(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return comments.filter(article__section__slug=value)


def _say_section(value: str, _filter: Filter) -> str:
    name = Section.objects.filter(slug=value).values_list("name", flat=True).first()
    return _("Section: %(name)s") % {"name": name or value}


def _by_author(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    known = Comment.objects.filter(pk=number_in(value)).exclude(email_hash="").values_list("email_hash", flat=True)
    return comments.filter(email_hash=known.first() or "-")


def _say_author(value: str, _filter: Filter) -> str:
    name = Comment.objects.filter(pk=number_in(value)).values_list("author_name", flat=True).first()
    return _("Author: %(name)s") % {"name": name or value}


def _by_verdict(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return comments.filter(verdict="" if value == "none" else value)


def _say_verdict(value: str, _filter: Filter) -> str:
    label = dict(Comment.Verdict.choices).get("" if value == "none" else value, value)
    return _("Verdict: %(name)s") % {"name": label}


def _by_language(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return comments.filter(language="" if value == "unknown" else value)


def _say_language(value: str, _filter: Filter) -> str:
    label = dict(Comment.Language.choices).get("" if value == "unknown" else value, value)
    return _("Language: %(name)s") % {"name": label}


def _by_links(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return comments.filter(link_count=0) if value == "no" else comments.filter(link_count__gt=0)


def _say_links(value: str, _filter: Filter) -> str:
    return _("without links") if value == "no" else _("with links")


def _by_choice(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return _among(comments, Q(featured_at__isnull=False)) if value == "yes" else comments


def _by_reports(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return _among(comments, REPORTED) if value == "yes" else comments


def _among(comments: CommentQuerySet, few: Q) -> CommentQuerySet:
    """Return those that are among few: by an index of their own, instead of reading the whole queue in its order."""
    return comments.filter(pk__in=Comment.objects.filter(few).order_by().values("pk"))


def _by_person(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    return comments.filter(decided_by=number_in(value))


def _say_person(value: str, _filter: Filter) -> str:
    user = User.objects.filter(pk=number_in(value)).first()
    return _("Decided by: %(name)s") % {"name": name_of(user) if user else value}


def _midnight(value: str) -> datetime | None:
    try:
        day = parse_date(value)
    except ValueError:
        return None
    # Of the first and the last year some moments are none in other time zones.
    if day is None or not MINYEAR < day.year < MAXYEAR:
        return None
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _since(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    day = _midnight(value)
    return comments.filter(submitted_at__gte=day) if day else comments


def _until(comments: CommentQuerySet, value: str, _filter: Filter) -> CommentQuerySet:
    day = _midnight(value)
    return comments.filter(submitted_at__lt=day + timedelta(days=1)) if day else comments


def _say_since(value: str, _filter: Filter) -> str:
    day = _midnight(value)
    return _("Sent from %(day)s") % {"day": day_in_words(day)} if day else ""


def _say_until(value: str, _filter: Filter) -> str:
    day = _midnight(value)
    return _("Sent to %(day)s") % {"day": day_in_words(day)} if day else ""


def _like(comments: CommentQuerySet, value: str, chosen: Filter) -> CommentQuerySet:
    return like(comments, number_in(value), chosen.kinds())


def _say_alike(_value: str, chosen: Filter) -> str:
    comment = chosen.model_comment
    return alike_sentence(comment, chosen.kinds()) if comment else ""


def _mine(comments: CommentQuerySet, _value: str, chosen: Filter) -> CommentQuerySet:
    return claimed_by(comments, chosen.user)


QUESTIONS = {
    "q": Question(lambda comments, value, _filter: comments.matching(value), lambda value, _filter: value),
    "story": Question(_by_story, _say_story),
    "section": Question(_by_section, _say_section),
    "author": Question(_by_author, _say_author),
    "alike": Question(_like, _say_alike),
    "by": Question(lambda comments, _value, _filter: comments, lambda _value, _filter: ""),
    "verdict": Question(_by_verdict, _say_verdict),
    "language": Question(_by_language, _say_language),
    "links": Question(_by_links, _say_links),
    "featured": Question(_by_choice, lambda value, _filter: _("chosen by the newsroom") if value == "yes" else ""),
    "reported": Question(_by_reports, lambda value, _filter: _("reported by readers") if value == "yes" else ""),
    "decided_by": Question(_by_person, _say_person),
    "since": Question(_since, _say_since),
    "until": Question(_until, _say_until),
    "claimed": Question(_mine, lambda _value, _filter: _("Those that I have taken")),
}
