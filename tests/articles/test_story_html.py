"""What may stand in a story's text: one allow-list, on every way in, and pictures as the library knows them."""

from __future__ import annotations

import re
from functools import cache
from itertools import batched, cycle

import pytest
from django.core import serializers
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from articles.models import Article
from articles.story_html import ALLOWED_TAGS, EDITOR_EXTENSIONS, sanitise
from articles.writing.paste import clean_pasted
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.comments.readers import Element, naughty_strings, parse, xss_lines
from tests.factories import make_article, make_picture, make_section

pytestmark = pytest.mark.django_db

# Written out once more, so that a wider list in the code is noticed here.
TEXT = {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "br", "strong", "em", "code", "a"}
PICTURES = {"figure", "img", "figcaption"}
TABLES = {"table", "tbody", "tr", "th", "td"}
HOUSE = {"footer", "small", "aside"}
CELL = {"colspan", "rowspan"}
STORED = {
    "a": {"href", "title", "data-article"},
    "img": {"src", "alt", "width", "height", "data-file"},
    "ol": {"start"},
    "figure": {"class"},
    "small": {"class"},
    "th": CELL,
    "td": CELL,
}
SHOWN = STORED | {
    "a": {"href", "title", "rel", "id", "role", "aria-label"},
    "img": STORED["img"] | {"loading", "decoding"},
    "span": {"class"},
    "sup": {"class"},
    "section": {"class", "role"},
    "div": {"class", "role", "tabindex", "aria-label", "aria-labelledby"},
    "table": {"aria-labelledby"},
    "th": CELL | {"scope"},
    "aside": {"class", "aria-labelledby"},
    "li": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "figcaption": {"id"},
}

EVERYTHING_THE_EDITOR_OFFERS = """\
<h2>Un intertitre</h2><h3>Un autre</h3>\
<p><strong>Gras</strong>, <em>italique</em>, <code>x &lt; y</code><br>et une ligne.</p>\
<blockquote><p>« Une citation. »</p></blockquote>\
<ul><li><p>un</p></li><li><p>deux</p></li></ul><ol><li><p>premier</p></li></ol><hr>\
<p><a href="https://example.org/page?a=1&amp;b=2" title="Ailleurs">ailleurs</a>, \
<a href="/2026/11/panne/">ici</a>, <a href="mailto:redaction@example.org">par courriel</a></p>\
<figure><img src="/media/pictures/1.webp" alt="Une baie de serveurs" data-file="1">\
<figcaption>La salle, <em>lundi</em>.</figcaption></figure>\
<blockquote><p>« Une autre. »</p><footer>Salomé Ferrandon, <em>ingénieure</em></footer></blockquote>\
<figure class="gallery"><figure><img src="/media/pictures/1.webp" alt="Un" data-file="1"></figure>\
<figure><img src="/media/pictures/2.webp" alt="Deux" data-file="2"><figcaption>Deux.</figcaption></figure></figure>\
<figure class="table"><table><tbody>\
<tr><th colspan="2"><p>Année</p></th></tr>\
<tr><td><p>2026</p></td><td rowspan="2"><p>12</p></td></tr>\
</tbody></table><figcaption>Les pannes.</figcaption></figure>\
<table><tbody><tr><td><p>nu</p></td></tr></tbody></table>\
<figure class="link-card"><a href="https://example.org/etude">L’étude</a>\
<figcaption>Un PDF de 12 pages.</figcaption></figure>\
<figure class="link-card"><img src="/media/a.webp" alt="" data-file="7"><a data-article="12" href="/2026/11/panne/">\
La panne</a></figure>\
<p>Un fait<small class="note">Selon <a href="https://example.org/">le rapport</a>.</small>, et un \
<a data-article="12" href="/2026/11/panne/">article</a>.</p>\
<aside><h3>En bref</h3><p>Trois lignes.</p><ul><li><p>un</p></li></ul></aside>"""


FRAMES = [
    "<blockquote><p>§</p><footer>§</footer></blockquote>",
    '<figure class="gallery"><figure><img src="§" alt="§" data-file="§"></figure></figure>',
    '<figure class="table"><table><tr><th colspan="§">§</th></tr></table><figcaption>§</figcaption></figure>',
    '<figure class="link-card"><a href="§" rel="§">§</a><figcaption>§</figcaption></figure>',
    '<figure class="§"><a href="§">§</a></figure>',
    '<figure class="link-card"><img src="§" alt="§" data-file="§"><a data-article="§" href="§">§</a></figure>',
    '<p>x<small class="note">§</small><small class="§">§</small></p>',
    '<aside onclick="§"><h3>§</h3>§</aside>',
    '<a data-article="§" href="§">§</a>',
]


@cache
def offences(html: str, *, shown: bool = False) -> list[str]:
    """Return what a browser would find in the HTML besides what the allow-list names."""
    attributes = SHOWN if shown else STORED
    tags = TEXT | PICTURES | TABLES | HOUSE | set(attributes)
    return [offence for element in parse(html).walk() for offence in _offences_of(element, tags, attributes)]


def _offences_of(element: Element, tags: set[str], attributes: dict[str, set[str]]) -> list[str]:
    allowed = attributes.get(element.tag, set())
    found = [f"<{element.tag}>"] if element.tag not in tags else []
    found += [f"<{element.tag} {name}>" for name in element.attributes if name not in allowed]
    if "href" in element and _scheme(element["href"]) not in ("", "http", "https", "mailto"):
        found.append(element["href"])
    if "src" in element and not element["src"].startswith("/media/"):
        found.append(element["src"])
    return found


def _scheme(address: str) -> str:
    """Return the scheme as browsers read it: they skip what cannot be seen."""
    visible = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", address)
    match = re.match(r"([a-z][a-z0-9+.-]*):", visible, re.IGNORECASE)
    return match[1].lower() if match else ""


def hostile_bodies() -> list[str]:
    """Return all attacks, some of them in each text; bulk_create meets each of them alone."""
    return ["\n".join(lines) for lines in batched(xss_lines(), 10, strict=False)]


def each_in_a_frame(lines: list[str]) -> list[str]:
    """Return each line in one of the frames, in turn; sanitising is tested with each of them in every frame."""
    return [frame.replace("§", line) for line, frame in zip(lines, cycle(FRAMES), strict=False)]


def stored_bodies() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("body", flat=True))


def offences_of_stored() -> list[str]:
    return [offence for body in stored_bodies() for offence in offences(body)]


def articles_with(bodies: list[str]) -> list[Article]:
    section = make_section()
    return [
        Article(headline="Essai", slug=f"essai-{number}", body=body, section=section)
        for number, body in enumerate(bodies)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<svg></svg>",
        '<p onclick="alert(1)">x</p>',
        '<a href=" java\nscript:alert(1)">x</a>',
        '<img src="//tracker.example/p.gif">',
    ],
)
def test_an_attack_would_be_noticed_here(html):
    assert offences(html) != []


def test_no_attack_survives_create():
    section = make_section()

    for number, body in enumerate(hostile_bodies()):
        Article.objects.create(headline="Essai", slug=f"essai-{number}", section=section, body=body)

    assert any("alert" in body for body in stored_bodies())
    assert offences_of_stored() == []


def test_no_attack_survives_save():
    article = make_article(published_at=None)

    for article.body in hostile_bodies():
        article.save()
        article.refresh_from_db()
        assert offences(article.body) == []


def test_no_attack_survives_update():
    articles = Article.objects.bulk_create(articles_with([""] * len(hostile_bodies())))

    for article, body in zip(articles, hostile_bodies(), strict=True):
        Article.objects.filter(pk=article.pk).update(body=body)

    assert any("alert" in body for body in stored_bodies())
    assert offences_of_stored() == []


def test_no_attack_survives_bulk_create():
    Article.objects.bulk_create(articles_with(xss_lines()))

    assert offences_of_stored() == []


def test_no_attack_survives_bulk_update():
    articles = Article.objects.bulk_create(articles_with([""] * len(hostile_bodies())))
    for article, body in zip(articles, hostile_bodies(), strict=True):
        article.body = body

    Article.objects.bulk_update(articles, ["body"], batch_size=200)

    assert any("alert" in body for body in stored_bodies())
    assert offences_of_stored() == []


def test_no_attack_survives_a_fixture():
    fixture = serializers.serialize("json", [make_article(published_at=None, body="<p>Texte</p>")])
    attack = "<img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>"

    for row in serializers.deserialize("json", fixture.replace("<p>Texte</p>", attack)):
        row.save()

    assert stored_bodies() == ["<img><a>x</a>"]


def test_no_attack_survives_the_journalists_form(journalist):
    client = signed_in(journalist)
    client.post(ADD, story_form())
    article = Article.objects.get()

    for lines in batched(xss_lines(), 150, strict=False):
        answer = client.post(change_path(article), form_of(article, body="\n".join(lines)))
        assert answer.status_code == 302
        article.refresh_from_db()
        assert offences(article.body) == []


def test_no_attack_is_shown_in_the_page_and_the_feed(client):
    make_picture(pk=1, alternative_text='"><script>alert(1)</script>', credit="<script>alert(1)</script>")
    framed = [f'<figure>{line}<img src="/media/x" data-file="1" alt="{line}"></figure>' for line in xss_lines()]
    article = make_article(body="<p>Début</p>")

    framed += each_in_a_frame(xss_lines())

    for bodies in batched(framed, 400, strict=False):
        Article.objects.filter(pk=article.pk).update(body="\n".join(bodies))
        Article.objects.filter(pk=article.pk).bump_version()
        page = client.get(article.get_absolute_url()).text
        story = page.split('<div class="story-body">')[1].split('</div>\n<p class="print-address">')[0]
        assert offences(story, shown=True) == []


def test_sanitising_again_changes_nothing():
    inputs = [*xss_lines(), *naughty_strings(), EVERYTHING_THE_EDITOR_OFFERS]

    changed = [html for html in inputs if sanitise(clean := sanitise(html)) != clean]

    assert changed == []


def test_what_the_editor_offers_is_not_taken_for_something_pasted():
    assert clean_pasted(EVERYTHING_THE_EDITOR_OFFERS) == EVERYTHING_THE_EDITOR_OFFERS
    assert sanitise('<p style=""></p>' + EVERYTHING_THE_EDITOR_OFFERS) == EVERYTHING_THE_EDITOR_OFFERS


def test_no_attack_survives_in_the_nodes_of_the_house():
    for lines in batched([*xss_lines(), *naughty_strings()], 40, strict=False):
        for frame in FRAMES:
            clean = sanitise("".join(frame.replace("§", line) for line in lines))
            assert offences(clean) == []
            assert sanitise(clean) == clean


def test_a_text_that_no_parser_puts_in_order_is_stable_as_well():
    for lines in batched(each_in_a_frame(xss_lines()), 400, strict=False):
        clean = sanitise("\n".join(lines))
        assert sanitise(clean) == clean


def test_what_the_editor_offers_survives_saving(journalist):
    client = signed_in(journalist)

    client.post(ADD, story_form(body=EVERYTHING_THE_EDITOR_OFFERS))

    assert Article.objects.get().body == EVERYTHING_THE_EDITOR_OFFERS


def test_the_editor_offers_what_is_allowed_and_nothing_else():
    offered = allowlist_from_extensions(expand_extensions(EDITOR_EXTENSIONS))

    assert offered["tags"] == TEXT | PICTURES | TABLES | {"thead"}  # which none of its buttons makes
    assert TEXT | PICTURES | TABLES | HOUSE == ALLOWED_TAGS
    assert offered["url_schemes"] == {"http", "https", "mailto"}


def test_the_editor_is_given_every_extension_that_its_own_ones_need(recwarn):
    expand_extensions(EDITOR_EXTENSIONS)

    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize("body", ["", "<p></p>", "<p><br></p>", "<!-- rien -->", "<script>alert(1)</script>"])
def test_a_text_without_words_is_stored_as_empty(body):
    article = make_article(published_at=None, body=body)

    assert article.body == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://tracker.example/p.gif",
        "//tracker.example/p.gif",
        "/\\tracker.example/p.gif",
        "data:image/gif;base64,R0lGOD",
        "media/p.gif",
        "/media/../admin/logout/",
        "/static/img/mark.svg",
        " https://tracker.example/p.gif",
        "/me\ndia/p.gif",
        "",
    ],
)
def test_a_picture_from_elsewhere_loses_its_address(address):
    article = make_article(published_at=None, body=f'<p>Texte</p><img src="{address}" alt="Un cadre">')

    assert article.body == '<p>Texte</p><img alt="Un cadre">'


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "vbscript:x"]
    + ["data:text/html,x", "file:///etc/passwd", "ftp://example.org/", "tel:+33100000000", "&#106;avascript:alert(1)"],
)
def test_a_link_that_is_no_web_address_loses_it(address):
    article = make_article(published_at=None, body=f'<p><a href="{address}">lien</a></p>')

    assert article.body == "<p><a>lien</a></p>"


def picture_shown(client, body: str) -> Element:
    article = make_article(body=body)
    story = parse(client.get(article.get_absolute_url()).text).find("div", class_="story-body")
    assert story is not None
    return story


def test_a_picture_has_the_size_that_the_library_knows(client):
    picture = make_picture(width=1600, height=900)

    story = picture_shown(client, f'<figure><img src="/media/old.webp" alt="Vue" data-file="{picture.pk}"></figure>')

    image = story.find("img")
    assert (image["width"], image["height"]) == ("1600", "900")
    assert image["src"] == picture.file.url
    assert image["loading"] == "lazy"


def test_a_picture_has_the_credit_beside_its_caption(client):
    picture = make_picture(credit="Léa Roux / Le Commutateur")
    figure = f'<figure><img src="/media/a.webp" data-file="{picture.pk}"><figcaption>La salle.</figcaption></figure>'

    story = picture_shown(client, figure)

    assert story.find("figcaption").text == "La salle. Léa Roux / Le Commutateur"
    assert story.find("span", class_="credit").text == "Léa Roux / Le Commutateur"


def test_a_picture_without_a_caption_has_its_credit(client):
    picture = make_picture(credit="Léa Roux")

    story = picture_shown(client, f'<figure><img src="/media/a.webp" data-file="{picture.pk}"></figure>')

    assert story.find("figcaption").text == "Léa Roux"


def test_a_picture_without_its_frame_has_size_and_credit_as_well(client):
    picture = make_picture(credit="Léa Roux", width=1600, height=900)

    story = picture_shown(client, f'<p>Avant</p><img src="/media/a.webp" data-file="{picture.pk}"><p>Après</p>')

    assert story.find("img")["width"] == "1600"
    assert story.find("figure").text == "Léa Roux"


def test_a_picture_has_the_alternative_text_of_the_story_else_that_of_the_library(client):
    picture = make_picture(alternative_text="Une baie de serveurs")
    own = f'<figure><img src="/media/a.webp" alt="« Vue » &amp; <détail>" data-file="{picture.pk}"></figure>'
    none = f'<figure><img src="/media/a.webp" data-file="{picture.pk}"></figure>'

    story = picture_shown(client, own + none)

    assert [image["alt"] for image in story.find_all("img")] == ["« Vue » & <détail>", "Une baie de serveurs"]


def test_two_pictures_keep_their_own_credits(client):
    first, second = make_picture(credit="Première"), make_picture(credit="Deuxième")
    figures = [f'<figure><img src="/media/a.webp" data-file="{picture.pk}"></figure>' for picture in (second, first)]

    story = picture_shown(client, "".join(figures))

    assert [credit.text for credit in story.find_all("span", class_="credit")] == ["Deuxième", "Première"]


def test_a_picture_that_the_library_no_longer_has_stays_as_it_was_written(client):
    story = picture_shown(client, '<figure><img src="/media/a.webp" alt="Vue" data-file="999999"></figure>')

    assert story.find("img").attributes == {"src": "/media/a.webp", "alt": "Vue", "data-file": "999999"}


def test_words_that_look_like_a_picture_stay_words(client):
    code = '<p><code>&lt;figure&gt;&lt;img data-file="1"&gt;&lt;/figure&gt;</code></p>'
    make_picture(pk=1, credit="Léa Roux")

    story = picture_shown(client, code)

    assert story.find("img") is None
    assert story.find("code").text == '<figure><img data-file="1"></figure>'


def test_naughty_strings_are_stored_as_the_words_they_are():
    harmless = [string for string in naughty_strings() if not re.search(r"[<>&\x00\r]", string)]
    articles = Article.objects.bulk_create(articles_with([f"<p>{string}</p>" for string in harmless]))

    words = [parse(body).text for body in stored_bodies()]

    assert len(articles) > 250
    assert words == harmless
