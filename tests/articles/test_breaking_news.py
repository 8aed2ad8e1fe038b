"""A line of breaking news stands on every public page while it lasts, also on pages that are kept."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.models import Banner, Tag
from tests.articles.desk import signed_in
from tests.articles.pages import ago, ahead, count_queries
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_banner

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_banner_add")
LIST = reverse("admin:articles_banner_changelist")


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def line(client, path="/"):
    """Return the line of breaking news of a page, or None."""
    return page_of(client.get(path)).find("aside", class_="breaking")


def announce(desk, starts_at=None, ends_at=None, **fields):
    moments = {"starts_at": starts_at or timezone.now(), "ends_at": ends_at or ahead(hours=2)}
    form = {"text": "Le réseau est tombé", "article": ""} | fields
    for name, at in moments.items():
        local = timezone.localtime(at)
        form |= {f"{name}_0": local.strftime("%Y-%m-%d"), f"{name}_1": local.strftime("%H:%M:%S")}
    return desk.post(ADD, form)


def test_every_public_page_shows_it(client):
    tag = Tag.objects.create(name="réseau", slug="reseau")
    article = make_article(authors=[make_author(slug="lea")], tags=[tag])
    make_banner(text="Le réseau est tombé")

    paths = ["/", article.get_absolute_url(), article.section.get_absolute_url(), "/author/lea/", "/tag/reseau/"]
    for path in [*paths, f"/{timezone.localdate().year}/", "/privacy/"]:
        assert "Le réseau est tombé" in line(client, path).text, path


def test_it_says_what_it_is_in_words(client):
    make_banner()

    found = line(client)

    assert found["aria-labelledby"] == found.find("strong")["id"]
    assert found.find("strong").text


def test_there_is_no_line_without_news(client):
    assert line(client) is None


def test_it_ends_by_itself_on_a_page_that_is_kept(client):
    article = make_article()
    make_banner(ends_at=ahead(minutes=20))
    etag = client.get(article.get_absolute_url()).headers["ETag"]
    assert line(client, article.get_absolute_url())

    with time_machine.travel(ahead(minutes=21)):
        assert line(client, article.get_absolute_url()) is None
        answer = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
        assert answer.status_code == 200


def test_it_begins_by_itself_on_a_page_that_is_kept(client):
    article = make_article()
    make_banner(starts_at=ahead(minutes=20))
    etag = client.get(article.get_absolute_url()).headers["ETag"]
    assert line(client, article.get_absolute_url()) is None

    with time_machine.travel(ahead(minutes=21)):
        assert line(client, article.get_absolute_url())
        assert client.get(article.get_absolute_url(), headers={"if-none-match": etag}).status_code == 200


def test_the_line_that_began_last_is_shown(client):
    make_banner(text="Ancienne", starts_at=ago(minutes=30))
    make_banner(text="Récente", starts_at=ago(minutes=2))
    make_banner(text="À venir", starts_at=ahead(minutes=2))

    assert "Récente" in line(client).text


def test_announcing_changes_pages_that_are_kept_at_once(client, desk):
    article = make_article()
    etag = client.get(article.get_absolute_url()).headers["ETag"]

    assert announce(desk).status_code == 302

    answer = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert "Le réseau est tombé" in answer.text


def test_ending_it_now_changes_pages_that_are_kept_at_once(client, desk):
    article = make_article()
    banner = make_banner()
    assert line(client, article.get_absolute_url())

    desk.post(LIST, {"action": "end_now", "_selected_action": [banner.pk]})

    assert line(client, article.get_absolute_url()) is None
    assert line(client) is None


def test_the_form_proposes_two_hours_from_now(clock, desk):
    form = desk.get(ADD).context["adminform"].form

    assert form["ends_at"].initial - form["starts_at"].initial == timezone.timedelta(hours=2)


@pytest.mark.parametrize("ends_at", [None, "too late", "before"])
def test_it_ends_within_a_day_and_after_its_beginning(desk, ends_at):
    moments = {"too late": ahead(hours=25), "before": ago(hours=1)}
    fields = {} if ends_at else {"ends_at_0": "", "ends_at_1": ""}

    now = timezone.now()
    local = timezone.localtime(moments.get(ends_at, now))
    form = {"text": "Trop", "article": "", "starts_at_0": f"{timezone.localtime(now):%Y-%m-%d}"}
    form |= {"starts_at_1": f"{timezone.localtime(now):%H:%M:%S}"}
    form |= {"ends_at_0": f"{local:%Y-%m-%d}", "ends_at_1": f"{local:%H:%M:%S}"} | fields
    answer = desk.post(ADD, form)

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert not Banner.objects.exists()


def test_it_leads_to_its_story(client):
    article = make_article()
    make_banner(article=article)

    assert line(client).find("a")["href"] == article.get_absolute_url()


def test_it_leads_nowhere_while_its_story_is_not_public(client):
    make_banner(article=make_article(slug="secret", published_at=None))

    assert line(client).find("a") is None
    assert "secret" not in client.get("/").text


def test_it_leads_to_a_scheduled_story_once_that_is_public_also_on_kept_pages(client):
    article = make_article()
    make_banner(article=make_article(published_at=ahead(minutes=10)))
    assert line(client, article.get_absolute_url()).find("a") is None

    with time_machine.travel(ahead(minutes=11)):
        assert line(client, article.get_absolute_url()).find("a")


def test_it_leads_nowhere_once_its_story_is_withdrawn_also_on_kept_pages(client):
    article, announced = make_article(), make_article()
    make_banner(article=announced)
    assert line(client, article.get_absolute_url()).find("a")

    announced.unpublish()

    assert line(client, article.get_absolute_url()).find("a") is None


def test_it_leads_to_its_story_once_that_is_published_also_on_kept_pages(client):
    article, draft = make_article(), make_article(published_at=None)
    make_banner(article=draft)
    assert line(client, article.get_absolute_url()).find("a") is None

    draft.publish()

    assert line(client, article.get_absolute_url()).find("a")


def test_the_words_of_a_line_are_text(client):
    make_banner(text="<script>alert(1)</script>")

    assert line(client).find("script") is None


def test_many_lines_cost_one_query(client, django_assert_max_num_queries):
    make_article()
    make_banner(article=make_article())
    few = count_queries(client, "/", django_assert_max_num_queries)
    for _number in range(8):
        make_banner(article=make_article(), starts_at=ago(minutes=10))

    assert count_queries(client, "/", django_assert_max_num_queries) == few


def test_a_journalist_may_not_announce(journalist):
    assert announce(signed_in(journalist)).status_code == 403
