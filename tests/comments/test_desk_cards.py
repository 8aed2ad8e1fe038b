"""What a card shows beside the text: author, parent, notes, and what would deceive a moderator made visible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Note
from comments.moderation.markup import desk_text
from tests.comments.readers import naughty_strings, parse, xss_lines
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def card_of(desk, comment, address="/moderation/"):
    return next(card for card in desk.get(address).context["cards"] if card.comment.pk == comment.pk)


def test_what_is_known_of_the_author_is_counted_by_what_people_decided(desk, moderator):
    article = make_article()
    history = ["approved", "approved", "rejected", "spam", "withdrawn"]
    for status in history:
        make_comment(article=article, author_email="zoe@example.org", status=status, decided_by=moderator)
    comment = make_comment(article=article, author_email="ZOE@example.org")

    record = card_of(desk, comment).author

    assert dict(record.counts) == {"approved": 2, "rejected": 1, "spam": 1, "withdrawn": 1, "pending": 1}
    assert not record.is_new


def test_a_first_comment_is_called_one(desk):
    assert card_of(desk, make_comment()).author.is_new


def test_an_author_whom_people_refuse_more_than_they_publish_stands_out(desk, moderator):
    make_comment(author_email="zoe@example.org", status="spam", decided_by=moderator)

    assert card_of(desk, make_comment(author_email="zoe@example.org")).author.is_trouble


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_an_answer_to_what_readers_do_not_see_says_so(desk, moderator, status):
    parent = make_comment(status=status, decided_by=moderator if status in ("rejected", "spam") else None)
    comment = make_comment(article=parent.article, parent=parent)

    assert card_of(desk, comment).parent_warning


def test_an_answer_to_a_public_comment_needs_no_warning(desk, moderator):
    parent = make_comment(status="approved", decided_by=moderator)

    assert card_of(desk, make_comment(article=parent.article, parent=parent)).parent_warning == ""


def test_the_age_of_the_story_when_the_comment_came_is_said(desk):
    now = timezone.now()
    article = make_article(published_at=now - timedelta(days=9))

    assert card_of(desk, make_comment(article=article, submitted_at=now)).story_age.startswith("9")
    assert card_of(desk, make_comment(article=article, submitted_at=now - timedelta(days=10))).story_age == ""


def test_publishing_under_a_hidden_comment_is_said_afterwards(desk, moderator):
    parent = make_comment(status="rejected", decided_by=moderator)
    comment = make_comment(article=parent.article, parent=parent)

    posted = {"comment": comment.pk, "decision": "approve"}
    answer = desk.post("/moderation/decide/", posted, follow=True)

    (message,) = answer.context["messages"]
    assert str(message).count("1") == 2


def test_notes_on_the_comment_and_on_its_author_stand_on_the_card(desk, moderator):
    comment = make_comment(author_email="zoe@example.org")
    other = make_comment(author_email="zoe@example.org")
    Note.objects.create(comment=comment, text="À vérifier avec la rédaction.", by=moderator)
    Note.objects.create(email_hash=comment.email_hash, text="Écrit souvent la nuit.", by=moderator)

    assert {note.text for note in card_of(desk, comment).notes} == {
        "À vérifier avec la rédaction.",
        "Écrit souvent la nuit.",
    }
    assert {note.text for note in card_of(desk, other).notes} == {"Écrit souvent la nuit."}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("caché\u200bici", "U+200B"),
        ("\u202egnp.exe", "U+202E"),
        ("vi\u00adagra", "U+00AD"),
        ("\u3164", "U+3164"),
        ("vi\u200dagra", "U+200D"),
    ],
)
def test_characters_that_are_not_seen_are_shown_by_number(text, shown):
    html = desk_text(text)

    assert shown in html
    assert not set(text) & set("\u200b\u202e\u00ad\u3164\u200d") & set(html)


def test_an_emoji_of_several_signs_and_other_scripts_are_left_in_peace():
    for text in ("👩\u200d💻 bravo", "نیم\u200cفاصله", "Привет всем"):
        assert "class=" not in desk_text(text)


def test_a_word_that_mixes_alphabets_is_marked():
    assert 'class="mixed"' in desk_text("C’est vi\u0430gra")
    assert 'class="mixed"' not in desk_text("Le π et la β des angles")


def test_a_link_is_followed_by_the_host_that_it_leads_to():
    html = desk_text("Voir https://banque.example@voleur.example/page.")

    assert 'href="https://banque.example@voleur.example/page"' in html
    assert '<span class="host">voleur.example</span>' in html


def test_what_a_rule_matched_is_marked_inside_links_and_across_them():
    text = "Gagnez https://gagnez.example/ici vite"

    html = desk_text(text, [(0, 6), (15, 21)])

    assert html.count("<mark>") == 2
    assert "https://<mark>gagnez</mark>.example/ici</a>" in html


def test_hostile_texts_stay_text_on_the_desk():
    for text in [*naughty_strings(), *xss_lines()[::10]]:
        elements = list(parse(f"<div>{desk_text(text)}</div>").walk())
        assert {element.tag for element in elements} <= {"", "div", "p", "br", "a", "span", "mark"}, text
        for element in elements:
            assert set(element.attributes) <= {"href", "rel", "class", "title"}, text
            if element.tag == "a":
                assert element["href"].lower().startswith(("http://", "https://")), text


def test_a_hostile_comment_is_text_on_its_card(desk):
    make_comment(author_name="<b>Zoé</b>", body='"><script>alert(1)</script>', author_url="https://example.org/\"'")

    html = desk.get("/moderation/").text

    assert "<script>alert" not in html
    assert "<b>Zoé" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_paragraphs_and_line_breaks_are_kept():
    assert desk_text("Un.\nDeux.\n \nTrois.\n") == "<p>Un.<br>Deux.</p>\n<p>Trois.</p>"
