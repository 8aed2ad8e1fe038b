"""Every address of the desk as every role, against the tables of `docs/permissions.md`; none is without a row."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Banner,
    HouseWord,
    PreviewLink,
    Remark,
    SavedView,
    Section,
    Series,
    SitePage,
    StoryTemplate,
    Tag,
)
from articles.revisions.content import content_of
from comments.models import ModerationEvent, RejectionReason
from tests.articles.desk import LIST, change_path, form_of
from tests.articles.planned import press
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_comment,
    make_editor,
    make_journalist,
    make_moderator,
    make_picture,
    make_section,
)

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "permissions.md"
ROLES = ["anonymous", "reader", "moderator", "journalist", "section editor", "editor", "administrator", "superuser"]
# Django's own pages that everybody of the staff has, and parts of other pages.
EVERYBODYS = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n", "view_on_site"}
EVERYBODYS |= {"app_list", "autocomplete", "user_change_password"}
# Rows of the background worker, which nobody changes by hand.
EVERYBODYS |= {f"django_tasks_database_dbtaskresult_{page}" for page in ("change", "delete", "history")}


@dataclass(frozen=True)
class Row:
    method: str
    name: str
    of: str
    marks: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.of}"


def rows(*, drafts_are_seen: bool = False) -> list[Row]:
    """Read the tables: method and address, what it is of, and for each role "–", "read" or "write"."""
    usual, _heading, with_setting = DOCUMENT.read_text(encoding="utf-8").partition("## With `JOURNALISTS_SEE_DRAFTS=1`")
    if not drafts_are_seen:
        return _rows_of(usual)
    instead = {(row.method, row.name, row.of): row for row in _rows_of(with_setting)}
    return [instead.pop((row.method, row.name, row.of), row) for row in _rows_of(usual)] + list(instead.values())


def _rows_of(text: str) -> list[Row]:
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if match := re.fullmatch(r"`(GET|POST) (\w+)`", cells[0]):
            found.append(Row(match[1], match[2], cells[1], tuple(cells[2:])))
    return found


def addresses(patterns=None) -> set[str]:
    """Name every address of the admin."""
    names = set()
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            names |= addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.add(pattern.name)
    return names


@pytest.fixture
def cast():
    """Each role signed in; the section editor answers for the section of every story."""
    section = make_section()
    chief = User.objects.create_user("cheffe", password="motdepasse", is_staff=True)
    chief.groups.add(Group.objects.get(name="Section editors"))
    section.editors.add(chief)
    office = User.objects.create_user("bureau", password="motdepasse", is_staff=True)
    office.groups.add(Group.objects.get(name="Administrators"))
    people = [None, User.objects.create_user("lectrice"), make_moderator(), make_journalist(), chief, make_editor()]
    people += [office, make_administrator()]
    clients = {}
    for role, user in zip(ROLES, people, strict=True):
        clients[role] = Client()
        if user:
            clients[role].force_login(user)
    return clients


@pytest.fixture
def things(cast):
    """What the rows are about: the journalist's own and somebody else's stories, and one of each other kind."""
    journalist, section = User.objects.get(username="journaliste"), Section.objects.get()
    other = make_section()
    things = {
        "own draft": make_article(published_at=None, created_by=journalist, section=section),
        "draft of another": make_article(published_at=None, section=section, headline="À une autre"),
        "draft in another section": make_article(published_at=None, section=other, headline="D’ailleurs"),
        "own published story": make_article(created_by=journalist, section=section),
        "published story of another": make_article(section=section),
        "section": section,
        "tag": Tag.objects.create(name="réseau", slug="reseau"),
        "author": make_author(),
        "picture": make_picture(),
        "account": User.objects.create_user("compte"),
        "superuser's account": User.objects.create_superuser("patronne"),
        "group": Group.objects.first(),
        "banner": Banner.objects.create(text="Panne", ends_at=timezone.now() + timedelta(hours=1)),
        "series": Series.objects.create(name="Câbles", slug="cables"),
        "page of the site": SitePage.objects.create(title="Contact", slug="contact", body="<p>Ici.</p>"),
        "house word": HouseWord.objects.create(expression="digital", instead="numérique"),
        "story template": StoryTemplate.objects.create(name="Test"),
        "comment": make_comment(article=make_article(section=other)),
        "reason": RejectionReason.objects.first(),
    }
    own, public = things["own draft"], things["own published story"]
    public.open_live()
    things |= {
        "remark": (
            own.pk,
            Remark.objects.create(article=own, quote="Texte.", words="Source ?", by=journalist, at=timezone.now()).pk,
        ),
        "live entry": (public.pk, public.post_entry(by=journalist, text="<p>Midi.</p>").number),
        "preview link": (own.pk, _preview_link(own, journalist).pk),
        "view": SavedView.objects.create(name="Mes brouillons", query="state=draft", owner=journalist),
        "correction": public.correct("Il était midi.", by=journalist),
        "front page": ("home",),
        "front of a section": (section.slug,),
    }
    things["comment"].approve(by=User.objects.get(username="ana"))
    things["event"] = ModerationEvent.objects.get()
    for thing in things.values():
        if isinstance(thing, Article):
            thing.record_origin()
    return things


def _preview_link(story: Article, by: User) -> PreviewLink:
    link = PreviewLink(article=story, label="Relecteur")
    link.make(by=by, days=7)
    return link


def path_of(row: Row, things: dict) -> str:
    if row.of in ("", "–"):
        return reverse(f"admin:{row.name}")
    thing = things[row.of]
    return reverse(f"admin:{row.name}", args=thing if isinstance(thing, tuple) else [thing.pk])


def mark_of(answer, method: str) -> str:
    """Say what an answer lets somebody do: nothing, look, or change something."""
    is_refused = answer.status_code in (401, 403, 404) or (answer.status_code == 302 and "/login/" in answer.url)
    if is_refused:
        return "–"
    context = answer.context or {}
    may_write = context.get("has_change_permission", context.get("has_add_permission", False))
    is_form = "adminform" in context
    return "write" if method == "POST" or (is_form and (may_write or context.get("add"))) else "read"


def posted(row: Row, things: dict) -> dict:
    """Return what a post needs to be understood at all."""
    story = things.get(row.of)
    return {
        "articles_article_restore": {"number": 1},
        "articles_article_autosave": {"draft_key": "abcdefgh12345678"},
        "articles_article_drop_unsaved": {"draft_key": "abcdefgh12345678"},
    }.get(row.name, {"story": story.pk} if isinstance(story, Article) and row.method == "POST" else {})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_role_gets_where_the_table_lets_it(cast, things, method):
    assert wrong_marks(cast, things, [row for row in rows() if row.method == method]) == {}


def wrong_marks(cast: dict[str, Client], things: dict, table: list[Row]) -> dict:
    """One cast for all rows: what a press does is taken back before the next one."""
    wrong = {}
    for row in table:
        marks = {role: marked(client, row, things) for role, client in cast.items()}
        if marks != dict(zip(ROLES, row.marks, strict=True)):
            wrong[str(row)] = marks
    return wrong


def marked(client: Client, row: Row, things: dict) -> str:
    path, given = path_of(row, things), posted(row, things)
    with taken_back():
        return mark_of(getattr(client, row.method.lower())(path, given), row.method)


@contextmanager
def taken_back():
    """Undo what is done inside."""
    with suppress(TakenBack), transaction.atomic():
        yield
        raise TakenBack


class TakenBack(Exception):
    pass


def test_every_address_of_the_desk_has_a_row():
    tabled = {row.name for row in rows()}
    own = {name for name in addresses() if name not in EVERYBODYS}

    assert own - tabled == set()


def test_the_table_names_no_address_that_there_is_not(things):
    for row in rows():
        try:
            path_of(row, things)
        except NoReverseMatch:
            pytest.fail(f"{row}: there is no such address")


def test_an_author_that_belongs_to_an_account_is_still_not_moved_by_journalists(cast):
    author = make_author(user=None)

    cast["journalist"].post(reverse("admin:articles_author_change", args=[author.pk]), {"user": 1})

    assert Author.objects.get(pk=author.pk).user is None


# With JOURNALISTS_SEE_DRAFTS


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_role_gets_where_the_table_lets_it_when_drafts_are_seen(cast, things, settings, method):
    settings.JOURNALISTS_SEE_DRAFTS = True
    table = [row for row in rows(drafts_are_seen=True) if row.method == method and "_article_" in row.name]

    assert wrong_marks(cast, things, table) == {}


def sees(client: Client, story: Article) -> bool:
    answer = client.get(change_path(story))
    return answer.status_code == 200 and story.headline in answer.text


def finds(client: Client, story: Article) -> bool:
    return story.headline in client.get(LIST).text


def changes(client: Client, story: Article) -> bool:
    client.post(change_path(story), form_of(story, headline="Repris"))
    return Article.objects.filter(pk=story.pk, headline="Repris").exists()


def changes_among_many(client: Client, story: Article) -> bool:
    client.post(LIST, {"action": "close_comments", "apply": "1", "_selected_action": [story.pk]})
    return Article.objects.filter(pk=story.pk, comments_open=False).exists()


def restores(client: Client, story: Article) -> bool:
    story.record(content_of(story) | {"headline": "Autre"}, by=None)
    client.post(reverse("admin:articles_article_restore", args=[story.pk]), {"number": 1})
    return story.revisions.filter(restored_from=1).exists()


def moves(client: Client, story: Article) -> bool:
    press(client, story, "request")
    return story.step_changes.exists()


def deletes(client: Client, story: Article) -> bool:
    client.post(reverse("admin:articles_article_delete", args=[story.pk]), {"post": "yes"})
    return not Article.objects.filter(pk=story.pk).exists()


THOSE_WHO_PUBLISH_IT = {
    "draft of another": {"section editor", "editor"},
    "draft in another section": {"editor"},
}


@pytest.mark.parametrize("are_seen", [False, True])
@pytest.mark.parametrize("draft", THOSE_WHO_PUBLISH_IT)
@pytest.mark.parametrize("deed", [changes, changes_among_many, restores, moves, deletes])
def test_the_setting_gives_nobody_a_right_to_do_something(cast, things, settings, deed, draft, are_seen):
    settings.JOURNALISTS_SEE_DRAFTS = are_seen

    assert {role for role, client in cast.items() if done_and_taken_back(deed, client, things[draft])} == (
        THOSE_WHO_PUBLISH_IT[draft]
    )


@pytest.mark.parametrize("draft", THOSE_WHO_PUBLISH_IT)
@pytest.mark.parametrize("deed", [sees, finds])
def test_the_setting_lets_all_who_look_at_stories_read_the_drafts_of_others(cast, things, settings, deed, draft):
    usual = {role for role, client in cast.items() if deed(client, things[draft])}
    settings.JOURNALISTS_SEE_DRAFTS = True
    with_setting = {role for role, client in cast.items() if deed(client, things[draft])}

    assert usual == THOSE_WHO_PUBLISH_IT[draft] | {"superuser"}
    assert with_setting == {"journalist", "section editor", "editor", "superuser"}


def done_and_taken_back(deed, client: Client, story: Article) -> bool:
    with taken_back():
        return deed(client, story)
