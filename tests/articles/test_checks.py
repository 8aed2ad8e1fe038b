"""The check before publication: what it finds, what that stops, and whose choice it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.checks.report import IN_ORDER as CHECKS
from articles.models import Article, Checks, Picture, Tag
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.comments.readers import page_of
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db

LEVELS = "/admin/articles/checks/"
LATER = {"publish_at_0": "2098-11-26", "publish_at_1": "07:30:15"}
WORDS = "Trois heures sans paiement dans les magasins de trois villes du Nord."


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def complete():
    """A draft in which nothing is found."""
    picture = make_picture(caption="La salle.", credit="Léa Roux")
    tag = Tag.objects.create(name="réseau", slug="reseau")
    return make_article(published_at=None, standfirst=WORDS, lead_picture=picture, tags=[tag])


def form_unseen(article, button="_publish", **fields) -> dict:
    return form_of(article, button, **{"warnings_seen": ""} | fields)


def found_in(answer) -> set[str]:
    """Return the codes of the checks that found something, as the box beside the buttons lists them."""
    return {item["data-check"] for item in page_of(answer).find("section", class_="story-checks").find_all("li")}


def is_public(article) -> bool:
    article.refresh_from_db()
    return article.is_published


def choose(**levels) -> None:
    Checks.choose(levels)


# What is found


def test_nothing_is_found_in_a_complete_story_and_it_is_published_at_once(desk, complete):
    assert found_in(desk.get(change_path(complete))) == set()

    desk.post(change_path(complete), form_unseen(complete))

    assert is_public(complete)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"headline": "x" * 111}, "headline_too_long"),
        ({"headline": "x" * 71}, "headline_long"),
        ({"standfirst": ""}, "no_standfirst"),
        ({"standfirst": "Court."}, "description_length"),
        ({"standfirst": "x" * 161}, "description_length"),
        ({"seo_description": "x" * 161}, "description_length"),
        ({"headline": "Le titre TK"}, "placeholder"),
        ({"standfirst": f"{WORDS} À COMPLÉTER."}, "placeholder"),
        ({"standfirst": f"{WORDS} a completer"}, "placeholder"),
        ({"standfirst": f"{WORDS} A\u0300 comple\u0301ter"}, "placeholder"),
        ({"body": "<p>Lorem <em>ipsum</em> dolor</p>"}, "placeholder"),
        ({"body": "<p>Ils sont XXX à le dire.</p>"}, "placeholder"),
        ({"body": "<p>Ils sont XXXX, ou TKTK.</p>"}, "placeholder"),
        ({"body": "<h3>Petit</h3><p>Texte.</p>"}, "heading_order"),
        ({"body": "<h2>Grand</h2><h2> </h2><p>Texte.</p>"}, "heading_order"),
        ({"body": '<p><a href="/2026/01/nulle-part/">là</a></p>'}, "dead_link"),
        ({"body": '<p><a href="/nulle/part/du/tout">là</a></p>'}, "dead_link"),
        ({"body": '<p><a href="http://testserver/2026/01/nulle-part/?a=1#b">là</a></p>'}, "dead_link"),
        ({"body": '<p><a href="https://exemple">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="https://">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="http://http://example.org">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="mailto:personne">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="https://example.org:99999/">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="https://[::1">là</a></p>'}, "malformed_address"),
        ({"body": '<p><a href="https://example.org/"></a>là</p>'}, "empty_link"),
        ({"body": '<p><img src="/media/x.webp"></p>'}, "picture_alternative_text"),
        ({"lead_picture": ""}, "no_lead_picture"),
        ({"tags": []}, "no_tags"),
        ({"section": ""}, "no_section"),
        ({"comments_open": ""}, "comments_closed"),
    ],
)
def test_what_is_not_right_is_found_and_not_published(desk, complete, fields, code):
    answer = desk.post(change_path(complete), form_unseen(complete, **fields))

    assert code in found_in(answer)
    assert not is_public(complete)


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "x" * 70},
        {"headline": "x" * 100, "seo_title": "Un titre court"},
        {"standfirst": "x" * 50},
        {"standfirst": "x" * 160},
        {"body": "<p>Le STK, les tk, xxx et Exxxon ne sont rien d’inachevé : complet, acompléter.</p>"},
        {"body": "<h2>Grand</h2><h3>Petit</h3><h2>Grand</h2><p>Texte.</p>"},
        {"body": '<p><a href="https://exemple.fr:8080/à?b=ç#d">là</a> <a href="mailto:a@example.org">écrire</a></p>'},
        {"body": '<p><a href="https://192.0.2.1/">là</a> <a href="https://[2001:db8::1]/">et là</a></p>'},
        {"body": '<p><a href="/">la une</a> <a href="/feed/">le fil</a></p>'},
        {"body": "<p>Deux  espaces.</p>"},
    ],
)
def test_what_is_right_is_published_without_a_question(desk, complete, fields):
    desk.post(change_path(complete), form_unseen(complete, **fields))

    assert is_public(complete)


@pytest.mark.parametrize("state", ["published", "draft", "withdrawn"])
def test_a_link_to_another_story_lives_while_that_is_public(desk, complete, state):
    other = make_article(published_at=None)
    if state != "draft":
        other.publish()
    if state == "withdrawn":
        other.unpublish()
    body = f'<p><a href="{other.get_absolute_url()}">là</a></p>'

    desk.post(change_path(complete), form_unseen(complete, body=body))

    assert is_public(complete) is (state == "published")


@pytest.mark.parametrize(("words", "code"), [("caption", "picture_caption"), ("credit", "picture_credit")])
@pytest.mark.parametrize("place", ["lead", "text"])
def test_what_a_picture_lacks_is_found_wherever_it_stands(desk, complete, place, words, code):
    values = {"caption": "La salle.", "credit": "Léa Roux"} | {words: ""}
    picture = make_picture(**values)
    in_text = f'<p>Texte.</p><figure><img src="/media/x.webp" alt="x" data-file="{picture.pk}"></figure>'
    fields = {"lead_picture": picture.pk} if place == "lead" else {"body": in_text}

    answer = desk.post(change_path(complete), form_unseen(complete, **fields))

    assert found_in(answer) == {code}
    link = page_of(answer).find("li", **{"data-check": code}).find("a")
    assert link["href"] == f"/admin/articles/picture/{picture.pk}/change/"


def test_a_library_picture_without_alternative_text_is_found(desk, complete):
    Picture.objects.update(alternative_text="")

    assert found_in(desk.get(change_path(complete))) == {"picture_alternative_text"}


def test_a_caption_in_the_text_counts_as_well_as_the_librarys(desk, complete):
    picture = make_picture(credit="Léa Roux")
    figure = f'<img src="/media/x.webp" alt="x" data-file="{picture.pk}"><figcaption>La salle.</figcaption>'

    desk.post(change_path(complete), form_unseen(complete, body=f"<p>Texte.</p><figure>{figure}</figure>"))

    assert is_public(complete)


def test_a_slug_that_is_taken_is_said_in_the_box_as_well(desk, complete):
    make_article(slug="prise")

    answer = desk.post(change_path(complete), form_unseen(complete, slug="prise"))

    assert "slug_taken" in found_in(answer)


def test_a_story_that_nobody_signs_is_found(desk, complete):
    rows = {"bylines-0-DELETE": "on"}

    answer = desk.post(change_path(complete), form_unseen(complete, **rows))

    assert "no_author" in found_in(answer)
    assert not is_public(complete)


@pytest.mark.parametrize(("button", "is_stopped"), [("_publish", True), ("_schedule", False)])
def test_an_embargo_stops_what_would_be_public_before_its_end(desk, complete, button, is_stopped):
    complete.embargo_until = timezone.now() + timedelta(days=3)
    complete.save()

    desk.post(change_path(complete), form_unseen(complete, button, **LATER))

    complete.refresh_from_db()
    assert (complete.published_at is None) is is_stopped


# What it stops, and what it asks


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_request"])
def test_what_stops_refuses_every_way_to_readers_and_nothing_is_saved(desk, complete, button):
    seen = {"warnings_seen": "placeholder"}
    fields = LATER | {"headline": "Titre TK", "standfirst": "Gardé : il manque encore deux phrases à la fin."} | seen

    answer = desk.post(change_path(complete), form_unseen(complete, button, **fields))

    page = page_of(answer)
    assert page.field("headline").typed == "Titre TK"
    assert page.field("standfirst").typed.strip() == fields["standfirst"]
    complete.refresh_from_db()
    assert (complete.published_at, complete.step, complete.headline == "Titre TK") == (None, "draft", False)


def test_the_box_takes_the_focus_when_the_form_comes_back(desk, complete):
    returned = desk.post(change_path(complete), form_unseen(complete, headline="Titre TK"))

    assert "autofocus" in page_of(returned).find("section", id="checks")
    assert "autofocus" not in page_of(desk.get(change_path(complete))).find("section", id="checks")


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_request"])
def test_a_warning_asks_once(desk, complete, button):
    refused = desk.post(change_path(complete), form_unseen(complete, button, tags=[], **LATER))
    tick = page_of(refused).field("warnings_seen")

    answer = desk.post(
        change_path(complete), form_unseen(complete, button, tags=[], warnings_seen=tick["value"], **LATER)
    )

    assert (refused.status_code, answer.status_code) == (200, 302)
    complete.refresh_from_db()
    assert complete.published_at or complete.step == Article.Step.IN_REVIEW


def test_a_warning_that_was_not_seen_asks_again(desk, complete):
    refused = desk.post(change_path(complete), form_unseen(complete, tags=[]))
    tick = page_of(refused).field("warnings_seen")["value"]

    answer = desk.post(change_path(complete), form_unseen(complete, tags=[], lead_picture="", warnings_seen=tick))

    assert found_in(answer) == {"no_tags", "no_lead_picture"}
    assert not is_public(complete)


def test_a_warning_about_another_picture_asks_again(desk, complete):
    first, second = make_picture(credit="Léa"), make_picture(credit="Léa")
    refused = desk.post(change_path(complete), form_unseen(complete, lead_picture=first.pk))
    tick = page_of(refused).field("warnings_seen")["value"]

    desk.post(change_path(complete), form_unseen(complete, lead_picture=second.pk, warnings_seen=tick))

    assert not is_public(complete)


def test_no_tick_is_offered_while_something_stops(desk, complete):
    answer = desk.post(change_path(complete), form_unseen(complete, headline="Titre TK", tags=[]))

    assert page_of(answer).find("input", name="warnings_seen") is None


@pytest.mark.parametrize("button", ["_continue", "_preview"])
def test_saving_a_draft_is_never_refused(desk, complete, button):
    desk.post(change_path(complete), form_unseen(complete, button, headline="Titre TK", tags=[]))

    complete.refresh_from_db()
    assert complete.headline == "Titre TK"


def test_a_new_story_is_checked_before_it_is_published(desk):
    answer = desk.post(ADD, story_form("_publish", warnings_seen="", headline="Titre TK"))

    assert {"placeholder", "no_tags", "no_lead_picture"} <= found_in(answer)
    assert not Article.objects.exists()


def test_a_journalist_is_told_before_asking_for_publication(journalist, complete):
    Article.objects.filter(pk=complete.pk).update(created_by=journalist, headline="Titre TK")
    desk = signed_in(journalist)

    listed = found_in(desk.get(change_path(complete)))
    complete.refresh_from_db()
    desk.post(change_path(complete), form_unseen(complete, "_request"))

    complete.refresh_from_db()
    assert (listed, complete.step) == ({"placeholder"}, "draft")


def test_hostile_words_stay_words_in_the_box(desk, complete):
    words = '"><script>alert(1)</script> TK'

    answer = desk.post(change_path(complete), form_unseen(complete, headline=words))

    assert "<script>alert(1)" not in answer.text


def test_the_check_costs_five_queries_at_most(complete, django_assert_max_num_queries):
    from articles.checks import report_on
    from articles.checks.content import content_of

    pictures = [make_picture() for _ in range(5)]
    links = "".join(f'<p><a href="{make_article().get_absolute_url()}">là</a></p>' for _ in range(5))
    complete.body = links + "".join(f'<img src="/media/x.webp" data-file="{picture.pk}">' for picture in pictures)
    complete.save()
    complete = Article.objects.get(pk=complete.pk)

    with django_assert_max_num_queries(5):
        report = report_on(content_of(complete))

    assert {finding.code for finding in report.warnings} == {"picture_caption"}


def test_a_picture_of_a_card_needs_a_credit_and_no_words_of_its_own(desk, complete):
    silent = make_picture(alternative_text="", credit="Léa Roux")
    nameless = make_picture(alternative_text="", credit="")
    card = '<p>Un.</p><figure class="link-card"><img src="/media/x.webp" data-file="{}"><a href="/">La une</a></figure>'

    found = []
    for picture in (silent, nameless):
        Article.objects.filter(pk=complete.pk).update(body=card.format(picture.pk))
        found.append(found_in(desk.get(change_path(complete))))

    assert found == [set(), {"picture_credit"}]


# The owner's choice


def test_what_is_off_is_not_looked_at(desk, complete):
    choose(no_tags="off")

    desk.post(change_path(complete), form_unseen(complete, tags=[]))

    assert is_public(complete)


def test_what_the_owner_lets_stop_is_passed_by_no_tick(desk, complete):
    choose(no_tags="stop")

    desk.post(change_path(complete), form_unseen(complete, tags=[], warnings_seen="no_tags"))

    assert not is_public(complete)


def test_what_the_owner_lets_warn_is_passed_by_a_tick(desk, complete):
    choose(placeholder="warn")
    refused = desk.post(change_path(complete), form_unseen(complete, headline="Titre TK"))
    tick = page_of(refused).field("warnings_seen")["value"]

    desk.post(change_path(complete), form_unseen(complete, headline="Titre TK", warnings_seen=tick))

    assert is_public(complete)


def test_a_house_that_wants_comments_closed_is_told_when_they_are_open(desk, complete):
    choose(comments_open="warn", comments_closed="off")

    assert found_in(desk.get(change_path(complete))) == {"comments_open"}


def test_an_editor_chooses_what_each_check_does_and_it_is_noted(desk, editor):
    page = page_of(desk.get(LEVELS))
    form = {check.code: "off" if check.code == "no_tags" else str(check.level) for check in CHECKS}

    answer = desk.post(LEVELS, form)

    assert len(page.find_all("select")) == len(CHECKS)
    assert answer.url == LEVELS
    assert Checks.current().levels["no_tags"] == "off"
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (editor, "no_tags: warn → off")
    assert desk.get("/admin/").status_code == 200


def test_a_level_that_there_is_not_changes_nothing(desk):
    form = {check.code: str(check.level) for check in CHECKS} | {"no_tags": "perhaps"}

    answer = desk.post(LEVELS, form)

    assert answer.status_code == 422
    assert not Checks.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", ["journalist", "moderator"])
def test_nobody_else_opens_the_choice(request, person, method):
    answer = getattr(signed_in(request.getfixturevalue(person)), method)(LEVELS)

    assert answer.status_code == 403
    assert not Checks.objects.exists()


def test_every_check_has_a_code_of_its_own():
    codes = [check.code for check in CHECKS]

    assert len(codes) == len(set(codes)) >= 20
