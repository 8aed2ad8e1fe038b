"""When readers may read a story, and under which address: publishing, scheduling and withdrawing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def status(client, article: Article) -> int:
    return client.get(article.get_absolute_url()).status_code


def address_in(year: int, month: int, article: Article) -> str:
    return reverse("articles:article", args=[year, month, article.slug])


def test_a_published_story_is_read_at_the_address_of_its_month(client):
    article = make_article(published_at=None, slug="panne")

    article.publish()

    assert article.get_absolute_url() == "/2026/11/panne/"
    assert status(client, article) == 200


def test_a_draft_answers_404(client):
    draft = make_article(published_at=None)

    assert status(client, draft) == 404


def test_a_withdrawn_story_answers_410(client):
    article = make_article()

    article.unpublish()

    assert status(client, article) == 410


def test_a_withdrawn_story_answers_410_under_every_month(client):
    article = make_article(slug="retire")

    article.unpublish()

    assert client.get("/2020/01/retire/").status_code == 410


def test_the_page_of_a_withdrawn_story_says_nothing_of_it(client):
    article = make_article(headline="Affaire Lumarel", standfirst="Les comptes.", body="<p>Le nom du directeur.</p>")
    article.unpublish()

    page = client.get(article.get_absolute_url()).text

    assert "Lumarel" not in page
    assert "comptes" not in page
    assert "directeur" not in page


def test_a_withdrawn_story_that_is_published_again_has_its_old_address(client, clock):
    article = make_article(slug="retour")
    article.unpublish()
    clock.shift(timedelta(days=40))

    article.publish()

    assert article.get_absolute_url() == "/2026/11/retour/"
    assert status(client, article) == 200


def test_a_scheduled_story_becomes_public_by_itself_and_to_the_second(client, clock):
    article = make_article(published_at=NOON + timedelta(days=3))

    clock.move_to(NOON + timedelta(days=3) - SECOND)
    before = status(client, article)
    clock.shift(SECOND)
    after = status(client, article)

    assert (before, after) == (404, 200)


@pytest.mark.parametrize("path", ["/", "/feed/", "/feed/atom/", "/sitemap.xml", "/2026/", "/2026/11/"])
def test_a_scheduled_story_enters_every_list_at_its_second(client, clock, path):
    make_article(published_at=NOON - timedelta(days=2))
    make_article(published_at=NOON + timedelta(days=3), slug="a-venir")

    clock.move_to(NOON + timedelta(days=3) - SECOND)
    before = client.get(path).text
    clock.shift(SECOND)
    after = client.get(path).text

    assert "a-venir" not in before
    assert "a-venir" in after


def test_a_scheduled_story_has_the_address_of_the_month_in_which_it_appears(client, clock):
    article = make_article(published_at=NOON + timedelta(days=10), slug="decembre")

    clock.shift(timedelta(days=10))

    assert article.get_absolute_url() == "/2026/12/decembre/"
    assert status(client, article) == 200


def test_a_story_that_is_scheduled_anew_follows_the_new_date():
    article = make_article(published_at=NOON + timedelta(days=3), slug="plus-tard")

    article.publish(at=NOON + timedelta(days=40))

    assert article.get_absolute_url() == "/2027/01/plus-tard/"
    assert article.first_published_at == NOON + timedelta(days=40)


def test_a_scheduled_story_that_is_published_now_has_the_address_of_today(client):
    article = make_article(published_at=NOON + timedelta(days=40), slug="avance")

    article.publish()

    assert article.first_published_at == NOON
    assert client.get("/2026/11/avance/").status_code == 200


def test_a_scheduled_story_that_is_taken_back_is_a_draft_again(client):
    article = make_article(published_at=NOON + timedelta(days=3))

    article.unpublish()

    assert article.first_published_at is None
    assert status(client, article) == 404


def test_a_withdrawn_story_that_is_scheduled_answers_410_until_its_second(client, clock):
    article = make_article()
    article.unpublish()
    article.publish(at=NOON + timedelta(days=1))

    clock.move_to(NOON + timedelta(days=1) - SECOND)
    before = status(client, article)
    clock.shift(SECOND)
    after = status(client, article)

    assert (before, after) == (410, 200)


def test_publishing_twice_keeps_the_first_date_of_the_address(clock):
    article = make_article(published_at=NOON - timedelta(days=40))

    article.publish()

    assert article.first_published_at == NOON - timedelta(days=40)
    assert article.published_at == NOON


def test_a_wrong_month_leads_to_the_right_address_in_one_hop(client):
    article = make_article(slug="panne")

    answer = client.get("/2024/03/panne/", follow=True)

    assert answer.redirect_chain == [(article.get_absolute_url(), 301)]
    assert answer.status_code == 200


def test_a_wrong_month_does_not_tell_that_a_draft_exists(client):
    make_article(published_at=None, slug="brouillon")

    draft = client.get("/2024/03/brouillon/")
    nothing = client.get("/2024/03/rien/")

    assert draft.status_code == nothing.status_code == 404
    assert draft.content == nothing.content


def test_the_month_of_the_address_is_the_one_of_the_readers_clock(client):
    paris_is_in_december = datetime(2025, 11, 30, 23, 30, tzinfo=UTC)

    article = make_article(published_at=paris_is_in_december, slug="minuit")

    assert article.get_absolute_url() == "/2025/12/minuit/"
    assert "minuit" in client.get("/2025/12/").text
    assert client.get("/2025/11/").status_code == 404


@pytest.mark.parametrize("month", ["2026/13", "2026/00", "26/11", "1815/06", "٢٠٢٦/11", "99999/11"])
def test_a_date_that_no_calendar_of_ours_holds_answers_404(client, month):
    make_article(slug="panne")

    assert client.get(f"/{month}/panne/").status_code == 404


def test_the_database_refuses_a_published_story_without_an_address():
    draft = make_article(published_at=None)

    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=draft.pk).update(published_at=NOON)


def test_publishing_ends_the_wait_for_an_editor():
    article = make_article(published_at=None)
    article.request_publication()

    article.publish()

    assert article.step == Article.Step.DRAFT


def test_a_request_for_publication_makes_nothing_public(client):
    article = make_article(published_at=None)

    article.request_publication()

    assert status(client, article) == 404
