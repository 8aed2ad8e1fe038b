"""Planned stories, and the pages of what is planned as tests read them."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from articles.models import Article, Assignment
from tests.comments.readers import page_of
from tests.factories import make_article

DAY = timedelta(days=1)
BOARD = reverse("admin:articles_article_board")
CALENDAR = reverse("admin:articles_article_calendar")
PLAN = reverse("admin:articles_article_plan")
SCRIPT = {"accept": "application/json"}


def make_draft(**values) -> Article:
    return make_article(published_at=None, **values)


def assign(article: Article, **values) -> Assignment:
    return Assignment.objects.create(article=article, **values)


def press(desk, article: Article, move: str, **fields):
    form = {"move": move, "state": article.state} | fields
    return desk.post(reverse("admin:articles_article_move", args=[article.pk]), form)


def move_due(desk, article: Article, at: str, seen: str = "", **request):
    path = reverse("admin:articles_article_move_due", args=[article.pk])
    return desk.post(path, {"at": at, "seen": seen}, **request)


def columns(answer) -> dict[str, list[str]]:
    """Return the headlines in each column of the board."""
    sections = page_of(answer).find_all("section", class_="column")
    names = [section["aria-labelledby"].removeprefix("column-") for section in sections]
    return {name: [h.text for h in section.find_all("h3")] for name, section in zip(names, sections, strict=True)}


def days(answer) -> dict[str, list[str]]:
    """Return the headlines on each day of the calendar that has any."""
    cells = page_of(answer).find("table", class_="calendar").find_all("td")
    entries = {cell["data-day"]: cell.find_all("li", class_="entry") for cell in cells}
    return {day: [entry.find("a").text for entry in found] for day, found in entries.items() if found}


def waiting(answer) -> dict[str, list[str]]:
    lists = page_of(answer).find("div", class_="waiting-lists").find_all("section")
    names = [each["aria-labelledby"].removeprefix("waiting-") for each in lists]
    return {
        name: [item.find("a").text for item in each.find_all("li")] for name, each in zip(names, lists, strict=True)
    }
