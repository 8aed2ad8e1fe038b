"""Tables, cards, boxes, quotations and footnotes as readers get them, on the page and in a feed."""

from __future__ import annotations

from html import unescape

import pytest

from articles.models import Picture
from articles.tasks import make_picture_sizes
from articles.writing.counts import reading_minutes, word_count
from tests.comments.readers import Element, page_of, parse
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db


def shown(client, body: str) -> Element:
    story = page_of(client.get(make_article(body=body).get_absolute_url())).find("div", class_="story-body")
    assert story is not None
    return story


NOTES = '<p>Un<small class="note">Première.</small>, deux<small class="note">La <em>seconde</em>.</small>.</p>'


def test_footnotes_are_numbered_by_their_order_with_links_both_ways(client):
    story = shown(client, NOTES + '<aside><h3>x</h3><p>Trois<small class="note">Troisième.</small></p></aside>')

    marks = [mark.find("a") for mark in story.find_all("sup", class_="note-mark")]
    notes = story.find("section", role="doc-endnotes").find_all("li")
    assert [mark.text for mark in marks] == ["1", "2", "3"]
    assert [mark["href"] for mark in marks] == [f"#{note['id']}" for note in notes]
    assert [note.find("a", role="doc-backlink")["href"] for note in notes] == [f"#{mark['id']}" for mark in marks]
    assert [note.text.removesuffix(" ↩") for note in notes] == ["Première.", "La seconde.", "Troisième."]
    assert story.find_all("small") == []


def test_footnotes_have_names_that_tell_them_apart(client):
    story = shown(client, NOTES)

    names = [link["aria-label"] for link in story.find_all("a")]
    assert len(set(names)) == 4
    assert all(any(number in name for number in "12") for name in names)


def test_a_footnote_in_a_link_has_its_mark_behind_it(client):
    story = shown(client, '<p><a href="/a/">mot<small class="note">Note.</small></a> fin</p>')

    assert story.find("p").text == "mot1 fin"
    assert all(not link.find_all("a") for link in story.find_all("a"))


def test_the_footnotes_of_several_stories_in_a_feed_have_their_own_names(client):
    for _number in range(2):
        make_article(body=NOTES)

    texts = parse(unescape(unescape(client.get("/feed/atom/").text)))

    names = [element["id"] for element in texts.walk() if element.attributes.get("id", "").startswith("note")]
    assert len(names) == len(set(names)) == 8
    assert len(texts.find_all("section", role="doc-endnotes")) == 2


HEAD, ROW = "<tr><th><p>An</p></th><th><p>Nb</p></th></tr>", "<tr><th><p>2025</p></th><td><p>3</p></td></tr>"
TABLE = f"<table><tbody>{HEAD}{ROW}</tbody></table>"


def test_a_table_scrolls_under_the_name_of_its_caption(client):
    story = shown(client, f'<figure class="table">{TABLE}<figcaption>Les pannes</figcaption></figure>')

    region = story.find("div", class_="table-scroll")
    caption = story.find("figcaption")
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-labelledby"] == region.find("table")["aria-labelledby"] == caption["id"]
    assert [cell.attributes.get("scope") for cell in story.find_all("th")] == ["col", "col", "row"]


def test_a_table_without_a_caption_has_a_name_as_well(client):
    story = shown(client, TABLE * 2 + f'<figure class="table">{TABLE}<figcaption></figcaption></figure>')

    regions = story.find_all("div", class_="table-scroll")
    assert len(regions) == 3
    assert all(region["aria-label"] for region in regions)


def test_a_card_shows_the_host_that_it_leads_to(client):
    story = shown(
        client,
        '<figure class="link-card"><a href="https://www.example.org/a?b=1">L’étude</a><figcaption>PDF</figcaption></figure>',
    )

    link = story.find("figure", class_="link-card").find("a")
    assert (link["href"], link["rel"]) == ("https://www.example.org/a?b=1", "external noopener")
    assert link.find("span", class_="link-card-title").text == "L’étude"
    assert link.find("span", class_="link-card-host").text == "example.org"
    assert story.find_all("img") == story.find_all("iframe") == []


def test_a_card_whose_link_was_refused_is_plain_words(client):
    story = shown(client, '<figure class="link-card"><a href="javascript:alert(1)">L’étude</a></figure>')

    assert story.find_all("a") == story.find_all("figure") == []
    assert story.text.strip() == "L’étude"


@pytest.mark.parametrize(
    "embed",
    [
        '<iframe src="https://video.example/1"></iframe>',
        '<script async src="https://platform.example/widgets.js"></script>',
        '<blockquote class="tweet"><p>Mot</p><script src="https://platform.example/w.js"></script></blockquote>',
        '<object data="https://video.example/1"></object><embed src="https://video.example/1">',
        '<video src="https://video.example/1.mp4" poster="https://video.example/1.jpg"></video>',
    ],
)
def test_nothing_of_a_strangers_embed_is_kept(client, embed):
    article = make_article(body=f"<p>Avant</p>{embed}<p>Après</p>")

    assert ".example" not in client.get(article.get_absolute_url()).text
    assert ".example" not in article.body


def test_a_fact_box_is_named_by_its_heading(client):
    story = shown(client, "<aside><h3>En bref</h3><p>Un.</p></aside><aside><h3>En long</h3><p>Deux.</p></aside>")

    boxes = story.find_all("aside", class_="fact-box")
    assert [box["aria-labelledby"] for box in boxes] == [box.find("h2")["id"] for box in boxes]
    assert boxes[0]["aria-labelledby"] != boxes[1]["aria-labelledby"]


def test_the_heading_of_a_fact_box_skips_no_level(client):
    story = shown(client, "<aside><h3>Un</h3><p>1.</p></aside><h2>Suite</h2><aside><h3>Deux</h3><p>2.</p></aside>")

    assert [(heading.tag, heading.text) for heading in story.walk() if heading.tag in ("h2", "h3")] == [
        ("h2", "Un"),
        ("h2", "Suite"),
        ("h3", "Deux"),
    ]


def test_a_fact_box_with_a_large_heading_is_one_box(client):
    story = shown(client, "<h2>Suite</h2><aside><h2>Un</h2><p>1.</p></aside>")

    assert [element.tag for element in story.find_all(class_="fact-box")] == ["aside"]


def test_the_source_of_a_quotation_stands_in_it(client):
    story = shown(client, "<blockquote><p>Mot.</p><footer>Elle</footer></blockquote><footer>Ailleurs</footer>")

    assert [footer.text for footer in story.find_all("footer")] == ["Elle"]
    assert story.find_all("p")[-1].text == "Ailleurs"


def test_a_gallery_shows_each_picture_as_the_library_knows_it(client):
    first, second = make_picture(credit="Léa", width=1600, height=900), make_picture(credit="Ana")
    figures = "".join(
        f'<figure><img src="/media/a.webp" alt="" data-file="{picture.pk}"></figure>' for picture in (first, second)
    )

    gallery = shown(client, f'<figure class="gallery">{figures}<figcaption>Les deux</figcaption></figure>').find(
        "figure", class_="gallery"
    )

    assert [image["src"] for image in gallery.find_all("img")] == [first.file.url, second.file.url]
    assert [credit.text for credit in gallery.find_all("span", class_="credit")] == ["Léa", "Ana"]


def test_a_text_that_needs_nothing_is_shown_as_it_is_stored(client):
    body = "<h2>Un</h2><p>A &amp; B&nbsp;: <em>deux</em><br>trois</p><ul><li>un</li></ul><hr>"

    page = client.get(make_article(body=body).get_absolute_url()).text

    assert body in page


# How long a story is


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p></p>", 0),
        ("<p>Un mot</p><p>et deux</p>", 4),
        ("<p>L’année 2026&nbsp;: « c’est » – fini !</p>", 4),
        ("<ul><li>un</li><li>deux</li></ul>", 2),
        ("<p>mi<em>lieu</em> &amp; &lt;</p>", 1),
        ('<p>Un<small class="note">une note</small></p>', 3),
        ("<p>un<br>deux</p>", 2),
    ],
)
def test_words_are_counted_as_a_word_processor_does(html, words):
    assert word_count(html) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (238, 1), (500, 2), (2380, 10)])
def test_reading_takes_a_minute_for_238_words(words, minutes):
    assert reading_minutes("<p>" + "mot " * words + "</p>") == minutes


# A card with a picture of the library


def card(picture, note="<figcaption>Un PDF.</figcaption>", href="https://example.org/a") -> str:
    image = f'<img src="{picture.file.url}" alt="" data-file="{picture.pk}">'
    return f'<figure class="link-card">{image}<a href="{href}">L’étude</a>{note}</figure>'


def test_a_card_shows_a_picture_of_the_library_in_its_link(client):
    picture = make_picture(width=1600, height=900, credit="Léa Roux", alternative_text="Une baie")
    make_picture_sizes.call()

    figure = shown(client, card(picture)).find("figure", class_="link-card")

    (image,) = figure.find("a").find_all("img")
    sources = figure.find("a").find("picture").find_all("source")
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    assert all("480w" in source["srcset"] and "11rem" in source["sizes"] for source in sources)
    assert (image["alt"], image["loading"]) == ("", "lazy")
    assert int(image["width"]) * 3 == int(image["height"]) * 4
    assert figure.find("figcaption").text == "Un PDF. Léa Roux"
    assert "has-picture" in figure["class"]


def test_a_card_shows_the_file_itself_until_there_are_sizes(client):
    picture = make_picture(credit="")

    figure = shown(client, card(picture, note="")).find("figure", class_="link-card")

    image = figure.find("a").find("img")
    assert (image["src"], image["width"], image["height"]) == (picture.file.url, "16", "9")
    assert figure.find("figcaption") is None


def test_a_card_keeps_no_picture_of_another_site(client):
    foreign = '<img src="https://images.example/1.jpg" alt="">'

    story = shown(client, f'<figure class="link-card">{foreign}<a href="https://example.org/">L’étude</a></figure>')

    assert all(not image.attributes.get("src") for image in story.find_all("img"))


def test_a_card_that_leads_to_no_public_story_is_words_without_a_picture(client):
    picture, draft = make_picture(credit="Léa Roux", licence=Picture.Licence.CC_BY), make_article(published_at=None)
    linked = card(picture, note="").replace("<a ", f'<a data-article="{draft.pk}" ')

    story = shown(client, linked)

    assert story.find_all("img") == story.find_all("figure") == []
    assert story.text.strip() == "L’étude"


def test_a_card_follows_the_story_that_it_leads_to(client):
    target = make_article()
    linked = card(make_picture(), href="/2020/01/ancienne/").replace("<a ", f'<a data-article="{target.pk}" ')

    link = shown(client, linked).find("figure", class_="link-card").find("a")

    assert link["href"] == target.get_absolute_url()
    assert link.find("span", class_="link-card-host") is None


def test_a_card_in_a_feed_has_one_plain_picture(client):
    picture = make_picture(credit="Léa Roux")
    make_article(body=card(picture))

    texts = parse(unescape(unescape(client.get("/feed/atom/").text)))

    (image,) = texts.find("figure", class_="link-card").find("a").find_all("img")
    assert image["alt"] == ""
    assert "loading" not in image.attributes
