"""What is to be read after a story: picked by hand, then what shares its subjects, then its section."""

from __future__ import annotations

import pytest
import time_machine

from articles.models import RelatedStory, Tag
from tests.articles.desk import change_path, form_of, signed_in
from tests.articles.pages import ago, ahead, count_queries
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_picture, make_section, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags():
    return [Tag.objects.create(name=name, slug=name) for name in ("reseau", "banques", "cables")]


@pytest.fixture
def article(tags):
    return make_article(headline="Ici", tags=tags, section=make_section(name="Société"), published_at=ago(days=50))


def elsewhere(headline, **values):
    return make_article(headline=headline, section=make_section(), **values)


def pick(article, *picks):
    for position, story in enumerate(picks):
        RelatedStory.objects.create(article=article, related=story, position=position)


def related(client, article) -> list[str]:
    box = page_of(client.get(article.get_absolute_url())).find("aside", class_="related")
    return [story.text.strip() for story in box.find_all("h3")] if box else []


def test_stories_that_share_more_subjects_come_first_then_the_newest(client, article, tags):
    elsewhere("Un sujet", tags=tags[:1], published_at=ago(hours=1))
    elsewhere("Trois sujets", tags=tags, published_at=ago(days=20))
    elsewhere("Deux sujets", tags=tags[1:], published_at=ago(days=10))
    elsewhere("Un autre", tags=tags[2:], published_at=ago(hours=5))

    assert related(client, article) == ["Trois sujets", "Deux sujets", "Un sujet", "Un autre"]


def test_the_section_fills_what_subjects_leave_open(client, article, tags):
    make_article(headline="Même rubrique", section=article.section, published_at=ago(hours=1))
    elsewhere("Même sujet", tags=tags[:1], published_at=ago(days=9))
    elsewhere("Rien de commun")

    assert related(client, article) == ["Même sujet", "Même rubrique"]


def test_what_an_editor_picked_comes_first_in_its_order(client, article, tags):
    picks = [elsewhere("Choix un", published_at=ago(days=99)), elsewhere("Choix deux", published_at=ago(days=2))]
    pick(article, *picks)
    elsewhere("Même sujet", tags=tags)

    assert related(client, article) == ["Choix un", "Choix deux", "Même sujet"]


def test_there_are_four_at_most_and_never_the_story_itself(client, article):
    for number in range(9):
        make_article(headline=f"Autre {number}", section=article.section, published_at=ago(hours=number + 1))

    assert related(client, article) == ["Autre 0", "Autre 1", "Autre 2", "Autre 3"]


@pytest.mark.parametrize("published_at", [None, ahead(hours=3)])
def test_what_is_not_public_is_never_there(client, article, tags, published_at):
    pick(article, elsewhere("Secret choisi", published_at=published_at))
    elsewhere("Secret", tags=tags, published_at=published_at)
    make_article(headline="Secret aussi", section=article.section, published_at=published_at)

    assert related(client, article) == []


def test_parts_of_the_same_series_are_not_told_twice_on_a_page(client, article, tags):
    part = elsewhere("Volet deux", tags=tags)
    make_series(article, part)

    assert related(client, article) == []


def test_a_new_story_is_on_kept_pages_within_the_hour(client, article, tags):
    assert related(client, article) == []
    elsewhere("Nouveau", tags=tags)

    with time_machine.travel(ahead(minutes=61)):
        assert related(client, article) == ["Nouveau"]


def test_whoever_has_the_page_is_given_the_new_one_within_the_hour(client, article, tags):
    etag = client.get(article.get_absolute_url()).headers["ETag"]
    elsewhere("Nouveau", tags=tags)

    with time_machine.travel(ahead(minutes=61)):
        assert client.get(article.get_absolute_url(), headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("by", ["pick", "subject", "section"])
def test_a_withdrawn_story_leaves_kept_pages_at_once(client, article, tags, by):
    other = make_article(headline="Retiré", section=article.section if by == "section" else make_section())
    if by == "subject":
        other.tags.set(tags[:1])
    if by == "pick":
        pick(article, other)
    assert related(client, article) == ["Retiré"]

    other.unpublish()

    assert related(client, article) == []


@pytest.mark.parametrize("by", ["pick", "subject", "section"])
def test_a_renamed_story_is_so_on_kept_pages_at_once(client, editor, article, tags, by):
    other = make_article(headline="Avant", section=article.section if by == "section" else make_section())
    if by == "subject":
        other.tags.set(tags[:1])
    if by == "pick":
        pick(article, other)
    assert related(client, article) == ["Avant"]

    signed_in(editor).post(change_path(other), form_of(other, headline="Après"))

    assert related(client, article) == ["Après"]


def test_a_picked_story_is_on_kept_pages_as_soon_as_it_is_published(client, article):
    draft = elsewhere("Bientôt", published_at=None)
    pick(article, draft)
    assert related(client, article) == []

    draft.publish()

    assert related(client, article) == ["Bientôt"]


def test_a_live_story_that_is_put_off_leaves_kept_pages_at_once(client, article, tags):
    other = elsewhere("Remis à demain", tags=tags)
    assert related(client, article) == ["Remis à demain"]

    other.publish(at=ahead(days=1))

    assert related(client, article) == []


def test_saving_a_text_leaves_the_kept_pages_of_others_alone(client, editor, article, tags):
    other = elsewhere("Voisin", tags=tags)
    version = article.version

    signed_in(editor).post(change_path(other), form_of(other, body="<p>Une coquille de moins.</p>"))

    article.refresh_from_db()
    assert article.version == version


def test_an_old_story_of_a_section_takes_no_other_page_with_it(client):
    section = make_section()
    old = make_article(section=section, published_at=ago(days=90))
    others = [make_article(section=section, published_at=ago(hours=n + 1)) for n in range(20)]

    old.unpublish()

    others[0].refresh_from_db()
    assert others[0].version == 2  # as it was published


def test_an_editor_picks_stories_in_the_form(client, editor, article):
    other = elsewhere("Choisi")
    form = form_of(article) | {"related_stories-TOTAL_FORMS": 1, "related_stories-INITIAL_FORMS": 0}
    form |= {"related_stories-0-related": other.pk, "related_stories-0-position": 0}

    assert signed_in(editor).post(change_path(article), form).status_code == 302

    assert related(client, article) == ["Choisi"]


def test_a_story_is_not_picked_for_itself(editor, article):
    form = form_of(article) | {"related_stories-TOTAL_FORMS": 1, "related_stories-INITIAL_FORMS": 0}
    form |= {"related_stories-0-related": article.pk, "related_stories-0-position": 0}

    assert signed_in(editor).post(change_path(article), form).status_code == 200
    assert not RelatedStory.objects.exists()


@pytest.fixture
def own_draft(journalist):
    return make_article(published_at=None, authors=[make_author(user=journalist)])


def picking(article, story) -> dict:
    form = form_of(article) | {"related_stories-TOTAL_FORMS": 1, "related_stories-INITIAL_FORMS": 0}
    return form | {"related_stories-0-related": story.pk, "related_stories-0-position": 0}


def test_a_journalist_picks_what_is_public(journalist, own_draft):
    other = elsewhere("Publié")

    assert signed_in(journalist).post(change_path(own_draft), picking(own_draft, other)).status_code == 302

    assert RelatedStory.objects.get().related == other


def test_a_journalist_does_not_learn_of_a_colleagues_draft_by_its_number(journalist, own_draft):
    other = elsewhere("Secret", published_at=None)

    answer = signed_in(journalist).post(change_path(own_draft), picking(own_draft, other))

    assert answer.status_code == 200
    assert "Secret" not in answer.text
    assert not RelatedStory.objects.exists()


def test_a_draft_that_an_editor_picked_stays_hidden_from_a_journalist_and_picked(journalist, own_draft):
    pick(own_draft, elsewhere("Secret", published_at=None))
    desk = signed_in(journalist)

    assert "Secret" not in desk.get(change_path(own_draft)).text
    assert desk.post(change_path(own_draft), form_of(own_draft)).status_code == 302

    assert RelatedStory.objects.count() == 1


def test_many_related_stories_cost_no_more_queries_than_one(client, tags, django_assert_max_num_queries):
    def story(neighbours):
        section = make_section()
        found = make_article(section=section, tags=tags)
        for _number in range(neighbours):
            make_article(section=section, tags=tags, lead_picture=make_picture())
        pick(found, *[elsewhere("Choix") for _number in range(neighbours)])
        return found.get_absolute_url()

    few = count_queries(client, story(1), django_assert_max_num_queries)

    assert count_queries(client, story(4), django_assert_max_num_queries) <= few
