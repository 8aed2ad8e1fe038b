"""Remarks on single paragraphs: where they stand after edits, who reads them, and whom they call."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from articles.models import Article, Notice, Remark, RemarkAnswer
from articles.tasks import send_notices
from articles.workflow.blocks import blocks_of, place
from tests.articles.desk import LIST, change_path, form_of, signed_in
from tests.comments.readers import naughty_strings, page_of, xss_lines
from tests.factories import make_article, make_editor, make_journalist

pytestmark = pytest.mark.django_db

TEXT = (
    "<h2>Midi</h2><p>Le réseau est tombé à midi, dit le directeur de la gare.</p>"
    "<p>Trois heures <em>sans</em> paiement pour les voyageurs.</p><ul><li>Un</li><li>Deux</li></ul>"
)
FIRST = "Le réseau est tombé à midi, dit le directeur de la gare."


@pytest.fixture
def story(journalist):
    return make_article(published_at=None, created_by=journalist, body=TEXT)


def remarks_path(story: Article) -> str:
    return reverse("admin:articles_article_remarks", args=[story.pk])


def remark_on(story: Article, desk, words="Qui le dit ?", quote=FIRST):
    return desk.post(f"{remarks_path(story)}add/", {"quote": quote, "words": words})


def act(desk, remark: Remark, what: str, **fields):
    return desk.post(f"{remarks_path(remark.article)}{remark.pk}/{what}/", fields)


def rewrite(story: Article, body: str) -> None:
    story.body = body
    story.save()


def block_with_remarks(desk, story: Article) -> list[str]:
    """Return the texts of the blocks that have a remark beside them."""
    blocks = page_of(desk.get(remarks_path(story))).find_all("section", class_="block")
    return [block.find("div", class_="block-text").text for block in blocks if block.find("article", class_="remark")]


# Where a remark stands


def test_the_text_is_cut_into_its_paragraphs():
    blocks = blocks_of(TEXT + "<hr><figure><img src='/media/a.webp' alt='La gare'></figure>mots perdus")

    assert [block.text for block in blocks] == [
        "Midi",
        FIRST,
        "Trois heures sans paiement pour les voyageurs.",
        "Un Deux",
        "",
        "La gare",
        "mots perdus",
    ]


def test_an_editor_puts_a_remark_beside_its_paragraph(editors_desk, editor, story):
    remark_on(story, editors_desk)

    remark = story.remarks.get()
    assert (remark.by, remark.words, remark.quote) == (editor, "Qui le dit ?", FIRST)
    assert block_with_remarks(editors_desk, story) == [FIRST]


def test_each_paragraph_offers_its_own_form(editors_desk, story):
    page = page_of(editors_desk.get(remarks_path(story)))

    quotes = [field["value"] for field in page.find_all("input", name="quote")]
    assert quotes == [block.text for block in blocks_of(TEXT)]


def test_a_remark_follows_its_paragraph_when_others_come_before_it(editors_desk, story):
    remark_on(story, editors_desk)

    rewrite(story, f"<p>Un nouveau début.</p>{TEXT}")

    assert block_with_remarks(editors_desk, story) == [FIRST]


def test_a_remark_follows_a_paragraph_that_was_edited_and_says_so(editors_desk, story):
    remark_on(story, editors_desk)
    edited = "Le réseau est tombé à midi et quart, dit la directrice de la gare."

    rewrite(story, TEXT.replace(FIRST, edited))

    page = page_of(editors_desk.get(remarks_path(story)))
    assert block_with_remarks(editors_desk, story) == [edited]
    assert page.find("p", class_="changed") is not None
    assert page.find("article", class_="remark").find("blockquote").text == FIRST


def test_a_remark_whose_paragraph_is_gone_keeps_its_quote_on_top(editors_desk, story):
    remark_on(story, editors_desk)

    rewrite(story, "<p>Tout autre chose, avec d’autres mots.</p>")

    lost = page_of(editors_desk.get(remarks_path(story))).find("section", class_="lost")
    assert lost.find("blockquote").text == FIRST
    assert block_with_remarks(editors_desk, story) == []


def test_two_paragraphs_of_the_same_words_show_a_remark_once(story):
    blocks = blocks_of("<p>Oui.</p><p>Oui.</p>")
    remark = Remark(article=story, quote="Oui.", words="Lequel ?")

    lost = place([remark], blocks)

    assert lost == []
    assert [len(block.remarks) for block in blocks] == [1, 0]


def test_the_page_shows_the_text_sanitised(editors_desk, story):
    Article.objects.filter(pk=story.pk).update(body=TEXT)

    page = editors_desk.get(remarks_path(story)).text

    assert "<em>sans</em>" in page
    assert '<script>alert("x")' not in "".join(block.html for block in blocks_of('<p>a</p><script>alert("x")</script>'))


# Answers, and being done with it


def test_the_author_answers_and_resolves(desk, editors_desk, journalist, story):
    remark_on(story, editors_desk)
    remark = story.remarks.get()

    act(desk, remark, "answer", words="Le directeur, au téléphone.")
    act(desk, remark, "resolve")

    remark.refresh_from_db()
    assert RemarkAnswer.objects.get().by == journalist
    assert remark.resolved_by == journalist
    assert remark.resolved_at is not None


def test_a_resolved_remark_is_opened_again(desk, editors_desk, story):
    remark_on(story, editors_desk)
    act(desk, story.remarks.get(), "resolve")

    act(editors_desk, story.remarks.get(), "reopen")

    assert story.open_remarks() == 1


def test_who_resolves_second_is_told_and_the_first_stays(desk, editors_desk, journalist, story):
    remark_on(story, editors_desk)
    act(desk, story.remarks.get(), "resolve")

    answer = act(editors_desk, story.remarks.get(), "resolve")

    assert answer.status_code == 302
    assert story.remarks.get().resolved_by == journalist


def test_the_open_remarks_are_counted_on_form_and_list(desk, editors_desk, story):
    for words in ("Un.", "Deux.", "Trois."):
        remark_on(story, editors_desk, words)
    act(desk, story.remarks.first(), "resolve")

    tools = page_of(desk.get(change_path(story))).find("ul", class_="object-tools").text
    row = page_of(desk.get(LIST)).find("td", class_="field-remarks")
    assert story.open_remarks() == 2
    assert "(2)" in tools
    assert row.text == "2"


def test_remarks_stop_no_publication_by_themselves(client, editors_desk, story):
    remark_on(story, editors_desk)

    editors_desk.post(change_path(story), form_of(story, "_publish"))

    assert Article.objects.get(pk=story.pk).is_published


def test_no_word_of_a_remark_is_on_the_page_of_readers(client, editors_desk, story):
    remark_on(story, editors_desk, "Entre nous seulement.")
    Article.objects.get(pk=story.pk).publish()

    page = client.get(Article.objects.get(pk=story.pk).get_absolute_url())

    assert page.status_code == 200
    assert "Entre nous" not in page.text


# What is refused


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_a_remark_without_words_or_with_too_many_is_refused(editors_desk, story, words):
    remark_on(story, editors_desk, words)

    assert not Remark.objects.exists()


@pytest.mark.parametrize("published", [False, True])
def test_remarks_on_the_story_of_somebody_else_answer_like_ones_that_there_are_not(editors_desk, story, published):
    remark_on(story, editors_desk)
    remark = story.remarks.get()
    if published:
        Article.objects.get(pk=story.pk).publish()
    stranger = signed_in(make_journalist("collegue"))

    answers = [stranger.get(remarks_path(story)), remark_on(story, stranger)]
    answers += [act(stranger, remark, what, words="x") for what in ("answer", "resolve", "reopen")]

    assert {answer.status_code for answer in answers} == {404}
    assert (story.remarks.count(), RemarkAnswer.objects.count(), story.open_remarks()) == (1, 0, 1)


def test_a_remark_is_not_reached_through_another_story(desk, editors_desk, journalist, story):
    remark_on(story, editors_desk)
    other = make_article(published_at=None, created_by=journalist)

    answer = desk.post(f"{remarks_path(other)}{story.remarks.get().pk}/resolve/")

    assert answer.status_code == 404
    assert story.open_remarks() == 1


def test_a_moderator_reads_no_remarks(moderator, story):
    assert signed_in(moderator).get(remarks_path(story)).status_code == 403


def test_nothing_is_changed_by_a_get(desk, editors_desk, story):
    remark_on(story, editors_desk)
    remark = story.remarks.get()

    paths = [f"{remarks_path(story)}add/"]
    paths += [f"{remarks_path(story)}{remark.pk}/{what}/" for what in ("answer", "resolve", "reopen")]

    assert {desk.get(path).status_code for path in paths} == {405}


def test_hostile_words_stay_words(editors_desk, story):
    lines = [line for line in xss_lines()[:400:20] if line.strip()] + naughty_strings()[:40]
    harmless = len(page_of(editors_desk.get(remarks_path(story))).find_all("script"))

    for line in lines:
        remark_on(story, editors_desk, line, quote=line)

    page = page_of(editors_desk.get(remarks_path(story)))
    assert story.remarks.count() > 30
    assert len(page.find_all("script")) == harmless
    assert not [element for element in page.walk() if any(name.startswith("on") for name in element.attributes)]


def test_the_number_of_queries_does_not_grow_with_the_remarks(editors_desk, story, django_assert_max_num_queries):
    remark_on(story, editors_desk)
    act(editors_desk, story.remarks.get(), "answer", words="Oui.")
    with django_assert_max_num_queries(50) as few:
        editors_desk.get(remarks_path(story))
    most = len(few)
    for number in range(8):
        remark_on(story, editors_desk, f"Remarque {number}")
    for remark in story.remarks.all():
        act(editors_desk, remark, "answer", words="Non.")

    with django_assert_max_num_queries(most):
        editors_desk.get(remarks_path(story))


# Whom a remark calls


def test_a_remark_is_told_to_those_whose_story_it_is(editors_desk, editor, journalist, story):
    remark_on(story, editors_desk)

    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.actor, notice.words) == (journalist, "remark", editor, "Qui le dit ?")


def test_nobody_is_told_of_the_own_remark(desk, story):
    remark_on(story, desk)

    assert not Notice.objects.exists()


def test_an_answer_is_told_to_who_made_the_remark(desk, editors_desk, editor, story):
    remark_on(story, editors_desk)
    Notice.objects.all().delete()

    act(desk, story.remarks.get(), "answer", words="Le directeur.")

    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(editor, "remark")]


def test_a_name_after_an_at_calls_that_person_once(desk, story):
    colleague = make_editor("claire.dumoulin")

    remark_on(story, desk, "Qu’en dis-tu, @claire.dumoulin ? (@claire.dumoulin.)")

    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(colleague, "mention")]
    send_notices.call()
    assert [message.to for message in mail.outbox] == [[colleague.email]]


@pytest.mark.parametrize("name", ["collegue", "personne", "ana"])
def test_who_may_not_read_the_remark_is_not_called_and_the_writer_hears_that(desk, moderator, story, name):
    make_journalist("collegue")

    answer = desk.post(f"{remarks_path(story)}add/", {"quote": FIRST, "words": f"@{name}, regarde"}, follow=True)

    assert not Notice.objects.exists()
    assert f"@{name}" in page_of(answer).find("ul", class_="messagelist").text


def test_an_address_in_a_remark_calls_nobody(desk, story):
    make_editor("example.org")

    remark_on(story, desk, "Écrire à quelqu’un@example.org")

    assert not Notice.objects.exists()
